/** Locks that are left locked or taken twice, as far as the code of one function shows it. For hints alone. */
import type { Location, Source } from '#kit';
import type { Slip } from './slips.ts';

const takes = /(\w+(?:\.\w+)*)\.(R?Lock)\(\)/;

type Held = {
  lock: string;
  kind: string;
  file: string;
  lines: readonly string[];
  from: number;
  to: number;
  deferred: boolean;
};

/** Why a request is never answered, by the first lock that is used wrongly. */
export function lockedForever(source: Source): Slip | undefined {
  const all = source.all(takes).map((at) => heldAt(source, at));
  for (const held of all) {
    const slip = leftLocked(held, source) ?? takenTwice(held, all, source);
    if (slip) return slip;
  }
  return undefined;
}

/** From the line that takes the lock to the one that gives it back, or to the function's end. */
function heldAt(source: Source, { file, line }: Location): Held {
  const lines = (source.code(file) ?? '').split('\n');
  const [, lock = '', kind = ''] = takes.exec(lines[line - 1] ?? '') ?? [];
  const unlock = `${lock}.${kind === 'RLock' ? 'RUnlock' : 'Unlock'}()`;
  const end = lines.findIndex((text, index) => index >= line && text.startsWith('}'));
  const last = end < 0 ? lines.length : end;
  const deferred = lines
    .slice(line - 1, last)
    .some((text) => text.includes(`defer ${unlock}`) || /defer func\(/.test(text));
  const given = lines.findIndex((text, index) => index >= line && index < last && text.includes(unlock));
  return { lock, kind, file, lines, from: line, to: deferred || given < 0 ? last : given, deferred };
}

/** A return comes before the Unlock, or none comes at all. */
function leftLocked({ lock, kind, file, lines, from, to, deferred }: Held, source: Source): Slip | undefined {
  if (deferred || lock === '') return undefined;
  const left = lines.findIndex((text, index) => index >= from && index < to && /\breturn\b/.test(text));
  const unlock = kind === 'RLock' ? 'RUnlock' : 'Unlock';
  if (left < 0) return undefined;
  return {
    hint: `This return leaves ${lock} locked, and whoever asks for the lock next waits forever. Write defer ${lock}.${unlock}() right after ${lock}.${kind}(): it also runs on an early return.`,
    code: source.show({ file, line: left + 1 }),
  };
}

/** A method is called while its lock is held, and takes it again: Go's locks know no owner. */
function takenTwice(held: Held, all: readonly Held[], source: Source): Slip | undefined {
  const owner = held.lock.split('.')[0];
  for (let index = held.from; index < held.to; index += 1) {
    const called = new RegExp(`\\b${owner}\\.(\\w+)\\(`).exec(held.lines[index] ?? '')?.[1];
    const again =
      called !== undefined &&
      all.some(
        (other) =>
          other !== held &&
          !(held.kind === 'RLock' && other.kind === 'RLock') &&
          functionOf(other) === called &&
          other.lock.endsWith(held.lock.split('.').at(-1) ?? ''),
      );
    if (again)
      return {
        hint: `${called} is called here while ${held.lock} is held, and takes the same lock again: it waits for itself, forever. Unlock before the call, or move what ${called} does into a method that takes no lock.`,
        code: source.show({ file: held.file, line: index + 1 }),
      };
  }
  return undefined;
}

const functionOf = ({ lines, from }: Held): string | undefined => {
  const head = lines.slice(0, from).findLast((text) => text.startsWith('func '));
  return /^func (?:\([^)]*\) )?(\w+)/.exec(head ?? '')?.[1];
};
