import { describe, expect, it } from 'vitest';
import { notAsBefore } from '../../../checks/04-graceful-shutdown/findings/as-before.ts';
import { notClean } from '../../../checks/04-graceful-shutdown/findings/exits-cleanly.ts';
import { dropped } from '../../../checks/04-graceful-shutdown/findings/finishes-in-flight.ts';
import { calledClean, tooLate } from '../../../checks/04-graceful-shutdown/findings/forced-exit.ts';
import { lostBefore, lostRequests } from '../../../checks/04-graceful-shutdown/findings/no-dropped-requests.ts';
import { notAlive, notReady } from '../../../checks/04-graceful-shutdown/findings/probes.ts';
import { endedInFlight } from '../../../checks/04-graceful-shutdown/findings/refuses-new.ts';
import { secondIgnored } from '../../../checks/04-graceful-shutdown/findings/second-signal.ts';
import { stoppedServing } from '../../../checks/04-graceful-shutdown/findings/turns-unready.ts';
import { marked, replyOf, seenOf } from './seen.ts';

const zero = { code: 0, signal: null, ms: 1 };
const one = { ...zero, code: 1 };

describe('probes', () => {
  const asked = (facts: Parameters<typeof replyOf>[0]) => ({ ...seenOf(), reply: replyOf(facts), when: 'now' });

  it('tells a probe that is not written from one that says the wrong thing', () => {
    expect(notAlive(asked({}))).toBeUndefined();
    expect(notAlive(asked({ status: 501 }))?.summary).toContain('no liveness probe');
    expect(notAlive(asked({ status: 503 }))?.summary).toContain('Liveness failed now');
  });

  it('tells no answer from the wrong one', () => {
    expect(notReady({ ...asked({ status: 503 }), status: 503 })).toBeUndefined();
    expect(notReady({ ...asked({}), status: 503 })?.summary).toBe('The service says it is ready now.');
    const silent = asked({ outcome: 'timed-out', status: 0 });
    expect(notReady({ ...silent, status: 503 })?.expected).toContain('within 1 second');
  });
});

