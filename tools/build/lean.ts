/** Takes out of the bundle what makes the first frame late, without a change of behaviour. */
import path from 'node:path';
import type { Plugin } from 'rolldown';

export function lean(root: string): Plugin {
  const ownWidth = path.join(root, 'src/tui/drawing/cells.ts');
  return {
    name: 'lean',
    /** Ink and its friends measure text with our wrapper, which has an answer for plain text without the tables. */
    resolveId: (id, importer) => (id === 'string-width' && importer !== ownWidth ? ownWidth : undefined),
    /** yoga would fetch() its own embedded WebAssembly, and Node loads a whole HTTP client for the first fetch(). */
    transform: (code, id) =>
      /yoga-wasm-base64-esm\.js$/.test(id) ? { code: `const fetch = undefined;\n${code}`, map: null } : undefined,
  };
}
