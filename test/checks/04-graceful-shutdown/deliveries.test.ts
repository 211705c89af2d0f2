import { describe, expect, it } from 'vitest';
import {
  deliveriesOf,
  neverDelivered,
  wrongDelivery,
} from '../../../checks/04-graceful-shutdown/findings/deliveries.ts';
import { beforeTheSignal, event } from '../../../checks/04-graceful-shutdown/worker/events.ts';
import { marked, seenOf } from './seen.ts';

const batch = (body: string) => ({ body });
const first = event('{"n":1}', beforeTheSignal);

describe('deliveries', () => {
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
    expect(deliveriesOf([batch(body)]).malformed?.body).toBe(body);
  });

  it('tells an array that is an event from a batch of its elements', () => {
    const nested = batch('[[1,2]]');
    const deliveries = deliveriesOf([nested], new Set([nested]));
    expect(deliveries.times(event('[1,2]', beforeTheSignal))).toBe(1);
    expect(deliveries.times(event('1', beforeTheSignal))).toBe(0);
  });
});

describe('what is wrong with them', () => {
  const sent = (...bodies: string[]) => {
    const batches = bodies.map(batch);
    return deliveriesOf(batches, new Set(batches));
  };

  it('is nothing when each event came once', () => {
    expect(wrongDelivery(sent('[{"n":1}]'), [first], seenOf())).toBeUndefined();
  });

  it('is first of all a lost event, with the line of its moment', () => {
    const source = ['box.run(ctx)', 'server.RegisterOnShutdown(last)'];
    const lost = event('{"n":2}', { when: 'at last', hint: 'Flush last.', look: /RegisterOnShutdown/ });
    const finding = wrongDelivery(sent('[]', '[{"n":1},{"n":1}]'), [first, lost], seenOf({ source }));
    expect(finding).toMatchObject({
      summary: 'An event was accepted at last, and never delivered.',
      hint: 'Flush last.',
    });
    expect(marked(finding?.evidence.at(-1))).toBe('server.RegisterOnShutdown(last)');
  });

  it('counts the others that are lost', () => {
    const events = ['1', '2', '3'].map((text) => event(text, beforeTheSignal));
    expect(wrongDelivery(sent('[3]'), events, seenOf())?.actual).toContain('nor 1 others of 3');
  });

  it('blames a context that had ended only where the program said so', () => {
    const printed = ['Post "http://127.0.0.1:1": context canceled'];
    expect(wrongDelivery(sent(), [first], seenOf({ printed }))?.hint).toContain('cfg.deliveryTimeout');
    const source = ['newOutbox(os.Getenv("SINK_URL"))'];
    expect(wrongDelivery(sent(), [first], seenOf({ source }))?.hint).toBe(beforeTheSignal.hint);
  });

  it('is an event in two batches, or twice in one', () => {
    expect(wrongDelivery(sent('[{"n":1}]', '[{"n":1}]'), [first], seenOf())?.hint).toContain('stop the worker');
    expect(wrongDelivery(sent('[{"n":1},{"n":1}]'), [first], seenOf())?.hint).toContain('taken out');
  });

  it('is a batch that is empty, or no array', () => {
    expect(wrongDelivery(sent('[{"n":1}]', ' [] '), [first], seenOf())?.summary).toContain('an empty batch');
    expect(wrongDelivery(sent('[{"n":1}]', '7'), [first], seenOf())).toMatchObject({ actual: '7' });
  });

  it('says how many batches came from a program that runs on', () => {
    expect(neverDelivered([batch('[1]')], 'Post it again.', seenOf()).actual).toBe('batches in 10 seconds: 1');
  });
});
