import { describe, expect, it } from 'vitest';
import { parseJson, sameJson } from '#kit';

const same = (a: string, b: string) => sameJson(parseJson(a), parseJson(b));

describe('JSON compared as JSON', () => {
  it('ignores key order and white space', () => {
    expect(same('{"a":1,"b":[true,null]}', ' { "b" : [ true, null ], "a" : 1 } ')).toBe(true);
  });

  it('tells numbers apart that a float64 cannot', () => {
    expect(same('{"id":12345678901234567890}', '{"id":12345678901234567000}')).toBe(false);
    expect(same('[1.10]', '[1.1]')).toBe(false);
    expect(same('[1e2]', '[1e2]')).toBe(true);
  });

  it('tells types, missing keys and order of arrays apart', () => {
    expect(same('{"a":null}', '{}')).toBe(false);
    expect(same('[1,2]', '[2,1]')).toBe(false);
    expect(same('"1"', '1')).toBe(false);
    expect(same('[]', '{}')).toBe(false);
  });

  it('is never the same as no JSON at all', () => {
    expect(parseJson('{"a":1} x')).toBeUndefined();
    expect(same('', '{}')).toBe(false);
  });
});
