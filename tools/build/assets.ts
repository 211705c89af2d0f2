/**
 * `new URL('./file', import.meta.url)` in our own sources names a file that is read at run time (the Go probe, a web
 * page). The bundle gets a copy and refers to that. A missing file is an error here, not on a learner's machine.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'rolldown';

const reference = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

export function assets(root: string): Plugin {
  return {
    name: 'assets',
    transform(code, id) {
      if (!id.startsWith(root) || id.includes('/node_modules/') || !code.includes('import.meta')) return undefined;
      const source = path.relative(root, id);
      if (/import\.meta\.(dirname|filename)/.test(code))
        this.error(
          `${source}: import.meta.dirname is another folder in the bundle; write new URL('./file', import.meta.url)`,
        );
      return code.replace(reference, (_all, _quote, relative: string) => {
        const file = path.resolve(path.dirname(id), relative);
        if (!statSync(file, { throwIfNoEntry: false })?.isFile())
          this.error(`${source} refers to ${relative}, which is not a file`);
        const fileName = `assets/${path.relative(root, file)}`;
        return `new URL(import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', fileName, source: readFileSync(file) })})`;
      });
    },
  };
}
