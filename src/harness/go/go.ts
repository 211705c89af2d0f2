/** The go command: builds (memoised per run), vet, and facts about a binary. */
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Build, type BuildMode, block, type Diagnostic, type Files, type Go } from '../../kit/index.ts';
import { inspectBinary } from '../binary/elf.ts';
import type { GoRunOptions, RunGo } from './command.ts';
import { diagnosticsEvidence, parseDiagnostics, relativePaths } from './diagnostics.ts';
import { modeEnvironment } from './environment.ts';
import { findMainPackage } from './main-package.ts';
import { probeBuild } from './probe/build.ts';

export type GoTools = {
  files: Files;
  /** Where binaries and copies go. */
  folder(name: string): string;
  run: RunGo;
  version(): Promise<{ text: string; minor: number }>;
};

const exe = process.platform === 'win32' ? '.exe' : '';
/** Version stamping needs a repository, and a snapshot is none. */
const always = ['-buildvcs=false'];

export function openGo(tools: GoTools): Go {
  const { files } = tools;
  const memo = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const made = (memo.get(key) as Promise<T> | undefined) ?? make();
    memo.set(key, made);
    return made;
  };
  const mainPackage = () => once('main', () => findMainPackage(files, tools.run));
  const build = async (name: string, args: string[], env: Record<string, string>): Promise<Build> => {
    const target = `./${await mainPackage()}`;
    return compile(tools, files.root, join(tools.folder(name), `service${exe}`), [...args, target], { env });
  };
  return {
    version: tools.version,
    mainPackage,
    build: (mode = 'plain') => once(mode, () => buildMode(mode, tools, mainPackage, build)),
    buildFor: (goos, goarch) => build(`${goos}-${goarch}`, [], { GOOS: goos, GOARCH: goarch }),
    buildWith: (ldflags) => build('ldflags', [`-ldflags=${ldflags}`], {}),
    rebuildMs: async () => rebuild(tools, await mainPackage()),
    vet: () => once('vet', () => vet(tools)),
    inspect: async (binary) => inspectBinary(binary),
    evidence: diagnosticsEvidence,
  };
}

/** What the go command says about the learner's program without naming a line: build constraints exclude too much. */
const ownFault = /function main is undeclared|build constraints exclude all Go files|no Go files in/;

async function buildMode(
  mode: BuildMode,
  tools: GoTools,
  mainPackage: () => Promise<string>,
  build: (name: string, args: string[], env: Record<string, string>) => Promise<Build>,
): Promise<Build> {
  if (mode === 'plain') return build('plain', [], {});
  if (mode === 'race') {
    const built = await build('race', ['-race'], modeEnvironment.race);
    if (!built.ok && built.diagnostics.length === 0 && !ownFault.test(built.output))
      block({
        need: 'cgo',
        state: 'unsuitable',
        what: `The race detector can't be used here: go build -race failed.\n${lastLines(built.output, 6)}`,
        fix: '',
      });
    return built;
  }
  const { minor } = await tools.version();
  const probe = await probeBuild({
    files: tools.files,
    mainPackage: await mainPackage(),
    minor,
    folder: tools.folder('overlay'),
  });
  return build('probe', probe.args, probe.env);
}

async function compile(
  tools: GoTools,
  cwd: string,
  binary: string,
  args: string[],
  how: GoRunOptions = {},
): Promise<Build> {
  const result = await tools.run(['build', ...always, '-o', binary, ...args], cwd, how);
  if (result.code === 0) return { ok: true, binary, bytes: statSync(binary).size, ms: result.ms };
  const output = relativePaths(result.output, tools.files.root);
  return { ok: false, ms: result.ms, output, diagnostics: parseDiagnostics(result.output, tools.files) };
}

async function vet(tools: GoTools): Promise<{ ok: boolean; output: string; diagnostics: Diagnostic[] }> {
  const result = await tools.run(['vet', './...'], tools.files.root);
  const output = relativePaths(result.output, tools.files.root);
  return { ok: result.code === 0, output, diagnostics: parseDiagnostics(result.output, tools.files) };
}

/** A real edit: one more exported variable, so that compiler and linker both have work. In a copy, so that no other check sees it. */
async function rebuild(tools: GoTools, mainPackage: string): Promise<number> {
  const copy = tools.folder('edit');
  cpSync(tools.files.root, copy, { recursive: true });
  const binary = join(tools.folder('edited'), `service${exe}`);
  const target = `./${mainPackage}`;
  await compile(tools, copy, binary, [target]);
  const file = tools.files.list().find((name) => isIn(name, mainPackage) && declaresMain(join(copy, name)));
  if (!file) throw new Error(`no Go file of package main in ${mainPackage}`);
  const path = join(copy, file);
  writeFileSync(path, `${readFileSync(path, 'utf8')}\nvar EditedByTheWorkshop = ${process.pid}\n`);
  const built = await compile(tools, copy, binary, [target], { alone: true });
  return built.ms;
}

function isIn(name: string, folder: string): boolean {
  const parent = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '.';
  return name.endsWith('.go') && !name.endsWith('_test.go') && parent === folder;
}

const declaresMain = (path: string) => /^package main\b/m.test(readFileSync(path, 'utf8'));

const lastLines = (text: string, count: number) => text.trim().split('\n').slice(-count).join('\n');
