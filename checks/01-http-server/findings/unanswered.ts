/** No complete answer came. */
import { describe, type Finding, finding, type Location } from '#kit';
import { lockedForever } from '../code/locks.ts';
import type { Answer } from './answer.ts';

export function unanswered({ request, reply, aftermath, source }: Answer): Finding | undefined {
  if (!aftermath) return undefined;
  const { exit, log } = aftermath;
  const panic = panicIn(log.text.split('\n'));
  const ownLength = reply.outcome === 'cut' && !exit && !panic && reply.header('content-length') !== '';
  const lock = reply.outcome === 'timed-out' ? lockedForever(source) : undefined;
  return finding({
    summary: exit
      ? `${request}: the program ended instead of answering.`
      : `${request}: no complete answer came${panic ? `; the handler panicked: ${panic.message}` : ''}.`,
    expected: 'a complete HTTP answer, and a program that keeps running',
    actual: exit ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint: lock ? lock.hint : reply.outcome === 'timed-out' ? locked : ownLength ? wrongLength : panicked,
    evidence: [reply.evidence, lock?.code, source.show(panic?.at, 'where it panicked'), log],
  });
}

const locked =
  'The handler never finished. The usual cause is a lock that is taken twice (a method that holds s.mu must not call another that locks s.mu), or one that is never unlocked.';
const wrongLength =
  'The Content-Length that the program sets is not the length of what it sends: it counts bytes, len(b), not code points. If you set none, net/http sets the right one.';
const panicked =
  'A handler that panics closes its connection without an answer. A panic anywhere else, or log.Fatal, ends the program. What it printed says which, and on which line.';

/** What net/http logs of a handler's panic, and the learner's nearest frame: in the evidence their paths are relative. */
function panicIn(lines: readonly string[]): { message: string; at?: Location } | undefined {
  const begin = lines.findIndex((line) => /http: panic serving /.test(line));
  const message = /http: panic serving \S+: (.+)/.exec(lines[begin] ?? '')?.[1];
  if (message === undefined) return undefined;
  const frames = lines.slice(begin).map((line) => /^\s+([^/\s][^:\s]*\.go):(\d+)/.exec(line));
  const [, file, line] = frames.find((frame) => frame) ?? [];
  return { message, at: file ? { file, line: Number(line) } : undefined };
}
