/** Removes from the bundle what delays the first frame, without changing behaviour. */
import path from 'node:path';
import type { Plugin } from 'rolldown';

export function lean(root: string): Plugin {
  const ownWidth = path.join(root, 'src/tui/drawing/cells.ts');
  return {
    name: 'lean',
    /** Ink and its dependencies measure text with our wrapper, which needs no tables for plain text. */
    resolveId: (id, importer) => (id === 'string-width' && importer !== ownWidth ? ownWidth : undefined),
    /** yoga would fetch() its embedded WebAssembly, and Node loads an HTTP client for the first fetch(). */
    transform: (code, id) =>
      /yoga-wasm-base64-esm\.js$/.test(id) ? { code: `const fetch = undefined;\n${code}`, map: null } : undefined,
  };
}
