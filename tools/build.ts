/** `node tools/build.ts <folder>`: bundles the command line and every stage's checker into a folder. Run by setup.mjs. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'rolldown';
import { assets } from './build/assets.ts';
import { kubernetesClient } from './build/kubernetes-client.ts';
import { lean } from './build/lean.ts';
import { licences } from './build/licences.ts';
import { stubs } from './build/stubs.ts';

const root = path.join(import.meta.dirname, '..');
const [target] = process.argv.slice(2);
if (!target) throw new Error('the folder to build into is missing');

/** A stage's checker is a file in checks/; the folders beside it are its parts. */
function checkers(): Record<string, string> {
  const files = readdirSync(path.join(root, 'checks')).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(
    files.map((name) => [`checks/${path.basename(name, '.ts')}`, path.join(root, 'checks', name)]),
  );
}

const input = { cli: path.join(root, 'src/cli.ts'), ...checkers() };

const options: BuildOptions = {
  input,
  platform: 'node',
  // One verb may import lazily what another imports at once.
  checks: { ineffectiveDynamicImport: false },
  cwd: root,
  transform: { define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' } },
  plugins: [lean(root), kubernetesClient(root), stubs(), assets(root), licences()],
  output: {
    dir: target,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
};

await build(options).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
