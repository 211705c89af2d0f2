import { expect, test } from 'vitest';
import { plainDefaultMs } from '../../../checks/common/code/plain-default.ts';
import { sourceOf } from '../../../src/kit/index.ts';

const of = (...lines: string[]) =>
  plainDefaultMs('LIMIT', sourceOf({ list: () => ['main.go'], read: () => lines.join('\n') }));

test.each([
  ['limit, err := durationEnv("LIMIT", 10*time.Second)', 10_000],
  ['limit := duration("LIMIT", 1500 * time.Millisecond)', 1_500],
  ['limit := duration("LIMIT", time.Minute)', 60_000],
  ['\t\t{"LIMIT", "1m30s", &cfg.limit},', 90_000],
])('is read where it stands beside the name: %s', (line, ms) => {
  expect(of('// LIMIT, "5s", is a setting', line)).toBe(ms);
});

test.each([
  [['limit := duration("LIMIT", fallback)']],
  [['limit := duration("LIMIT", 2*5*time.Second)']],
  [['limit := duration("LIMIT", 5*time.Second/2)']],
  [['limit := duration("LIMIT", "ten seconds")']],
  [['text := os.Getenv("LIMIT")']],
  [['os.Setenv("LIMIT", "1s")', 'limit := duration("LIMIT", 10*time.Second)']],
])('is unknown where anything else is done with it: %s', (lines) => {
  expect(of(...lines)).toBeUndefined();
});
