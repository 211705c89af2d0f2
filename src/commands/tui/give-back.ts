/** A run leaves some 80 MB of garbage, which V8 does not collect while the UI is idle. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Late enough not to delay the frames of the run's end: the collection takes some 30 ms. */
const restMs = 1_500;
let resting: NodeJS.Timeout | undefined;
let collect: ((options: { type: 'major'; flavor: 'last-resort' }) => void) | undefined;

/** Collects all garbage soon, unless the next run begins first. */
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
