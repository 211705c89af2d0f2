/** What every lesson has: commands that are told from drawings, few that need a person, a picture, and three questions. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lessons, root } from './lesson.ts';

const looksTyped = /^\s*(\w+=\S+ )*(go (run|build|test|version)|docker \w|kubectl \w|curl |kind )/m;
const drawn = /[│├└┌▼█▒]|--\+--/;
const counted = lessons.filter(({ stage }) => !stage.startsWith('00-'));

test('few commands are left to the reader alone, each with a reason', () => {
  const all = lessons.flatMap(({ stage, byHand }) => byHand.map(({ reason }) => ({ stage, reason })));
  expect(all.filter(({ reason }) => reason === '')).toEqual([]);
  expect(all.length).toBeLessThanOrEqual(2);
});

describe.each(lessons)('$stage', ({ stage, fences, commands }) => {
  test('commands are in fences of their own', () => {
    const strays = fences.filter(({ lang, text }) => !/^sh\b|^go$|^dockerfile$/.test(lang) && looksTyped.test(text));
    expect(strays).toEqual([]);
    expect(commands.length).toBeGreaterThan(0);
  });

  test('files that are printed can be read', () => {
    for (const { lang, text } of fences.filter(({ lang }) => lang === 'yaml'))
      expect(parse(text), lang).toBeTypeOf('object');
    for (const { text } of fences.filter(({ lang }) => lang === 'json')) expect(JSON.parse(text)).toBeTypeOf('object');
  });

  // The way in is eight small steps; a picture of each would be longer than the step.
  test('has a picture, but for the way in', () => {
    expect(fences.some(({ text }) => drawn.test(text))).toBe(!stage.startsWith('00-'));
  });
});

/** The programs that make the changes which the questions ask for: `verify` proves that their check fails, and first. */
const changed: Record<string, string[]> = {
  '01-http-server': ['concurrent--reads-unlocked', 'lists--null', 'health--content-type-too-late'],
  '02-parallel-fetch': [
    'no-leak--unbuffered-channel',
    'client-gone--background-context',
    'merges--numbers-through-float64',
  ],
  '03-middleware': [
    'keeps-streaming--no-unwrap',
    'order--logger-inside-the-time-out',
    'recovers--handler-in-a-goroutine',
  ],
  '04-graceful-shutdown': [
    'finishes-in-flight--main-returns-while-shutdown-waits',
    'no-race--plain-draining-bool',
    'stops-workers--stopped-at-the-signal',
  ],
  '05-scratch-image': ['static-binary--pie', 'non-root--user-by-name', 'dockerignore--takes-the-source-away'],
  '06-kubernetes-deployment': [
    'replicas--max-unavailable-1',
    'resources--gomemlimit-in-kubernetes-units',
    'grace--sleeps-too-long',
  ],
};

/** Code, drawings, and what is in a box to be skipped, are not counted; nor what stands behind the comparison with Spring. */
function wordsIn(text: string): number {
  const lesson = text.slice(0, text.indexOf('## Coming from Spring')).replaceAll(/```[\s\S]*?```/g, '');
  const prose = lesson.split('\n').filter((row) => !/^( {4}|>)/.test(row));
  return prose.join(' ').split(/\s+/).length;
}

describe.each(counted)('$stage', ({ stage, text }) => {
  test('can be read in one go', () => {
    expect(wordsIn(text)).toBeLessThanOrEqual(1250);
  });

  test('ends with three questions, each answered by a check of the stage', () => {
    const last = text.lastIndexOf('\n## ');
    expect(text.slice(last)).toMatch(/^\n## Change this: what breaks\?\n/);
    const asked = [...text.slice(last).matchAll(/^\d\. [\s\S]*?Check:\s+`([a-z-]+)`/gm)].map(([, id]) => id);
    const programs = changed[stage] ?? [];
    expect(asked).toEqual(programs.map((name) => name.split('--')[0]));
    for (const name of programs)
      expect(existsSync(path.join(root, 'test/submissions', stage, 'rejected', name)), name).toBe(true);
  });
});
