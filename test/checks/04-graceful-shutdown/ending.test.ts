import { describe, expect, it } from 'vitest';
import type { Exit } from '#kit';
import { whereItEnded, whyItEnded } from '../../../checks/04-graceful-shutdown/findings/ending.ts';
import { marked, seenOf } from './seen.ts';

const because = (exit: Exit, source: string[] = [], ...printed: string[]) =>
  whyItEnded(exit, seenOf({ source, printed }));
const pointsAt = (exit: Exit, source: string[], ...printed: string[]) =>
  marked(whereItEnded(exit, seenOf({ source, printed })));

const zero: Exit = { code: 0, signal: null, ms: 1 };
const one: Exit = { ...zero, code: 1 };
const shutdown = 'err := srv.Shutdown(ctx)';
const stopping = 'stopping, stop := signal.NotifyContext(context.Background(), os.Interrupt)';

describe('why it ended', () => {
  it('says that nothing caught the signal', () => {
    expect(because({ code: null, signal: 'SIGTERM', ms: 1 })).toContain('SIGTERM');
  });

  it('leaves a crash to what was printed', () => {
    expect(because({ ...zero, code: 2 }, [shutdown], 'panic: nil map', 'goroutine 1')).toContain('It crashed');
  });

  it('knows ErrServerClosed by what was printed', () => {
    expect(because(one, [], 'x http: Server closed')).toContain('ErrServerClosed');
    expect(because(one, [shutdown], 'http: Server closed', 'bye')).toContain('ErrServerClosed');
  });

  it('takes a Close of the server for it, but no Close of a body, no comment and no text', () => {
    expect(because(zero, ['srv.Close()'])).toContain('Close and os.Exit');
    expect(because(zero, ['res.Body.Close()', '// srv.Close()', 'log("srv.Close()")'])).not.toContain('Close');
    expect(because(zero, [shutdown])).toContain('Main must wait');
  });

  it.each([
    'ctx, cancel := context.WithTimeout(stopping, timeout)',
    'ctx, cancel := context.WithTimeout(parent, timeout)',
  ])('names the parent of the context of Shutdown: %s', (line) => {
    const source = [stopping, 'func finish() {', line, shutdown];
    expect(because(one, source, 'stopped: context canceled')).toContain('the parent of its context');
    expect(pointsAt(one, source, 'stopped: context canceled')).toBe(line);
  });

  it('names the signal as the parent where nothing was printed, but no other', () => {
    const made = (parent: string) => [
      stopping,
      'func finish() {',
      `ctx, cancel := context.WithTimeout(${parent}, timeout)`,
      shutdown,
    ];
    expect(because(zero, made('stopping'))).toContain('the parent of its context');
    expect(because(zero, made('other'))).toContain('Main must wait');
    expect(because(zero, ['func main() {', stopping, 'srv.Shutdown(stopping)'])).toContain('parent');
  });

  it.each([
    'return errors.Join(err, stopping.Err())',
    'return ctx.Err()',
    'log.Fatal("second signal: " + context.Cause(force).Error())',
  ])('tells an end that was no failure: %s', (line) => {
    const made = 'ctx, cancel := context.WithTimeout(context.Background(), timeout)';
    const source = [stopping, 'return r.Context().Err()', made, shutdown, line];
    expect(because(one, source, 'context canceled')).toContain('is then no failure');
    expect(pointsAt(one, source, 'context canceled')).toBe(line);
  });

  it('knows a listener that is closed twice from a connection', () => {
    const source = ['ln.Close()', shutdown];
    const closed = (what: string) => because(one, source, `close tcp ${what}: use of closed network connection`);
    expect(closed('[::]:8080')).toContain('Closing the listener is part of Shutdown');
    expect(closed('127.0.0.1:1->127.0.0.1:2')).toContain('os.Exit');
  });

  it('points at the os.Exit of a code of its own', () => {
    const source = [shutdown, 'os.Exit(1)', 'os.Exit(130)'];
    expect(because({ ...one, code: 130 }, source, 'interrupted')).toContain('os.Exit ended the program with 130');
    expect(pointsAt({ ...one, code: 130 }, source, 'interrupted')).toBe('os.Exit(130)');
  });

  it('knows a base context that the signal ends', () => {
    const base = (name: string) => [
      stopping,
      `BaseContext: func(net.Listener) context.Context { return ${name} },`,
      shutdown,
    ];
    expect(because(zero, base('stopping'))).toContain('BaseContext makes');
    expect(because(zero, base('requests'))).toContain('Main must wait');
  });

  it('claims no more than it knows', () => {
    const source = [shutdown, 'os.Exit(1)'];
    for (const last of ['stopped', 'Post "http://127.0.0.1:1": context canceled'])
      expect(because(one, source, last)).toContain('Exit code 1 comes from os.Exit');
    expect(because(one, source, 'shutdown: context deadline exceeded')).toContain('time limit ran out');
    expect(because(one, ['srv.Close()'])).toContain('Close and os.Exit');
  });
});
