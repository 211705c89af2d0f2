/**
 * The bundle contains other people's packages, so it carries their licences, as these require. A package whose licence is
 * not one of the permissive ones below fails the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'rolldown';

const permissive = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
]);

export function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = [...new Set(modules.map(packageFolder).filter((folder) => folder !== undefined))].sort();
      const texts = folders.map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
        if (!isPermissive(license))
          this.error(`${name} has the licence ${license}, which is not known to be permissive`);
        return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
      });
      const fileName = 'THIRD-PARTY-LICENCES.txt';
      this.emitFile({ type: 'asset', fileName, source: texts.join(`\n\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

/** "(MIT OR Apache-2.0)": one of several is enough. */
function isPermissive(license: unknown): boolean {
  return String(license)
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => permissive.has(one));
}

/** The package's own folder; some have more package.json files inside that only say "module". */
function packageFolder(id: string): string | undefined {
  const found = /^(?:\0.*?)?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
  return found && existsSync(path.join(found, 'package.json')) ? found : undefined;
}

/** With the NOTICE that Apache-2.0 requires. */
function licenceText(folder: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name));
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
  return texts.join('\n\n') || 'The package has no licence text.';
}
