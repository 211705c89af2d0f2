/** Builds the driver once for a run, and starts a process of it for every check. */
import {
  block,
  type CheckScope,
  type Driver,
  type DriverCalls,
  type DriverStart,
  type Ended,
  type Files,
  type Stuck,
} from '#kit';
import type { RunGo } from '../go/command.ts';
import { diagnosticsEvidence } from '../go/diagnostics.ts';
import { lackOfLaunch } from '../machine/faults.ts';
import { baseEnvironment } from '../process/environment.ts';
import { LaunchError, type Launcher } from '../process/launch.ts';
import { runLabel, type Scratch } from '../run/scratch.ts';
import { failedBuild, saidOf } from './blame.ts';
import { buildDriver, type DriverBuild } from './build.ts';
import { listenForDriver } from './connection.ts';
import { type OpenProgram, openProgram } from './program.ts';

export type DriverTools = {
  files: Files;
  scratch: Scratch;
  run: RunGo;
  launcher: Launcher;
  environment: NodeJS.ProcessEnv;
};

type Scope = Pick<CheckScope, 'signal' | 'defer' | 'log' | 'offTheClock'>;

/** Far more than a small function prints or holds. */
const maxPrinted = 4e6;
const maxResident = 512 * 2 ** 20;

export function openDriver(tools: DriverTools): { forCheck(scope: Scope): Driver } {
  const built = new Map<string, Promise<DriverBuild>>();
  const build = (calls: DriverCalls): Promise<DriverBuild> => {
    const key = Object.values(calls).join('\n');
    const made =
      built.get(key) ?? buildDriver({ files: tools.files, folder: tools.scratch.folder, run: tools.run }, calls);
    built.set(key, made);
    return made;
  };
  return {
    forCheck: (scope) => ({
      async start(calls, folder) {
        const together = await startIn(tools, scope, await scope.offTheClock(build(calls)), folder);
        if (together.kind !== 'ended' && together.kind !== 'stuck') return together;
        // All packages are initialised before any is called: it may be another one that ended the program.
        const only = Object.entries(calls).filter(([one]) => one === folder);
        return startIn(tools, scope, await scope.offTheClock(build(Object.fromEntries(only))), folder);
      },
    }),
  };
}

async function startIn(tools: DriverTools, scope: Scope, build: DriverBuild, folder: string): Promise<DriverStart> {
  const blame = build.failed.get(folder);
  if (blame?.of === 'calls') return { kind: 'other-names', said: saidOf(blame.output) };
  if (blame || build.binary === undefined) {
    const failed = failedBuild(blame?.output ?? '', tools.files, build.ms);
    const evidence = diagnosticsEvidence(`go build ./${folder}`, failed.diagnostics, failed.output);
    return { kind: 'not-compiled', build: failed, evidence };
  }
  const program = await launched(tools, scope, build.binary);
  const ready: 'ready' | Ended | Stuck = await program.ready();
  return ready === 'ready' ? { kind: 'started', program } : ready;
}

async function launched(tools: DriverTools, scope: Scope, binary: string): Promise<OpenProgram> {
  scope.signal.throwIfAborted();
  const end = await listenForDriver();
  scope.defer(() => end.close());
  // The compiler is a tool's setting.
  const { CC: _cc, ...env } = baseEnvironment(tools.environment);
  try {
    const running = await tools.launcher({
      command: binary,
      cwd: tools.scratch.folder('cwd'),
      env: { ...env, ...end.env },
      label: { name: runLabel, value: tools.scratch.id },
      maxPrinted,
      maxResident,
    });
    scope.defer(() => running.stop());
    running.output.onLine((line) => scope.log('app', line.text));
    return openProgram({ running, end, files: tools.files });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    return block(lackOfLaunch(error.code, tools.scratch.dir));
  }
}
