/** The findings of stage 00, from what was seen. */
import { describe, expect, test } from 'vitest';
import { guarded, panicked } from '../../../checks/00-go-in-an-hour/findings/closures.ts';
import { parsed } from '../../../checks/00-go-in-an-hour/findings/errors.ts';
import { answered, leftBehind, noEnd } from '../../../checks/00-go-in-an-hour/findings/goroutines.ts';
import { written } from '../../../checks/00-go-in-an-hour/findings/interfaces.ts';
import { encoded } from '../../../checks/00-go-in-an-hour/findings/json.ts';
import { type Answer, type Move, played } from '../../../checks/00-go-in-an-hour/findings/methods.ts';
import { counted } from '../../../checks/00-go-in-an-hour/findings/slices-maps.ts';
import { transferred } from '../../../checks/00-go-in-an-hour/findings/values.ts';
import { type Goroutine, sourceOf } from '../../../src/kit/index.ts';

const about = (code = '') => ({
  source: sourceOf({ list: () => ['step/a.go'], read: () => code }),
  printed: () => undefined,
});

describe('values', () => {
  const asked = { from: 500, to: 20, amount: 200 };
  const seen = (done: boolean, from: number, to: number, code?: string) =>
    transferred(asked, { done, from, to }, about(code));

  test('what is right has no finding, whether there was enough or not', () => {
    expect(seen(true, 300, 220)).toBeUndefined();
    expect(transferred({ ...asked, amount: 501 }, { done: false, from: 500, to: 20 }, about())).toBeUndefined();
  });

  test.each([
    [false, 500, 20, /moved nothing and returned false/, /through the pointers/],
    [true, 500, 20, /the caller’s accounts are as they were/, /through the pointers/],
    [false, 300, 220, /moved the money and returned false/, /Return true/],
    [true, 700, 20, /added it to from/, /from pays/],
    [true, 300, 20, /to has 20 instead of 220/, /\+= amount/],
    [true, 500, 220, /from has 500 instead of 300/, /-= amount/],
  ])('%s, %d, %d', (done, from, to, summary, hint) => {
    expect(seen(done, from, to)).toMatchObject({
      summary: expect.stringMatching(summary),
      hint: expect.stringMatching(hint),
    });
  });

  test('a copy is named only where the code makes one', () => {
    expect(seen(true, 500, 20, 'func Transfer() {\n\tpayer := *from\n}')).toMatchObject({
      hint: expect.stringContaining('makes a copy'),
      evidence: [{ at: { line: 2 } }],
    });
  });

  test('exactly enough, and too little', () => {
    const exact = transferred({ ...asked, amount: 500 }, { done: false, from: 500, to: 20 }, about());
    expect(exact?.hint).toContain('Exactly enough is enough');
    const over = transferred({ ...asked, amount: 501 }, { done: true, from: -1, to: 521 }, about());
    expect(over?.summary).toContain('though from had only 500');
  });
});

describe('slices and maps', () => {
  const words = ['tea', 'milk', 'tea'];
  const right = { counts: { tea: 2, milk: 1 }, order: ['tea', 'milk'], words };
  const say = (got: object, code?: string) => counted(words, { ...right, ...got }, about(code));

  test('right, and nothing at all', () => {
    expect(say({})).toBeUndefined();
    expect(counted([], { counts: null, order: null, words: [] }, about())).toBeUndefined();
  });

  test.each([
    [{ words: ['tea', 'milk', 'milk'] }, /changed the slice/],
    [{ counts: {} }, /empty map/],
    [{ counts: { tea: 1, milk: 1 } }, /says 1 for "tea", which occurs 2 times/],
    [{ counts: { tea: 2 } }, /no entry for "milk"/],
    [{ order: null }, /slice of words is empty/],
    [{ order: words }, /more than once/],
    [{ order: ['milk', 'tea'] }, /not in the order/],
    [{ order: ['tea', 'plum'] }, /other words than it was given/],
  ])('%j', (got, summary) => {
    expect(say(got)?.summary).toMatch(summary);
  });
});

