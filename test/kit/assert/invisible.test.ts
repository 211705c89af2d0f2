import { describe, expect, test } from 'vitest';
import { invisibleDifference, strayInJson, visible } from '#kit';

describe('a difference that nobody sees is named', () => {
  test.each([
    ['ok', 'ok\u00a0', 'a no-break space (U+00A0) after "ok"'],
    ['ok', 'o\u200bk', 'a zero-width space (U+200B) after "o"'],
    ['ok', '\ufeffok', 'a byte order mark (U+FEFF) at the beginning'],
    ['ok', 'ok ', 'a space after "ok"'],
    ['  ok', ' ok', 'a space is missing after " "'],
    ['a b', 'a\u00a0b', 'a no-break space (U+00A0) after "a"'],
    ['ok', 'оk', 'a Cyrillic letter (U+043E) that looks like o at the beginning'],
    ['a\nb', 'a\r\nb', 'a carriage return (U+000D) after "a"'],
    ['a\tb', 'a b', 'a space after "a"'],
    ['ok', 'ok\u0000', 'a control character (U+0000) after "ok"'],
  ])('%j and %j', (wanted, got, says) => {
    expect(invisibleDifference(wanted, got)).toBe(says);
  });

  test.each([
    ['ok', 'ok'],
    ['ok', 'no'],
    ['ok', 'okay'],
    ['Ada', 'ada'],
  ])('%j and %j differ for everybody, or not at all', (wanted, got) => {
    expect(invisibleDifference(wanted, got)).toBeUndefined();
  });
});

test('what has no shape is written with its code; emoji and ordinary blanks stay', () => {
  expect(visible('ok\u00a0\ufeff')).toBe('ok⟨U+00A0⟩⟨U+FEFF⟩');
  expect(visible('a\tb 👩\u200d💻 é')).toBe('a\tb 👩\u200d💻 é');
});

test('outside of strings JSON allows none of them', () => {
  expect(strayInJson('\ufeff{"a":1}')).toBe('a byte order mark (U+FEFF)');
  expect(strayInJson('{"a":\u00a01}')).toBe('a no-break space (U+00A0)');
  expect(strayInJson('{"a":"x\u00a0"}')).toBeUndefined();
});
