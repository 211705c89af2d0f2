import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shadowed } from '../../../checks/common/code/shadowed.ts';
import { sourceOf } from '../../../src/kit/index.ts';

const of = (code: string, kind?: RegExp) => shadowed(sourceOf({ list: () => ['main.go'], read: () => code }), kind);
const body = (...lines: string[]) => ['func get() error {', ...lines.map((line) => `\t${line}`), '}'].join('\n');

describe('a variable that := declares anew', () => {
  test.each<[string, string, number, RegExp]>([
    [
      'in a goroutine',
      body(
        'var wg sync.WaitGroup',
        'var err error',
        'go func() {',
        '\tdoc, err := ask()',
        '\tlog(doc, err)',
        '}()',
        'wg.Wait()',
        'return err',
      ),
      5,
      /new err here.*err of line 3 stays nil.*with = instead/,
    ],
    [
      'declared with others',
      body(
        'var (',
        '\tdoc      []byte',
        '\taskErr error',
        ')',
        'go func() {',
        '\tgot, askErr := ask()',
        '\tdoc = got',
        '\tlog(askErr)',
        '}()',
        'return askErr',
      ),
      7,
      /askErr of line 4 stays nil/,
    ],
    [
      'in the head of an if',
      body('var err error', 'if doc, err := ask(); err == nil {', '\tuse(doc)', '}', 'return err'),
      3,
      /err of line 2 stays nil/,
    ],
    [
      'with a first value',
      body(
        'port := "8080"',
        'if p := os.Getenv("PORT"); p != "" {',
        '\tport := p',
        '\tlog.Print(port)',
        '}',
        'return listen(port)',
      ),
      4,
      /port of line 2 keeps its first value/,
    ],
  ])('%s', (_name, code, line, hint) => {
    const found = of(code);
    expect(found?.hint).toMatch(hint);
    expect(found?.code?.at?.line).toBe(line);
  });

  test.each<[string, string]>([
    [
      'the outer one is set elsewhere',
      body(
        'var err error',
        'go func() {',
        '\tdoc, err := ask()',
        '\tuse(doc, err)',
        '}()',
        'err = wait()',
        'return err',
      ),
    ],
    [
      'it is set together with others',
      body('var err error', 'if ok {', '\tdoc, err := ask()', '\tuse(doc, err)', '}', 'doc, err = ask()', 'return err'),
    ],
    [
      'its address is handed on',
      body('var err error', 'fill(&err)', 'if ok {', '\tdoc, err := ask()', '\tuse(doc, err)', '}', 'return err'),
    ],
    [
      'the outer one is not read behind the block',
      body('var err error', 'use(err)', 'if ok {', '\tdoc, err := ask()', '\tuse(doc, err)', '}', 'return nil'),
    ],
    ['nothing is declared twice', body('var err error', 'if ok {', '\tdoc, err = ask()', '}', 'return err')],
    [
      'a field has that name',
      body('var err error', 'if ok {', '\tdoc, err := ask()', '\tuse(doc, err)', '}', 'return r.err'),
    ],
    [
      'another function has one',
      `${body('var err error', 'return err')}\n\n${body('doc, err := ask()', 'return err')}`,
    ],
  ])('is nothing to speak of where %s', (_name, code) => {
    expect(of(code)).toBeUndefined();
  });

  test('is told of the wanted kind alone', () => {
    const code = body('name := "x"', 'if ok {', '\tname := "y"', '\tuse(name)', '}', 'return use(name)');
    expect(of(code)).toBeDefined();
    expect(of(code, /^error$/)).toBeUndefined();
  });

  test.each(['solutions', 'test/submissions'])('is in no program of %s that is right', (folder) => {
    const root = new URL(`../../../${folder}/`, import.meta.url);
    const right = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.go') && !name.includes('/rejected/'),
    );
    expect(right.length).toBeGreaterThan(10);
    for (const name of right)
      expect([name, of(readFileSync(new URL(name, root), 'utf8'))?.hint]).toEqual([name, undefined]);
  });
});