describe('errors', () => {
  const no = { age: 0, error: 'age: x', syntax: true, range: false, negative: false };

  test.each([
    [{ text: '7', is: 'number' as const }, { age: 7 }],
    [{ text: 'x', is: 'syntax' as const }, no],
    [
      { text: '-1', is: 'negative' as const },
      { ...no, syntax: false, negative: true },
    ],
  ])('%j is right', (asked, got) => {
    expect(parsed(asked, got, about())).toBeUndefined();
  });

  test.each([
    [{ text: '7', is: 'number' as const }, no, '', /returned an error, though 7/, /nil where all went well/],
    [{ text: 'x', is: 'syntax' as const }, { age: 0 }, 'age, _ := strconv.Atoi(text)', /returned no error/, /_ drops/],
    [
      { text: 'x', is: 'syntax' as const },
      { age: 0 },
      'age, err := strconv.Atoi(text)',
      /returned no error/,
      /After if err != nil/,
    ],
    [
      { text: 'x', is: 'syntax' as const },
      { ...no, syntax: false },
      'fmt.Errorf("age: %v", err)',
      /does not wrap/,
      /%w keeps it/,
    ],
    [
      { text: 'x', is: 'syntax' as const },
      { ...no, syntax: false },
      'errors.New("age")',
      /does not wrap/,
      /from text alone/,
    ],
    [{ text: 'x', is: 'syntax' as const }, { ...no, error: 'strconv.Atoi: …' }, '', /no words of ParseAge/, /wraps/],
    [{ text: '-1', is: 'negative' as const }, { age: -1 }, '', /though -1 is below zero/, /minus sign/],
    [{ text: '-1', is: 'negative' as const }, { ...no, syntax: false }, '', /is not ErrNegative/, /another error/],
  ])('%j, %j', (asked, got, code, summary, hint) => {
    expect(parsed(asked, got, about(code))).toMatchObject({
      summary: expect.stringMatching(summary),
      hint: expect.stringMatching(hint),
    });
  });
});

describe('methods', () => {
  const moves: Move[] = [
    { stack: 0, does: 'push', word: 'tea' },
    { stack: 0, does: 'len' },
    { stack: 1, does: 'len' },
    { stack: 0, does: 'pop' },
    { stack: 0, does: 'len' },
    { stack: 0, does: 'pop' },
  ];
  const right: Answer[] = [{}, { len: 1 }, { len: 0 }, { word: 'tea', ok: true }, { len: 0 }, { word: '', ok: false }];
  const say = (index: number, got: Answer, code?: string) => played(moves, right.with(index, got), about(code));

  test('a stack', () => expect(played(moves, right, about())).toBeUndefined());

  test.each([
    [1, { len: 0 }, 'func (s Stack) Push(w string) {', /What Push added is lost/, /is a copy/],
    [1, { len: 0 }, 'func (s *Stack) Push(w string) {', /What Push added is lost/, /append changes no slice/],
    [2, { len: 1 }, '', /the stacks share their words/, /static field/],
    [3, { word: '', ok: false }, '', /Pop of a stack that holds \["tea"\] returned "" and false/, /on top/],
    [4, { len: 1 }, 'func (s Stack) Pop() (string, bool) {', /is still there/, /is a copy/],
    [4, { len: 1 }, 'func (s *Stack) Pop() (string, bool) {', /is still there/, /does not remove/],
    [5, { word: 'tea', ok: true }, '', /Pop of an empty stack/, /return "", false/],
  ])('move %d answered %j', (index, got, code, summary, hint) => {
    expect(say(index, got, code)).toMatchObject({
      summary: expect.stringMatching(summary),
      hint: expect.stringMatching(hint),
    });
  });
});

describe('interfaces', () => {
  const texts = ['a\nb\n', 'c\n'];
  const writes = [
    { n: 4, lines: 2 },
    { n: 2, lines: 3 },
  ];
  const say = (got: object) => written(texts, { writer: true, value: false, writes, ...got }, about());

  test('a Writer', () => expect(say({})).toBeUndefined());

  test.each([
    [{ writer: undefined }, /no method Write/, /receiver/],
    [{ writer: undefined, method: 'func(*step5.Counter, []uint8) int' }, /other parameters or results/, /all the same/],
    [{ value: true, writes: [{ n: 4, lines: 0 }] }, /Lines is 0/, /is a copy/],
    [{ writes: [{ n: 2, lines: 2 }] }, /returned n = 2, though p has 4 bytes/, /how many bytes/],
    [{ writes: [{ n: 4, lines: 2, error: 'EOF' }] }, /returned the error "EOF"/, /return len\(p\), nil/],
    [{ writes: [writes[0], { n: 2, lines: 1 }] }, /Lines is 1; it was 2 before/, /replaces/],
    [{ writes: [{ n: 4, lines: 1 }] }, /Lines is 1/, /several lines/],
  ])('%j', (got, summary, hint) => {
    expect(say(got)).toMatchObject({ summary: expect.stringMatching(summary), hint: expect.stringMatching(hint) });
  });
});

