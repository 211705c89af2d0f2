import { describe, expect, it } from 'vitest';
import {
  brokenOff,
  endedWhileHeld,
  outstaysItsLimit,
  waitsWithoutEnd,
} from '../../../checks/04-graceful-shutdown/findings/worker.ts';
import { evidence, marked, seenOf } from './seen.ts';

const sent = evidence('batch 1 (not taken)');
const exit = { code: 1, signal: null, ms: 10_100 };
const silent = { unanswered: 'last', sent, deliveryMs: 2_000, waitedMs: 10_100 } as const;
const text = (...parts: (string | undefined)[]) => parts.join(' ');

describe('a sink that never answers', () => {
  it('is waited for without end', () => {
    const source = ['for box.flush(context.Background()) != nil {'];
    const finding = waitsWithoutEnd({ ...silent, waitedMs: 20_000 }, seenOf({ source }));
    expect(finding.summary).toContain('without end');
    expect(finding.actual).toBe(
      'the sink had its last batch; 20 seconds after the signal the program was still running',
    );
    expect(marked(finding.evidence.at(-1))).toBe(source[0]);
  });

  it('is waited for longer than the setting: the limit of one’s own is pointed at', () => {
    const source = [
      'limit := durationEnv("DELIVERY_TIMEOUT")',
      '<-time.After(5 * time.Second)',
      'case <-done:',
      'case <-time.After(10 * time.Second):',
      '}',
    ];
    const finding = outstaysItsLimit({ ...silent, exit }, seenOf({ source }));
    expect(text(finding.summary, finding.expected)).toContain('DELIVERY_TIMEOUT=2s');
    expect(finding.actual).toBe(
      'the sink had its last batch; the program ended 10.1 seconds after the signal: exit code 1',
    );
    expect(finding.hint).toContain('the setting, not a time of your own');
    expect(marked(finding.evidence.at(-1))).toBe('case <-time.After(10 * time.Second):');
  });

  it('says that the wait for the worker needs the limit too', () => {
    const source = ['<-done', 'client: &http.Client{}'];
    const finding = waitsWithoutEnd({ ...silent, unanswered: 'under way' }, seenOf({ source }));
    expect(finding.hint).toContain('The wait for the worker needs the limit too');
    expect(marked(finding.evidence.at(-1))).toBe('<-done');
  });
});

describe('a sink that takes its time', () => {
  it('loses the batch when the program ends meanwhile; the hint knows whether there is a flush', () => {
    const early = { exit, shutdown: 2, held: 4 };
    expect(endedWhileHeld(early, sent, seenOf({ source: ['box.flush(ctx)'] })).hint).toContain('Two things');
    expect(endedWhileHeld(early, sent, seenOf()).hint).toContain('Stop the worker');
    expect(endedWhileHeld(early, sent, seenOf()).expected).toContain('(2s here); the sink needed 4');
  });

  it('is hung up on', () => {
    const finding = brokenOff({ afterMs: 312, patientMs: 6_000 }, sent, seenOf({ source: ['o.flush(ctx)'] }));
    expect(finding.actual).toContain(
      'hung up 0.3 seconds after the batch had come (without a signal it waited more than 6)',
    );
    expect(marked(finding.evidence.at(-1))).toBe('o.flush(ctx)');
  });
});
