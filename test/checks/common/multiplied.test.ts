import { expect, test } from 'vitest';
import { multiplied } from '../../../checks/common/code/multiplied.ts';
import { sourceOf } from '../../../src/kit/index.ts';

const of = (...code: string[]) =>
  multiplied(sourceOf({ list: () => ['main.go'], read: () => code.join('\n') }), /delay/i);

test.each([
  ['time.Sleep(cfg.drainDelay * time.Second)', 'cfg.drainDelay * time.Second'],
  ['time.Sleep(time.Duration(cfg.drainDelay)*time.Millisecond)', 'cfg.drainDelay * time.Millisecond'],
  ['ctx, cancel := context.WithTimeout(ctx, delay*time.Second)', 'delay * time.Second'],
])('a setting that has its unit already: %s', (line, words) => {
  const found = of('delay, err := time.ParseDuration(text)', line);
  expect(found?.hint).toContain(words);
  expect(found?.code?.at?.line).toBe(2);
});

test.each([
  [['time.Sleep(2 * time.Second)']],
  [['const drainDelay = 500 * time.Millisecond']],
  [['time.Sleep(cfg.other * time.Second)']],
  [['seconds, err := strconv.Atoi(text)', 'time.Sleep(time.Duration(delay) * time.Second)']],
  [['log.Print("delay * time.Second")']],
])('is nothing to speak of: %j', (code) => {
  expect(of(...code)).toBeUndefined();
});
