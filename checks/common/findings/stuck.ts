/** Where a request that is never answered hangs, by the goroutines of the program. */
import type { Goroutine, Location, Source } from '#kit';
import { lockedForever, waitingPlaces } from '../code/locks.ts';
import type { Slip } from '../code/slip.ts';
import { waitingOf } from '../waiting.ts';

/** undefined where nobody of the learner's waits for anything. Without goroutines (Windows) the code alone has to tell. */
export function whereStuck(goroutines: readonly Goroutine[] = [], source: Source): Slip | undefined {
  if (goroutines.length === 0) return lockedForever(source);
  return lockedForever(source, goroutines) ?? waitsForLock(goroutines, source) ?? waits(goroutines, source);
}

function waitsForLock(goroutines: readonly Goroutine[], source: Source): Slip | undefined {
  const [at] = waitingPlaces(goroutines);
  return (
    at && {
      hint: 'The handler waits for this lock, and whoever holds it never unlocks it.',
      code: source.show(at, 'where it waits'),
    }
  );
}

/** net/http runs each handler below this frame. */
const serves = /^net\/http\.\(\*(conn\)\.serve|http2serverConn\)\.runHandler)/;

function waits(goroutines: readonly Goroutine[], source: Source): Slip | undefined {
  const hanging = goroutines.flatMap((one) => {
    const at = one.frames.find(({ own }) => own)?.at;
    return at && one.frames.some((frame) => serves.test(frame.function)) ? [{ one, at }] : [];
  });
  const [most] = [...Map.groupBy(hanging, ({ at }) => place(at)).values()].sort((a, b) => b.length - a.length);
  const [example] = most ?? [];
  if (!example) return undefined;
  const { forWhat, hint, already, otherwise } = waitingOf(example.one);
  const why = already && source.has(already) ? otherwise : hint;
  return {
    hint: `The handler is at ${place(example.at)} all the time and waits ${forWhat}. ${why}`,
    code: source.show(example.at, 'where it waits'),
  };
}

const place = ({ file, line }: Location) => `${file}:${line}`;