describe('the end', () => {
  it('of a program that stays depends on what it has written so far', () => {
    const stays = (...source: string[]) =>
      notClean({ signal: 'SIGTERM', exit: undefined, endMs: 12_000 }, seenOf({ source })).hint;
    expect(stays()).toContain('swallows the signal');
    expect(stays('signal.Notify(c)')).toContain('is caught now');
    expect(stays('signal.Notify(c)', 'srv.Shutdown(ctx)')).toContain('SHUTDOWN_TIMEOUT');
  });

  it('of a program that never stopped listening is held up by the wait for the drain', () => {
    const stays = (...waits: string[]) => {
      const source = ['signal.Notify(c)', ...waits, 'srv.Shutdown(ctx)'];
      const { hint, actual, evidence } = notClean(
        { signal: 'SIGTERM', exit: undefined, endMs: 12_000, listens: true },
        seenOf({ source }),
      );
      expect(actual).toContain('still accepted new connections');
      return { hint, line: marked(evidence.at(-1)) };
    };
    expect(stays('time.Sleep(cfg.drainDelay * time.Second)')).toMatchObject({
      hint: expect.stringContaining('has its unit already: cfg.drainDelay * time.Second'),
      line: 'time.Sleep(cfg.drainDelay * time.Second)',
    });
    expect(stays('<-time.After(drainDelay)')).toMatchObject({
      hint: expect.stringContaining('DRAIN_DELAY was 100ms here'),
      line: '<-time.After(drainDelay)',
    });
    expect(stays('<-c').line).toBe('srv.Shutdown(ctx)');
  });

  it('with 0 after a request was cut off points at where the error of Shutdown is dropped', () => {
    const finish = (...more: string[]) => [
      'func finish(s *http.Server) error {',
      '\treturn s.Shutdown(ctx)',
      '}',
      ...more,
    ];
    const line = (...source: string[]) => marked(calledClean(zero, undefined, seenOf({ source })).evidence.at(-1));
    const run = (...lines: string[]) => finish('func run() error {', ...lines.map((text) => `\t${text}`), '}');
    const logged = ['if err := finish(srv); err != nil {', '\tslog.Error("shutdown", "error", err)', '}', 'return nil'];
    expect(line(...run(...logged))).toBe(logged[0]);
    expect(line(...run('finish(srv)', 'return nil'))).toBe('finish(srv)');
    expect(line(...run('_ = finish(srv)', 'return nil'))).toBe('_ = finish(srv)');
    const kept = ['if err := finish(srv); err != nil {', '\tfailed = err', '}', 'return failed'];
    expect(line(...run(...kept))).toBe('return s.Shutdown(ctx)');
  });

  it('of a main that serves itself points at where it goes on', () => {
    const drop = (...source: string[]) =>
      marked(endedInFlight(replyOf({ outcome: 'reset' }), zero, seenOf({ source })).evidence.at(-1));
    const shutdown = ['go func() {', '\tsrv.Shutdown(ctx)', '}()'];
    expect(drop('func main() {', ...shutdown, '\terr := srv.ListenAndServe()', '}')).toBe(
      'err := srv.ListenAndServe()',
    );
    expect(drop('func main() {', '\tgo srv.ListenAndServe()', '\tsrv.Shutdown(ctx)', '}')).toBe('srv.Shutdown(ctx)');
    const inGoroutine = ['\tgo func() {', '\t\terr := srv.ListenAndServe()', '\t}()'];
    expect(drop('func main() {', ...inGoroutine, '\tsrv.Shutdown(ctx)', '}')).toBe('srv.Shutdown(ctx)');
  });

  it('that never comes points at a Shutdown without a limit', () => {
    const source = ['ctx := context.WithTimeout(a, b)', 'srv.Shutdown(context.Background())'];
    const finding = tooLate({ exit: undefined, waitedMs: 7_500, timeoutMs: 2_000 }, seenOf({ source }));
    expect(finding.hint).toContain('context.Background() never ends');
    expect(marked(finding.evidence.at(-1))).toBe(source[1]);
  });

  it('by a second signal is told from no end at all', () => {
    const second = { signal: 'SIGINT', waited: 'it was still running', inDrain: true } as const;
    expect(secondIgnored({ ...second, exit: zero }, seenOf()).summary).toContain('with exit code 0');
    expect(secondIgnored({ ...second, exit: undefined }, seenOf())).toMatchObject({ actual: 'it was still running' });
  });

  it('with a request in flight that was answered is a context that the signal ended', () => {
    expect(endedInFlight(replyOf({}), zero, seenOf({ source: ['BaseContext: f'] })).hint).toContain('BaseContext');
    expect(endedInFlight(replyOf({ outcome: 'reset' }), zero, seenOf({ source: ['srv.Close()'] })).hint).toContain(
      'Close',
    );
  });
});

