import { describe, expect, test } from 'vitest';
import { parseJson } from '#kit';
import { digitsOnly, firstDifference } from '../../../checks/02-parallel-fetch/findings/difference.ts';

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
