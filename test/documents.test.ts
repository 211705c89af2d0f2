/** README and CONTRIBUTING name scripts, verbs, options and files that exist. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { verbs } from '../src/commands/argv/verbs.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const names = verbs.map(({ usage }) => usage.split(' ')[0] ?? '');
const optionsOf = (verb: string) =>
  (verbs.find(({ usage }) => usage.startsWith(verb))?.options ?? []).map(([flags]) => /--[a-z-]+/.exec(flags)?.[0]);

/** What the pattern's first group matches, each once. */
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))];

describe.each(['README.md', 'CONTRIBUTING.md'])('%s', (file) => {
  const text = read(file);

  test('names scripts of package.json', () => {
    const unknown = all(text, /npm run (?:--silent )?([a-z]+)/g).filter((name) => !(name in scripts));
    expect(unknown).toEqual([]);
  });

  test('names verbs and their options', () => {
    const called = all(text, /npm start (?:--silent )?-- ([a-z]+)/g);
    expect(called.filter((name) => !names.includes(name))).toEqual([]);
    const ofVerify = all(text, /`(?:npm run )?verify[^`\n]*? (--[a-z]+)/g);
    expect(ofVerify.filter((option) => !optionsOf('verify').includes(option))).toEqual([]);
  });

  test('names files that exist', () => {
    const paths = all(text, /`((?:src|checks|test|tools|docs|\.ci)\/[\w./-]+)[` ]/g).concat(
      all(text, /\]\((?!http)([^)]+)\)/g),
    );
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((one) => !existsSync(path.join(root, one)))).toEqual([]);
  });
});
