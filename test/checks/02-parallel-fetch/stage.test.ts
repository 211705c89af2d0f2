import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import stage from '../../../checks/02-parallel-fetch.ts';

const lesson = readFileSync(new URL('../../../exercises/02-parallel-fetch/README.md', import.meta.url), 'utf8');

test.each(stage.checks.filter((check) => check.lesson))('the lesson has the heading $lesson', (check) => {
  expect(lesson).toContain(`\n## ${check.lesson}\n`);
});

test('what is learned counts in words', () => {
  const learned = (connections: number) => stage.learned?.({ connections })?.[0];
  expect(learned(1)).toBe('200 dashboards in a row needed 1 connection to each upstream.');
  expect(learned(3)).toBe('200 dashboards in a row needed 3 connections to each upstream.');
});
