/** No complete answer came. */
import { describe, type Finding, finding, type Location } from '#kit';
import { whereStuck } from '../../common/findings/stuck.ts';
import { type Answer, codeOf } from './answer.ts';

export function unanswered(answer: Answer): Finding | undefined {
  const { request, reply, aftermath, source } = answer;
  if (!aftermath) return undefined;
  const { exit, log } = aftermath;
  const panic = panicIn(log.text.split('\n'));
  const ownLength = reply.outcome === 'cut' && !exit && !panic && reply.header('content-length') !== '';
  const timedOut = reply.outcome === 'timed-out';
  const stuck = timedOut ? whereStuck(aftermath.goroutines, source) : undefined;
  return finding({
    summary: exit
      ? `${request}: the program ended instead of answering.`
      : `${request}: no complete answer came${panic ? `; the handler panicked: ${panic.message}` : ''}.`,
    expected: 'a complete HTTP answer, and a program that keeps running',
    actual: exit ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint: stuck ? stuck.hint : hintOf(answer, ownLength),
    evidence: [reply.evidence, stuck?.code, malformed(answer), source.show(panic?.at, 'where it panicked'), log],
  });
}

function hintOf({ reply }: Answer, ownLength: boolean): string {
  if (reply.outcome === 'timed-out') return endless;
  if (reply.outcome === 'malformed') return notHttp;
  return ownLength ? wrongLength : panicked;
}

/** net/http writes most headers as they are. */
const malformed = (answer: Answer) =>
  answer.reply.outcome === 'malformed'
    ? codeOf(answer).find(/Header\(\)\.(Set|Add)\(.*string\(/, /Header\(\)\.(Set|Add)\(/)
    : undefined;

const notHttp =
  'A header that the program sets has a control character in it. Is a number converted with string(n)? That makes the character of this number, not its digits: write strconv.FormatInt(n, 10), or %d with fmt.Sprintf.';
const endless =
  'The handler never finished: it waits for something that never comes (a lock, a channel), or a loop in it has no end.';
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
