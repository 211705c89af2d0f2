import { describe, expect, it } from 'vitest';
import type { Exit, Files, Server, UpstreamRequest } from '#kit';
import { whyItEnded } from '../../checks/04-graceful-shutdown/causes.ts';
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
      locate: (pattern: RegExp) => {
        const at = lines.findIndex((line) => pattern.test(line));
        return at < 0 ? undefined : { file: 'main.go', line: at + 1, text: lines[at] };
      },
    }) as unknown as Files;
  const printed = (...lines: string[]) => ({ log: { lines: lines.map((text) => ({ text })) } }) as unknown as Server;
  const zero: Exit = { code: 0, signal: null, ms: 1 };

  it('says that nothing caught the signal', () => {
    expect(whyItEnded({ code: null, signal: 'SIGTERM', ms: 1 }, printed(), source())).toContain('SIGTERM');
  });

  it('knows ErrServerClosed by what was printed', () => {
    expect(whyItEnded({ ...zero, code: 1 }, printed('x http: Server closed'), source())).toContain('ErrServerClosed');
  });

  it('takes a Close of the server for it, but no Close of a body, and no comment', () => {
    expect(whyItEnded(zero, printed(), source('srv.Close()'))).toContain('Close and os.Exit');
    expect(whyItEnded(zero, printed(), source('res.Body.Close()', '// srv.Close()'))).not.toContain('Close');
    expect(whyItEnded(zero, printed(), source('srv.Shutdown(ctx)'))).toContain('Main must wait');
  });
});