describe('closures', () => {
  const call = ['Lock', 'work', 'Unlock', 'returned'];
  const right = { events: ['returned', ...call, ...call], numbers: [1, 2], other: 1 };
  const say = (got: object) => guarded(2, { ...right, ...got }, about());

  test('right', () => {
    expect(say({})).toBeUndefined();
    expect(panicked('no', { events: call.slice(0, 3), caught: 'no' }, about())).toBeUndefined();
  });

  test.each([
    [{ nothing: true }, /returned nil/],
    [{ events: ['Lock', 'returned', 'work', 'returned', 'work', 'returned'] }, /Guard itself called Lock/],
    [{ events: ['returned', 'work', 'returned', 'work', 'returned'] }, /One call of the function did work/],
    [{ numbers: [0, 0] }, /returned \[0,0\]/],
    [{ numbers: [1, 1] }, /returned \[1,1\]/],
    [{ other: 3 }, /counts on from the first/],
  ])('%j', (got, summary) => expect(say(got)?.summary).toMatch(summary));

  test('a panic: the lock, and the panic itself', () => {
    expect(panicked('no', { events: ['Lock', 'work'], caught: 'no' }, about())?.summary).toMatch(/still locked/);
    expect(panicked('no', { events: call.slice(0, 3) }, about())?.summary).toMatch(/did not reach the caller/);
    expect(panicked('no', { events: call.slice(0, 3), caught: 'yes' }, about())?.summary).toMatch(/another panic/);
  });
});

const frame = (name: string, own: boolean) => ({
  function: name,
  own,
  at: { file: own ? 'step/a.go' : '/x.go', line: 3 },
});
const goroutine = (state: string, ...frames: Goroutine['frames']): Goroutine => ({ id: 1, state, frames, text: state });
const source = frame('m/internal/p/step7.newScene.func1', false);
const first = frame('m/step7.First', true);

describe('goroutines', () => {
  const asked = { count: 3, which: 1 };
  const right = { answer: 'answer 1', ok: true, calls: [1, 1, 1], begun: 3 };

  test('right', () => {
    expect(answered(asked, right, about())).toBeUndefined();
    expect(answered({ count: 3 }, { ...right, answer: '', ok: false }, about())).toBeUndefined();
    expect(leftBehind([], about())).toBeUndefined();
  });

  test.each([
    [asked, { ...right, answer: '', ok: false, begun: 0 }, /before it had called all 3 sources/],
    [asked, { ...right, answer: '', ok: true }, /though source 1 answered/],
    [asked, { ...right, calls: [1, 2, 1] }, /called 2 times/],
    [{ count: 3 }, { ...right, answer: '', ok: true }, /when quit was closed, though no source had answered/],
  ])('%j, %j', (what, got, summary) => expect(answered(what, got, about())?.summary).toMatch(summary));

  test.each([
    ['answer' as const, goroutine('chan receive', source, first), [], /calls a source itself at step\/a\.go:3/],
    [
      'answer' as const,
      goroutine('select', first),
      [goroutine('chan receive', source, first)],
      /Only one source at a time/,
    ],
    ['quit' as const, goroutine('chan receive', first), [], /still waits at step\/a\.go:3 after quit/],
  ])('no end while it waits for %s', (waitsFor, caller, goroutines, summary) => {
    const seen = {
      kind: 'stuck' as const,
      waitedMs: 3000,
      caller,
      goroutines: [caller, ...goroutines].filter((one) => one !== caller || one.frames.includes(source)),
    };
    expect(noEnd(waitsFor, seen, about())?.summary).toMatch(summary);
  });

  test('a goroutine that stays', () => {
    expect(leftBehind([goroutine('chan send', first)], about())).toMatchObject({
      summary: expect.stringContaining('left at step/a.go:3: chan send'),
      hint: expect.stringContaining('has room for them all'),
    });
  });
});

describe('json', () => {
  const order = { id: 7, customer: 'Ada', items: [] };
  const say = (json: string, code?: string) => encoded('here', order, { json }, about(code));

  test('the order of keys is free', () => {
    expect(say('{"items":[],"id":7,"customer":"Ada"}')).toBeUndefined();
  });

  test.each([
    ['{"ID":7,"Customer":"Ada","items":[]}', '', /"ID" where "id" belongs/, /Without a tag/],
    ['{"id":7,"customer":"Ada"}', '\titems []string', /no "items"/, /begins with a small letter/],
    ['{"customer":"Ada","items":[]}', 'ID int `json:"id,omitempty"`', /no "id"/, /Only note may be left out/],
    ['{"id":7,"customer":"Ada","items":null}', '', /"items" is null/, /\[\]string\{\}/],
    ['{"id":7,"customer":"Ada","items":[],"note":""}', '', /has a "note"/, /omitempty/],
    ['{"id":7,"customer":"Ada","items":[],"Total":0}', '', /does not belong there/, /json:"-"/],
    ['[]', '', /not a JSON object/, /json\.Marshal/],
  ])('%s', (json, code, summary, hint) => {
    expect(say(json, code)).toMatchObject({
      summary: expect.stringMatching(summary),
      hint: expect.stringMatching(hint),
    });
  });

  test('an error is told as it is', () => {
    expect(encoded('here', order, { decode: 'no' }, about())?.summary).toMatch(/Decode returned an error: no/);
  });
});
