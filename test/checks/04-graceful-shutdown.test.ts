import { describe, expect, it } from 'vitest';
import type { Exit, Files, Server, UpstreamRequest } from '#kit';
import { whereItEnded, whyItEnded } from '../../checks/04-graceful-shutdown/causes.ts';
import { beforeTheSignal, event } from '../../checks/04-graceful-shutdown/events.ts';
import { deliveriesOf } from '../../checks/04-graceful-shutdown/sink.ts';
import { openStory } from '../../checks/04-graceful-shutdown/story.ts';

const batch = (body: string) => ({ body }) as UpstreamRequest;

describe('deliveries', () => {
  const first = event('{"n":1}', beforeTheSignal);

  it('counts only what the sink has taken', () => {
    const [refused, taken] = [batch('[{"n":1}]'), batch('[ {"n" : 1}, 2 ]')];
    const deliveries = deliveriesOf([refused, taken], new Set([taken]));
    expect(deliveries.times(first)).toBe(1);
    expect(deliveries.evidence.text).toContain('batch 1 (not taken): [{"n":1}]');
    expect(deliveries.malformed).toBeUndefined();
  });

  it('tells twice in one batch from two batches', () => {
    const [one, other, both] = [batch('[{"n":1}]'), batch('[{"n":1}]'), batch('[{"n":1},{"n":1}]')];
    expect(deliveriesOf([one, other], new Set([one, other])).inOneBatch(first)).toBe(false);
    expect(deliveriesOf([both], new Set([both])).inOneBatch(first)).toBe(true);
  });

  it.each(['[]', '{"n":1}', 'not JSON', 'null'])('names a batch that is none: %s', (body) => {
    expect(deliveriesOf([batch(body)], new Set()).malformed?.body).toBe(body);
  });

  it('tells an array that is an event from a batch of its elements', () => {
    const nested = batch('[[1,2]]');
    const deliveries = deliveriesOf([nested], new Set([nested]));
    expect(deliveries.times(event('[1,2]', beforeTheSignal))).toBe(1);
    expect(deliveries.times(event('1', beforeTheSignal))).toBe(0);
  });
});

describe('the story', () => {
  it('counts time from the signal and names the settings', () => {
    const story = openStory({ DRAIN_DELAY: '100ms', SHUTDOWN_TIMEOUT: '1s' });
    story.add('before');
    story.begin();
    story.add('after');
    const [settings, before, after] = story.evidence.text.split('\n');
    expect(settings).toBe('DRAIN_DELAY=100ms SHUTDOWN_TIMEOUT=1s');
    expect(before).toMatch(/-\d+\.\d{3} {2}before$/);
    expect(after).toMatch(/\+\d+\.\d{3} {2}after$/);
  });
});

