/** The finding for a service that did not serve on for all of DRAIN_DELAY. */
import { type CheckContext, type Evidence, type Files, fail, type Reply } from '#kit';
import { has, shutdownCall, where } from './causes.ts';
import type { Service } from './service.ts';

export function stoppedServing(
  { files }: CheckContext,
  { story, server, sinceSignal }: Service,
  stopped: { actual: string; reply?: Reply; drainDelay: string; lookedAfterMs: number },
): never {
  const { actual, reply, drainDelay, lookedAfterMs } = stopped;
  const { hint, line } = whyTooSoon(files, drainDelay);
  fail({
    summary: `The service stopped serving ${(sinceSignal() / 1000).toFixed(1)} seconds after the signal, though DRAIN_DELAY was ${drainDelay}.`,
    expected: `it serves as before for ${drainDelay}; we looked after ${lookedAfterMs / 1000} seconds`,
    actual,
    hint,
    evidence: [story.evidence, reply?.evidence, server.log.evidence, line],
  });
}

const wait = /time\.(Sleep|After|AfterFunc|NewTimer)\(/;
const waitForSetting = /time\.(Sleep|After|AfterFunc|NewTimer)\(.*([dD]rain|[dD]elay)/;
const number = /strconv\.(Atoi|Parse(Int|Uint|Float))|fmt\.Sscan/;
/** DRAIN_DELAY and a reader of numbers in one line, or no reader of durations anywhere. */
const readAsNumber = (files: Files) =>
  has(files, new RegExp(`(${number.source}).*DRAIN_DELAY`)) ||
  (has(files, number) && !has(files, /ParseDuration|DurationVar|flag\.Duration/));

function whyTooSoon(files: Files, drainDelay: string): { hint: string; line: Evidence | undefined } {
  if (readAsNumber(files))
    return {
      hint: `Is DRAIN_DELAY read as a Go duration? time.ParseDuration understands ${drainDelay} and 100ms; as a number neither can be read, and another delay took its place.`,
      line: where(files, new RegExp(`(${number.source}).*DRAIN_DELAY`), number),
    };
  if (has(files, waitForSetting))
    return {
      hint: 'Wait for all of DRAIN_DELAY, whatever happens. That nothing is in flight is no reason to end the drain: the next request may be on its way. SHUTDOWN_TIMEOUT begins only after it.',
      line: where(files, waitForSetting),
    };
  return {
    hint: 'Wait for the setting, time.Sleep(cfg.drainDelay) or a timer on it, not for a time of your own, and also when nothing is in flight: the next request may be on its way. SHUTDOWN_TIMEOUT begins only after it.',
    line: where(files, wait, shutdownCall),
  };
}
