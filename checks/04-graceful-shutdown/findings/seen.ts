/** What the findings of this stage are made from, and the places in the learner's code that they point at. */
import type { Evidence, ProgramLog, Source } from '#kit';
import { neverRead } from '../../common/code/settings.ts';
import type { Slip } from '../../common/code/slip.ts';

export type Seen = {
  /** What happened, in seconds since the signal. */
  readonly story: Evidence;
  readonly log: Pick<ProgramLog, 'lines' | 'evidence'>;
  readonly source: Source;
};

/** Why something happened, for the hint, and the line to look at. */
export type Cause = { hint: string; line: Evidence | undefined };

/** What the contract calls its settings. */
const settings = [
  'PORT',
  'DB_ADDR',
  'GATE_URL',
  'SINK_URL',
  'FLUSH_INTERVAL',
  'DRAIN_DELAY',
  'SHUTDOWN_TIMEOUT',
  'DELIVERY_TIMEOUT',
] as const;
/** A setting whose name stands nowhere in the code explains more than any of its lines. */
export const unread = (name: (typeof settings)[number], source: Source): Slip | undefined =>
  neverRead(name, source, settings);

/** Of the scene of turns-unready. */
export const drainDelay = '60s';

/** A wait for DRAIN_DELAY, by the name of what is waited for. */
export const waitForSetting = /time\.(Sleep|After|AfterFunc|NewTimer)\(.*([dD]rain|[dD]elay)/;
export const shutdownCall = /\.Shutdown\(/;
/** Not res.Body.Close() and the like. */
export const serverClose = /\b(srv|server|httpServer|httpSrv|s)\.Close\(\)/i;
export const baseContext = /BaseContext/;
export const signalCall = /signal\.Notify/;
export const listenerClose = /[lL]istener\.Close|\b(ln|l|lis)\.Close/;
export const madeTimeLimit = /context\.With(Timeout|Deadline)/;
export const runsWorker = /\.run\(/;
export const flushes = /flush\(/;

/** '1.3 seconds' */
export const inSeconds = (ms: number, digits = 1) => `${(ms / 1000).toFixed(digits)} seconds`;

/** For a request whose context ended before its time. */
export const whyCancelled = (source: Source): string =>
  source.has(baseContext)
    ? 'BaseContext makes a context the parent of every request’s context. If the signal ends that parent, it ends every request: return context.Background(), or leave BaseContext out.'
    : 'The request’s context was cancelled, or its connection was closed, too early. A time limit that starts at the signal is used up by the drain: create it right before Shutdown, from context.Background().';
