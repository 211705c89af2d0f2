/** Requests that are served at the same time: each keeps its own id, whatever the others do. */
import { type CheckContext, type Evidence, fail } from '#kit';
import { pointAt } from './answers.ts';
import { logsOrdinary, requestLine } from './lines.ts';

/**
 * One waits at its gate while another comes and goes. A crowd would find more, but by luck: what is shared without a lock is
 * the race detector's to find, every time. An unanswered request is for other checks.
 */
export async function judgeApart(context: CheckContext): Promise<void> {
  const { app, http, upstream } = context;
  const gate = await upstream.hold();
  const server = await app.start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '30s' } });
  const logs = await logsOrdinary(http, server);
  const slow = http.get(server.url('/slow'), { headers: { 'X-Request-ID': 'first-waits' }, timeoutMs: 30_000 });
  await Promise.race([gate.arrived(), slow]);
  await http.get(server.url('/whoami'), { headers: { 'X-Request-ID': 'second-passes' } });
  gate.release();
  const reply = await slow;
  const line = logs && reply.outcome === 'answered' ? await requestLine(server, '/slow') : undefined;
  if (line && line.object.request_id !== 'first-waits')
    mixed(context, 'the log line of GET /slow has request_id "first-waits"', line.text, [
      server.log.evidence,
      reply.evidence,
    ]);
}

function mixed({ files }: CheckContext, expected: string, actual: string, evidence: Evidence[]): never {
  fail({
    summary: 'When two requests are served at the same time, one is given the id of another request.',
    expected,
    actual,
    hint: 'What belongs to one request must not lie where all of them share it: a package variable, or a field of the middleware. A lock or an atomic value does not help, as the next request overwrites it. Put the id into the context: next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key, id))).',
    evidence: [
      ...evidence,
      pointAt(files, /^var \w*(?:[iI]d|ID)\b|\.Store\(/, 'shared by all requests') ??
        pointAt(files, /func requestID\(/, 'where the id is found'),
    ],
  });
}
