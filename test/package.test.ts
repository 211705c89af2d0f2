/** The package as a learner gets it: `npx` with the packed tarball in an empty folder, without a registry. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './built.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'go-cloud-workshop-package-'));
let tarball: string; // its name, in the scratch folder
let packed: string[];

beforeAll(() => {
  const source = copyForPacking();
  const [report] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], source));
  tarball = report.filename;
  packed = report.files.map((file: { path: string }) => file.path);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('runs from the tarball alone: no runtime dependency, no registry, no Go', () => {
  const folder = path.join(scratch, 'learner');
  mkdirSync(folder);
  const { stages } = JSON.parse(npm(['exec', '--yes', '--', `../${tarball}`, 'list', '--json'], folder));
  const ids = stages.map((stage: { id: string }) => stage.id);
  expect(ids).toEqual(readdirSync(path.join(root, 'exercises')).sort());
  expect(ids.length).toBeGreaterThanOrEqual(6);
});

test('depends on nothing at run time', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })).toEqual([]);
});

test('contains every file of exercises and solutions, and nothing that a build left there', () => {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'exercises', 'solutions'],
    { cwd: root, encoding: 'utf8' },
  );
  const ours = (file: string) => /^(exercises|solutions)\//.test(file);
  expect(packed.filter(ours).sort()).toEqual(listed.split('\n').filter(Boolean).sort());
});

/** Only the newest build: a developer's checkout keeps older ones until the next clean build. */
function copyForPacking(): string {
  const copy = path.join(scratch, 'source');
  const pointer = readFileSync(path.join(root, 'dist/cli.js'), 'utf8');
  const build = /'\.\/(\w+)\//.exec(pointer)?.[1];
  const files = ['cli.js', 'load.cjs', 'launcher.cjs', build].map((name) => `dist/${name}`);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'exercises', 'solutions', ...files])
    cpSync(path.join(root, file), path.join(copy, file), { recursive: true });
  return copy;
}

function npm(args: string[], cwd: string): string {
  const env = {
    ...process.env,
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
    HOME: path.join(scratch, 'home'),
    npm_config_cache: path.join(scratch, 'cache'),
    npm_config_userconfig: path.join(scratch, 'npmrc'),
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8' });
}
