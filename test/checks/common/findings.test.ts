import { describe, expect, test } from 'vitest';
import { type Evidence, type Goroutine, type RaceAccess, type RaceReport, sourceOf } from '#kit';
import { notCompiled, notWithRace } from '../../../checks/common/findings/compiles.ts';
import { leakFinding } from '../../../checks/common/findings/no-leak.ts';
import { raceFinding } from '../../../checks/common/findings/no-race.ts';
import { vetted } from '../../../checks/common/findings/vets.ts';

const log: Evidence = { kind: 'log', title: 'go build', text: '' };
const code = Array.from({ length: 30 }, (_, index) => `line${index + 1}()`).join('\n');
const source = sourceOf({ list: () => ['store.go'], read: (file) => (file === 'store.go' ? code : undefined) });
const at = (line: number) => ({ file: 'store.go', line });

describe('a build that failed', () => {
  const failed = (output: string, ...messages: string[]) => ({
    ok: false as const,
    ms: 1,
    output,
    diagnostics: messages.map((message) => ({ ...at(3), message })),
  });

  test.each([
    [failed('', 'undefined: http'), 'The program does not compile: store.go:3: undefined: http.', 'one error'],
    [failed('', 'a\n\thave ()', 'b'), 'The program does not compile: store.go:3: a, have ().', '2 errors'],
    [failed('# pkg\ngo: cannot find module'), 'The program does not compile: cannot find module.', 'go build failed'],
    [failed(''), 'The program does not compile.', 'go build failed'],
  ])('%#: %s', (build, summary, actual) => {
    expect(notCompiled(build, log)).toMatchObject({ summary, actual, evidence: [log] });
  });

  test('only with -race', () => {
    expect(notWithRace(failed('', 'undefined: x'), log)).toMatchObject({ actual: 'undefined: x' });
    expect(notWithRace(failed(''), log).actual).toBe('it failed');
  });
});

test.each([
  ['result of fmt.Sprintf call not used', /%v takes any/],
  ['struct field name has json tag but is not exported', /capital letter/],
  ['the cancel function is not used on all paths', /defer it/],
  ['self-assignment of x to x', /almost surely a mistake/],
])('go vet: %s', (message, hint) => {
  const finding = vetted([{ ...at(3), message }], log);
  expect(finding.summary).toBe(`The command go vet warns: store.go:3: ${message}.`);
  expect(finding.hint).toMatch(hint);
});

describe('a data race', () => {
  const access = (operation: 'read' | 'write', line?: number): RaceAccess => ({
    operation,
    at: line === undefined ? undefined : at(line),
    function: 'main.add',
  });
  const report = (first: RaceAccess, second: RaceAccess): RaceReport => ({ text: 'WARNING: DATA RACE', first, second });

  test('is named by both places, and shown where they are', () => {
    const finding = raceFinding([report(access('read', 5), access('write', 9))], source);
    expect(finding?.summary).toMatch(/a read at store\.go:5, a write at store\.go:9\.$/);
    expect(finding?.evidence.map(({ title }) => title)).toEqual([
      'the read',
      'the write',
      'report of the race detector (your lines only)',
    ]);
  });

  test('of one line is shown once, and counts its reports', () => {
    const one = report(access('write', 5), access('write', 5));
    const finding = raceFinding([one, one, one], source);
    expect(finding?.summary).toMatch(/\(the first of 3 reports\)\.$/);
    expect(finding?.evidence.map(({ title }) => title)).toContain('both accesses');
    expect(finding?.evidence).toHaveLength(2);
  });

  test("outside of the learner's files is named by its function", () => {
    expect(raceFinding([report(access('read'), access('write', 5))], source)?.summary).toMatch(/a read at main\.add/);
  });

  test('is nothing to say where there is none', () => {
    expect(raceFinding([], source)).toBeUndefined();
  });
});

describe('goroutines that are left', () => {
  const goroutine = (state: string, line: number, createdLine?: number): Goroutine => ({
    id: line,
    state,
    text: `goroutine ${line} [${state}]:`,
    frames: [{ function: 'main.fetch', at: at(line), own: true }],
    createdBy: createdLine === undefined ? undefined : { function: 'main.run', at: at(createdLine), own: true },
  });

  test('are grouped by where they wait, the most frequent first', () => {
    const left = [goroutine('select', 4), goroutine('chan send', 8, 20), goroutine('chan send', 8, 20)];
    const finding = leakFinding('requests whose client left', left, source);
    expect(finding?.summary).toMatch(
      /^After requests whose client left, 3 goroutines are left\. They wait at store\.go:8 to send/,
    );
    expect(finding?.actual).toBe(
      '2 × store.go:8 waiting to send on a channel, created at store.go:20\n1 × store.go:4 waiting in a select',
    );
    expect(finding?.evidence.map(({ title }) => title)).toEqual([
      'where it waits',
      'where it was created',
      'one of 2 goroutines like this',
      'the goroutine',
    ]);
  });

  test('are not advised what the code does already', () => {
    const waiting = {
      ...goroutine('semacquire', 8),
      frames: [
        { function: 'sync.(*WaitGroup).Wait', own: false },
        { function: 'main.fetch', at: at(8), own: true },
      ],
    };
    const hint = (text: string) =>
      leakFinding('failures', [waiting], sourceOf({ list: () => ['store.go'], read: () => text }))?.hint;
    expect(hint('go func() { work(); wg.Done() }()')).toMatch(/^Begin every counted goroutine/);
    expect(hint('defer wg.Done()')).toMatch(/^Done is deferred/);
  });

  test('are none', () => {
    expect(leakFinding('failures', [], source)).toBeUndefined();
  });
});
