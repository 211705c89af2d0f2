/** Locks that are left locked or taken twice, as far as the code of one function shows it. For hints alone. */
import { type Func, functionsIn, type Goroutine, type Location, type Source } from '#kit';
import type { Slip } from './slip.ts';

const takes = /(\w+(?:\.\w+)*)\.(R?Lock)\(\)/;

/** From the line that takes the lock to the function's end, where it is given back, or to where that happens. */
type Held = {
  lock: string;
  kind: string;
  by: Func;
  lines: readonly string[];
  from: number;
  to: number;
  deferred: boolean;
};

/**
 * Why a request is never answered: the first lock that is used wrongly. `waiting`: the goroutines of the program; a lock
 * that none of them waits for is not why.
 */
export function lockedForever(source: Source, waiting?: readonly Goroutine[]): Slip | undefined {
  const wanted = waiting && waitedFor(waiting, source);
  if (waiting && wanted === undefined) return undefined;
  const functions = functionsIn(source);
  const all = source.all(takes).flatMap((at) => heldAt(source, at, functions) ?? []);
  const suspects = all.filter((held) => wanted === undefined || wanted.has(nameOf(held.lock)));
  for (const held of suspects) {
    const slip = leftLocked(held, source) ?? takenTwice(held, all, source);
    if (slip) return slip;
  }
  return undefined;
}

const locking = /^sync\.\(\*(RW)?Mutex\)\.R?Lock/;

/** The learner's lines that wait for a lock. */
export const waitingPlaces = (all: readonly Goroutine[]): Location[] =>
  all
    .filter(({ frames }) => frames.some((frame) => locking.test(frame.function)))
    .flatMap(({ frames }) => frames.find(({ own }) => own)?.at ?? []);

/** 'mu', for s.mu.Lock(); undefined where nobody waits for a lock. */
function waitedFor(waiting: readonly Goroutine[], source: Source): Set<string> | undefined {
  const names = waitingPlaces(waiting).flatMap((at) => {
    const lock = takes.exec(source.line(at))?.[1];
    return lock === undefined ? [] : [nameOf(lock)];
  });
  return names.length > 0 ? new Set(names) : undefined;
}

const nameOf = (lock: string) => lock.split('.').at(-1) ?? '';

function heldAt(source: Source, { file, line }: Location, functions: readonly Func[]): Held | undefined {
  const by = functions.find((one) => one.file === file && one.from <= line && line <= one.to);
  const lines = (source.code(file) ?? '').split('\n');
  const [, lock = '', kind = ''] = takes.exec(lines[line - 1] ?? '') ?? [];
  if (!by) return undefined;
  const rest = lines.slice(line - 1, by.to);
  const deferred = rest.some((text) => text.includes(`defer ${lock}.${unlockOf(kind)}()`) || /defer func\(/.test(text));
  const given = lines.findIndex(
    (text, index) => index >= line && index < by.to && text.includes(`${lock}.${unlockOf(kind)}()`),
  );
  return { lock, kind, by, lines, from: line, to: deferred || given < 0 ? by.to : given, deferred };
}

const unlockOf = (kind: string) => (kind === 'RLock' ? 'RUnlock' : 'Unlock');
const indent = (text: string) => text.length - text.trimStart().length;

/** A return comes before the Unlock, or none comes at all. */
function leftLocked({ lock, kind, by, lines, from, deferred }: Held, source: Source): Slip | undefined {
  if (deferred) return undefined;
  const given = lines.slice(from, by.to).some((text) => text.includes(`${lock}.${unlockOf(kind)}()`));
  const left = leavesLocked(lines, from, by.to, `${lock}.${unlockOf(kind)}()`);
  if (left === undefined && given) return undefined;
  const mend = `Write defer ${lock}.${unlockOf(kind)}() right after ${lock}.${kind}(): it also runs on an early return.`;
  return {
    hint:
      left === undefined
        ? `${by.name} takes ${lock} here and never unlocks it: whoever asks for the lock next waits forever. ${mend}`
        : `This return leaves ${lock} locked, and whoever asks for the lock next waits forever. ${mend}`,
    code: source.show({ file: by.file, line: left ?? from }),
  };
}

/** The first return with the lock held. An Unlock inside an if counts until the if ends. Lines as gofmt indents them. */
function leavesLocked(lines: readonly string[], from: number, to: number, unlock: string): number | undefined {
  const base = indent(lines[from - 1] ?? '');
  let freeDownTo: number | undefined;
  for (let index = from; index < to; index += 1) {
    const text = lines[index] ?? '';
    if (freeDownTo !== undefined && text.trim() !== '' && indent(text) < freeDownTo) freeDownTo = undefined;
    if (text.includes(unlock)) {
      if (indent(text) <= base) return undefined;
      freeDownTo ??= indent(text);
    }
    if (freeDownTo === undefined && /\breturn\b/.test(text)) return index + 1;
  }
  return undefined;
}

/** A method is called while its lock is held, and takes it again: Go's locks know no owner. */
function takenTwice(held: Held, all: readonly Held[], source: Source): Slip | undefined {
  const owner = held.lock.split('.')[0];
  for (let index = held.from; index < held.to; index += 1) {
    const called = new RegExp(`\\b${owner}\\.(\\w+)\\(`).exec(held.lines[index] ?? '')?.[1];
    if (called !== undefined && all.some((other) => locksAgain(other, held, called)))
      return {
        hint: `${called} is called here while ${held.lock} is held, and takes the same lock again: it waits for itself, forever. Unlock before the call, or move what ${called} does into a method that takes no lock.`,
        code: source.show({ file: held.by.file, line: index + 1 }),
      };
  }
  return undefined;
}

const locksAgain = (other: Held, held: Held, called: string): boolean =>
  other !== held &&
  !(held.kind === 'RLock' && other.kind === 'RLock') &&
  other.by.name === called &&
  nameOf(other.lock) === nameOf(held.lock);