describe('a request in flight', () => {
  const env = { DRAIN_DELAY: '5s', SHUTDOWN_TIMEOUT: '4s' };
  const lost = { signal: 'SIGINT', env, exit: one, gaveUp: false, refusedMs: 5_000, endedMs: 5_100 } as const;
  const reset = replyOf({ outcome: 'reset', status: 0 });

  it('is dropped by a limit that started at the signal only when that can have run out', () => {
    const seen = seenOf({ source: ['limit := context.WithTimeout(a, b)', 'srv.Shutdown(limit)'] });
    expect(dropped({ ...lost, reply: reset }, seen).hint).toContain('begins when the drain ends');
    expect(dropped({ ...lost, reply: reset, endedMs: 300 }, seen).hint).not.toContain('begins when the drain ends');
  });

  it('is dropped by a wait of the program’s own', () => {
    const seen = seenOf({ source: ['time.Sleep(5 * time.Second)'] });
    const finding = dropped({ ...lost, reply: reset, gaveUp: true, refusedMs: 100, endedMs: 5_100 }, seen);
    expect(finding.hint).toContain('waited 5 seconds');
    expect(marked(finding.evidence.at(-1))).toBe('time.Sleep(5 * time.Second)');
  });

  it('is dropped by a write time-out, or answered by a time-out handler', () => {
    expect(dropped({ ...lost, reply: reset }, seenOf({ source: ['WriteTimeout: x'] })).hint).toContain('WriteTimeout');
    const handler = seenOf({ source: ['http.TimeoutHandler(h, d, "")'] });
    const answered = dropped({ ...lost, reply: replyOf({ status: 503 }) }, handler);
    expect(answered.summary).toContain('answered with 503');
    expect(answered.hint).toContain('http.TimeoutHandler');
  });
});

describe('the drain', () => {
  it('serves everything as before', () => {
    const asked = { request: 'GET /healthz', want: 200 };
    expect(notAsBefore({ ...asked, reply: replyOf({}) }, seenOf())).toBeUndefined();
    expect(notAsBefore({ ...asked, reply: replyOf({ status: 503 }) }, seenOf())?.hint).toContain('Liveness asks');
    expect(notAsBefore({ ...asked, reply: replyOf({ outcome: 'refused' }) }, seenOf())?.hint).toContain('two steps');
  });

  it('that is too short is explained by the line that waits', () => {
    const stopped = (...source: string[]) =>
      stoppedServing(
        { lookedMs: 5_500, stoppedMs: 5_012, exit: zero },
        seenOf({ source: [...source, 'const setting = "DRAIN_DELAY"'] }),
      );
    expect(stopped('n, _ := strconv.Atoi(os.Getenv("DRAIN_DELAY"))').hint).toContain('time.ParseDuration');
    expect(stopped('time.Sleep(cfg.drainDelay)').hint).toContain('Wait for all of DRAIN_DELAY');
    expect(stopped('time.Sleep(5 * time.Second)').hint).toContain('not for a time of your own');
    expect(stopped().actual).toBe('it ended: exit code 0');
    const other = seenOf({ source: ['d := envOr("PRE_STOP_DELAY", "2s")', 'time.Sleep(d)'] });
    const found = stoppedServing({ lookedMs: 5_500, stoppedMs: 5_012, exit: zero }, other);
    expect(found.hint).toMatch(/DRAIN_DELAY, and this name appears nowhere.*PRE_STOP_DELAY/);
    expect(found.evidence.find(({ kind }) => kind === 'code')?.at?.line).toBe(1);
  });
});

describe('requests under load', () => {
  const traffic = { clients: 50, answered: 199, warmUpMs: 30_000 };
  const failure = { what: 'GET /slow', reply: replyOf({ outcome: 'refused', status: 0 }), at: 1_250 };

  it('may fail before any signal, or be too few', () => {
    expect(lostBefore({ ...traffic, failures: [] }, seenOf()).actual).toBe('199 requests answered in 30 seconds');
    expect(lostBefore({ ...traffic, failures: [failure] }, seenOf()).actual).toContain('GET /slow: ');
  });

  it('are listed, and the hint follows the first', () => {
    const finding = lostRequests({ ...traffic, failures: [failure], drainMs: 3_000, exit: zero }, seenOf());
    expect(finding.summary).toContain('1 of 200 requests');
    expect(finding.hint).toContain('turn unready first');
    expect(finding.evidence[1]?.text).toContain('1.250 s after the signal  GET /slow');
  });

  it('are explained by how the program ended, where it ended badly', () => {
    const finding = lostRequests({ ...traffic, failures: [failure], drainMs: 3_000, exit: one }, seenOf());
    expect(finding.hint).toContain('os.Exit');
  });
});
