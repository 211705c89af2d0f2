/** A started driver: makes calls, and tells what became of them. */
import {
  type CallOutcome,
  crashIn,
  type DrivenProgram,
  type Ended,
  type Evidence,
  type Files,
  type Goroutine,
  late,
  type Stuck,
  within,
} from '#kit';
import { relativePaths } from '../go/diagnostics.ts';
import { parseGoroutines } from '../go/probe/goroutines.ts';
import type { Running } from '../process/launch.ts';
import { programLog } from '../process/program-log.ts';
import { ownFilesUnder, probePackage } from '../run/own-file.ts';
import type { DriverAnswer, DriverEnd } from './connection.ts';
import { driverFunction } from './source.ts';
import { type Look, settledOrStuck } from './stuck.ts';

type Parts = { running: Running; end: DriverEnd; files: Files };

export type OpenProgram = DrivenProgram & { ready(): Promise<'ready' | Ended | Stuck> };

/** How long a program may take to be told that it shall look at itself. */
const lookMs = 10_000;

export function openProgram({ running, end, files }: Parts): OpenProgram {
  const own = ownFilesUnder(files.root);
  const shown = (text: string) => withoutOurs(relativePaths(text, files.root));
  const log = programLog({ capture: running.output, ended: running.exited, title: 'What the program printed', shown });
  const ended: Promise<Ended> = running.exited.then((exit) => {
    const lines = running.output.lines.map(({ text }) => shown(text));
    return { kind: 'ended', exit, crash: crashIn(lines, true) };
  });
  const goroutines = async (): Promise<Goroutine[] | undefined> => {
    const answer = await within(lookMs, Promise.race([end.ask('stacks'), ended]));
    return answer === late || 'kind' in answer ? undefined : parseGoroutines(answer.stack ?? '', own);
  };
  const look = async (): Promise<Look | undefined> => {
    const all = await goroutines();
    const caller = all?.find((one) => one.frames.some((frame) => frame.function.endsWith(driverFunction)));
    return all && { caller, goroutines: all.filter(isOwn) };
  };
  return {
    log,
    ready: () =>
      settledOrStuck(Promise.race([end.connected.then((): 'ready' => 'ready'), ended]), async () => undefined),
    async call(name, ...args) {
      const answer = await settledOrStuck(Promise.race([end.ask({ call: name, args }), ended]), look);
      return 'kind' in answer ? answer : outcomeOf(answer, parseGoroutines(answer.stack ?? '', own));
    },
    // It is not silent for ten seconds: the runtime stops the world for a dump.
    goroutines: async () => (await goroutines())?.filter(isOwn) ?? ended,
  };
}

const isOwn = ({ frames, createdBy }: Goroutine): boolean =>
  frames.some((frame) => frame.own) || (createdBy?.own ?? false);

/** So that a file of ours is not taken for one of the learner's. */
const withoutOurs = (text: string): string => text.replaceAll(`internal/${probePackage}/`, '<checker>/');

function outcomeOf({ value, large, panic, left }: DriverAnswer, [stack]: readonly Goroutine[]): CallOutcome {
  if (panic !== undefined) {
    const at = stack?.frames.find((frame) => frame.own)?.at;
    return { kind: 'panicked', message: panic, at, trace: traceOf(panic, stack) };
  }
  if (left) return { kind: 'left' };
  return large === undefined ? { kind: 'returned', value } : { kind: 'too-large', bytes: large };
}

/** From the panic to our call, as Go prints it. */
function traceOf(message: string, stack: Goroutine | undefined): Evidence {
  const frames = stack?.frames ?? [];
  const begin = frames.findIndex((frame) => frame.function === 'panic') + 1;
  const end = frames.findIndex((frame, index) => index > begin && frame.function.includes(probePackage));
  const lines = frames.slice(begin, end < 0 ? undefined : end).map(({ function: name, at, own }) => {
    const file = at && (own ? at.file : at.file.split('/').slice(-2).join('/'));
    return file ? `${name}()\n\t${file}:${at.line}` : `${name}()`;
  });
  const at = frames.find((frame) => frame.own)?.at;
  return { kind: 'log', title: 'How it got there', text: [`panic: ${message}`, '', ...lines].join('\n'), at };
}
