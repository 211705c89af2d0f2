/** One binary that calls every package which compiles. A package that does not is left out, and told apart. */
import { join } from 'node:path';
import { type DriverCalls, FaultyProgram, type Files } from '#kit';
import type { RunGo } from '../go/command.ts';
import { parseDiagnostics, relativePaths } from '../go/diagnostics.ts';
import { modulePath, overlayArgs } from '../go/overlay.ts';
import { type Blame, blamed } from './blame.ts';
import { driverFiles, driverMain } from './source.ts';

export type DriverBuild = {
  /** undefined: no package is left to call. */
  binary?: string;
  /** By folder. */
  failed: ReadonlyMap<string, Blame>;
  ms: number;
};

export type BuildTools = { files: Files; folder(name: string): string; run: RunGo };

/** Throws a FaultyProgram where the module itself is broken. */
export async function buildDriver(tools: BuildTools, calls: DriverCalls): Promise<DriverBuild> {
  const failed = new Map<string, Blame>();
  let ms = 0;
  for (let left = Object.keys(calls); left.length > 0; left = left.filter((folder) => !failed.has(folder))) {
    const built = await build(tools, pick(calls, left));
    ms += built.ms;
    if (built.output === undefined) return { binary: built.binary, failed, ms };
    for (const one of await blame(tools, calls, left, built.output)) failed.set(one.folder, one);
  }
  return { failed, ms };
}

const pick = (calls: DriverCalls, folders: readonly string[]): DriverCalls =>
  Object.fromEntries(Object.entries(calls).filter(([folder]) => folders.includes(folder)));

/** Never empty. Where the output names none of them (an import circle does not), each is tried alone. */
async function blame(tools: BuildTools, calls: DriverCalls, left: readonly string[], output: string): Promise<Blame[]> {
  const found = blamed(output, left, modulePath(tools.files) ?? '');
  if (found.length > 0) return found;
  if (aboutModule.test(output)) throw brokenModule(tools.files, output);
  const whole = (folder: string): Blame => ({ folder, of: 'package', output });
  if (left.length === 1) return left.map(whole);
  const alone: Blame[] = [];
  for (const folder of left) {
    const built = await build(tools, pick(calls, [folder]));
    if (built.output !== undefined)
      alone.push(
        blamed(built.output, [folder], modulePath(tools.files) ?? '')[0] ?? { ...whole(folder), output: built.output },
      );
  }
  // Each compiles alone and they do not together: nobody's in particular.
  return alone.length > 0 ? alone : left.map(whole);
}

/** cmd/go begins so what it says of go.mod, and of the module as a whole. */
const aboutModule = /^go: /m;

function brokenModule(files: Files, output: string): FaultyProgram {
  return new FaultyProgram({
    kind: 'broken-module',
    output: relativePaths(output, files.root).trim(),
    diagnostics: parseDiagnostics(output, files),
    goMod: files.read('go.mod') ?? '',
  });
}

/** `output` is set where it failed. */
async function build(
  { files, folder, run }: BuildTools,
  calls: DriverCalls,
): Promise<{ binary: string; ms: number; output?: string }> {
  const module = modulePath(files);
  if (module === undefined) throw brokenModule(files, 'go: go.mod names no module');
  const place = folder('driver');
  const binary = join(place, process.platform === 'win32' ? 'driver.exe' : 'driver');
  const overlay = overlayArgs(files, driverFiles(module, calls), place);
  // Without DWARF the linker is done sooner; traces do not need it.
  const args = ['build', '-buildvcs=false', '-ldflags=-s -w', ...overlay, '-o', binary, `./${driverMain(calls)}`];
  const result = await run(args, files.root);
  return { binary, ms: result.ms, output: result.code === 0 ? undefined : relativePaths(result.output, files.root) };
}
