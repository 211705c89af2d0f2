/** A run leaves some 80 MB of garbage that V8 keeps as long as nothing new is wanted; an idle UI should not hold it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After the frames of the run's end; a collection of what is then left takes some 30 ms. */
const restMs = 1_500;
let resting: NodeJS.Timeout | undefined;
let collect: ((options: { type: 'major'; flavor: 'last-resort' }) => void) | undefined;

/** Collects all garbage soon, unless the next run begins before. */
export function giveBackSoon(): void {
  keepForNow();
  resting = setTimeout(() => {
    setFlagsFromString('--expose-gc');
    collect ??= runInNewContext('gc') as NonNullable<typeof collect>;
    collect({ type: 'major', flavor: 'last-resort' });
  }, restMs);
  resting.unref();
}

export function keepForNow(): void {
  clearTimeout(resting);
}