describe('why it ended', () => {
  const source = (...lines: string[]): Files =>
    ({
      list: () => ['main.go'],
      read: () => lines.join('\n'),
      locate: (pattern: RegExp) => {
        const at = lines.findIndex((line) => pattern.test(line));
        return at < 0 ? undefined : { file: 'main.go', line: at + 1, text: lines[at] };
      },
      excerpt: ({ line }: { line: number }) => ({ kind: 'code', title: 'main.go', text: lines[line - 1] }),
    }) as unknown as Files;
  const printed = (...lines: string[]) => ({ log: { lines: lines.map((text) => ({ text })) } }) as unknown as Server;
  const zero: Exit = { code: 0, signal: null, ms: 1 };
  const one: Exit = { ...zero, code: 1 };
  const shutdown = 'err := srv.Shutdown(ctx)';
  const stopping = 'stopping, stop := signal.NotifyContext(context.Background(), os.Interrupt)';

  it('says that nothing caught the signal', () => {
    expect(whyItEnded({ code: null, signal: 'SIGTERM', ms: 1 }, printed(), source())).toContain('SIGTERM');
  });

  it('knows ErrServerClosed by what was printed', () => {
    expect(whyItEnded(one, printed('x http: Server closed'), source())).toContain('ErrServerClosed');
    expect(whyItEnded(one, printed('http: Server closed', 'bye'), source(shutdown))).toContain('ErrServerClosed');
  });

  it('takes a Close of the server for it, but no Close of a body, and no comment', () => {
    expect(whyItEnded(zero, printed(), source('srv.Close()'))).toContain('Close and os.Exit');
    expect(whyItEnded(zero, printed(), source('res.Body.Close()', '// srv.Close()'))).not.toContain('Close');
    expect(whyItEnded(zero, printed(), source(shutdown))).toContain('Main must wait');
  });

  it.each([
    'ctx, cancel := context.WithTimeout(stopping, timeout)',
    'ctx, cancel := context.WithTimeout(parent, timeout)',
  ])('names the parent of the context of Shutdown: %s', (line) => {
    const files = source(stopping, 'func finish() {', line, shutdown);
    expect(whyItEnded(one, printed('stopped: context canceled'), files)).toContain('the parent of its context');
    expect(whereItEnded(one, printed('stopped: context canceled'), files)?.text).toBe(line);
  });

  it('names the signal as the parent where nothing was printed, but no other', () => {
    const made = (parent: string) =>
      source(stopping, 'func finish() {', `ctx, cancel := context.WithTimeout(${parent}, timeout)`, shutdown);
    expect(whyItEnded(zero, printed(), made('stopping'))).toContain('the parent of its context');
    expect(whyItEnded(zero, printed(), made('other'))).toContain('Main must wait');
    expect(whyItEnded(zero, printed(), source('func main() {', stopping, 'srv.Shutdown(stopping)'))).toContain(
      'parent',
    );
  });

  it.each([
    'return errors.Join(err, stopping.Err())',
    'return ctx.Err()',
    'log.Fatal("second signal: " + context.Cause(force).Error())',
  ])('tells an end that was no failure: %s', (line) => {
    const made = 'ctx, cancel := context.WithTimeout(context.Background(), timeout)';
    const files = source(stopping, 'return r.Context().Err()', made, shutdown, line);
    expect(whyItEnded(one, printed('context canceled'), files)).toContain('is then no failure');
    expect(whereItEnded(one, printed('context canceled'), files)?.text).toBe(line);
  });

  it('knows a listener that is closed twice from a connection', () => {
    const files = source('ln.Close()', shutdown);
    const closed = (what: string) =>
      whyItEnded(one, printed(`close tcp ${what}: use of closed network connection`), files);
    expect(closed('[::]:8080')).toContain('Closing the listener is part of Shutdown');
    expect(closed('127.0.0.1:1->127.0.0.1:2')).toContain('os.Exit');
  });

  it('points at the os.Exit of a code of its own', () => {
    const files = source(shutdown, 'os.Exit(1)', 'os.Exit(130)');
    expect(whyItEnded({ ...one, code: 130 }, printed('interrupted'), files)).toContain('os.Exit ended it with 130');
    expect(whereItEnded({ ...one, code: 130 }, printed('interrupted'), files)?.text).toBe('os.Exit(130)');
  });

  it('knows a base context that the signal ends', () => {
    const base = (name: string) =>
      source(stopping, `BaseContext: func(net.Listener) context.Context { return ${name} },`, shutdown);
    expect(whyItEnded(zero, printed(), base('stopping'))).toContain('BaseContext makes');
    expect(whyItEnded(zero, printed(), base('requests'))).toContain('Main must wait');
  });

  it('claims no more than it knows', () => {
    const files = source(shutdown, 'os.Exit(1)');
    for (const last of ['stopped', 'Post "http://127.0.0.1:1": context canceled'])
      expect(whyItEnded(one, printed(last), files)).toContain('Exit code 1 comes from os.Exit');
    expect(whyItEnded(one, printed('shutdown: context deadline exceeded'), files)).toContain('time limit ran out');
  });
});
