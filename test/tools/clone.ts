/** A small stand-in for a fresh clone: the real set-up scripts around a fake program, builder and npm. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const lock = JSON.stringify({
  packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } },
});

/** "Bundles" by copying; a source that says BROKEN fails. */
const builder = `
import { cpSync, readFileSync } from 'node:fs';
const [target] = process.argv.slice(2);
if (readFileSync('src/cli.js', 'utf8').includes('BROKEN')) { console.error('cli.js is broken'); process.exit(1); }
cpSync('src', target, { recursive: true });
console.log('the builder talks on stdout');
`;

/** "Installs" what the lock file asks for. */
const npm = `
const fs = require('node:fs');
fs.mkdirSync('node_modules', { recursive: true });
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
console.log('npm talks on stdout');
`;

export type Ended = { code: number | null; signal: string | null; out: string; err: string };

export class Clone {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'go-cloud-workshop-clone-'));

  constructor() {
    for (const file of ['src/launcher.cjs', 'tools/run.mjs', 'tools/setup.mjs', 'tools/setup'])
      cpSync(path.join(root, file), path.join(this.folder, file), { recursive: true });
    this.write('package.json', '{"type":"module"}');
    this.write('package-lock.json', lock);
    this.write('npm/package.json', '{}');
    this.write('npm/npm-cli.js', npm);
    this.write('tools/build.ts', builder);
    this.write('src/cli.js', "console.log('hello', ...process.argv.slice(2)); process.exitCode = 3;");
  }

  write(file: string, content: string): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), content);
  }

  remove(file: string): void {
    rmSync(path.join(this.folder, file), { recursive: true });
  }

  /** `npm start -- …` without npm. */
  launch(...args: string[]): ChildProcess {
    return this.#node('tools/run.mjs', 'dist/launcher.cjs', ...args);
  }

  start(...args: string[]): Promise<Ended> {
    return ended(this.launch(...args));
  }

  startIn(temp: string): Promise<Ended> {
    return ended(this.#spawn({ TMPDIR: temp }, 'tools/run.mjs', 'dist/launcher.cjs'));
  }

  run(script: string): Promise<Ended> {
    return ended(this.#node(script));
  }

  #node(...argv: string[]): ChildProcess {
    return this.#spawn({ TMPDIR: this.folder }, ...argv);
  }

  #spawn(settings: NodeJS.ProcessEnv, ...argv: string[]): ChildProcess {
    const env = { ...process.env, npm_execpath: path.join(this.folder, 'npm/npm-cli.js'), ...settings };
    return spawn(process.execPath, argv, { cwd: this.folder, env });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  const seen = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    seen.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    seen.err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...seen }));
  });
}
