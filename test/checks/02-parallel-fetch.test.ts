import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digitsOnly, firstDifference } from '../../checks/02-parallel-fetch/difference.ts';
import stage from '../../checks/02-parallel-fetch.ts';
import { ownPlace, waitingOf } from '../../checks/common/waiting.ts';
import { parseGoroutines } from '../../src/harness/go/probe/goroutines.ts';
import { ownFilesUnder } from '../../src/harness/run/own-file.ts';
import { parseJson } from '../../src/kit/index.ts';

describe('where two documents differ', () => {
  const difference = (a: string, b: string) => firstDifference(parseJson(a), parseJson(b) ?? null, 'orders');

  test('the path leads to the first difference, with all digits', () => {
    expect(difference('[{"a":[1,12345678901234567890]}]', '[{"a":[1,12345678901234567000]}]')).toEqual({
      path: 'orders[0].a[1]',
      wanted: '12345678901234567890',
      got: '12345678901234567000',
    });
  });

  test('a missing member, one too many, another length', () => {
    expect(difference('{"a":1,"b":null}', '{"a":1}')).toEqual({ path: 'orders.b', wanted: 'null', got: '(missing)' });
    expect(difference('{}', '{"c":[]}')).toEqual({ path: 'orders.c', wanted: '(missing)', got: '[]' });
    expect(difference('[1.50,2]', '[1.50]')).toEqual({ path: 'orders', wanted: '[1.50,2]', got: '[1.50]' });
  });

  test('key order and white space are no difference', () => {
    expect(difference('{"a":1,"b":[2]}', '{ "b": [2], "a": 1 }')).toBeUndefined();
  });

  test('digits alone are told apart from all else', () => {
    expect(digitsOnly(parseJson('{"a":19.90,"b":"x"}'), parseJson('{"a":19.9,"b":"x"}') ?? null)).toBe(true);
    expect(digitsOnly(parseJson('{"a":19.90,"b":"x"}'), parseJson('{"a":19.9,"b":"y"}') ?? null)).toBe(false);
    expect(digitsOnly(parseJson('{"a":1}'), parseJson('{"a":"1"}') ?? null)).toBe(false);
  });
});

describe('what a goroutine waits for', () => {
  const one = (state: string, ...frames: string[]) => {
    const stack = [
      ...frames.map((name) => `${name}(...)\n\t/go/src/lib.go:1 +0x1`),
      'main.work(...)\n\t/app/main.go:7 +0x1',
    ];
    const dump = `goroutine 5 [${state}]:\n${stack.join('\n')}\ncreated by main.main in goroutine 1\n\t/app/main.go:3 +0x1`;
    const [parsed] = parseGoroutines(dump, ownFilesUnder('/app'));
    if (!parsed) throw new Error('no goroutine in the dump');
    return parsed;
  };

  test.each([
    [one('chan send'), 'to send on a channel'],
    [one('chan receive'), 'to receive from a channel'],
    [one('chan receive (nil chan)'), 'nil'],
    [one('select'), 'in a select'],
    [one('select', 'net/http.(*persistConn).roundTrip', 'net/http.(*Client).do'), 'answer to an HTTP request'],
    [one('select', 'net/http.(*bodyEOFSignal).Read', 'io.ReadAll'), 'rest of an HTTP response'],
    [one('sync.WaitGroup.Wait', 'sync.(*WaitGroup).Wait'), 'for a WaitGroup'],
    [one('sync.Mutex.Lock', 'sync.(*Mutex).Lock'), 'for a lock'],
    [one('running'), 'running'],
  ])('case %#', (goroutine, words) => {
    expect(waitingOf(goroutine).forWhat).toContain(words);
    expect(ownPlace(goroutine)).toEqual({ file: 'main.go', line: 7 });
  });
});

test('every check names a heading of the lesson', () => {
  const lesson = readFileSync(new URL('../../exercises/02-parallel-fetch/README.md', import.meta.url), 'utf8');
  for (const check of stage.checks) if (check.lesson) expect(lesson).toContain(`\n## ${check.lesson}\n`);
});
