import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { finding, type RunEvent, type Verdict } from '#kit';
import { jsonl } from '../../src/reporters/jsonl.ts';
import { type PrettyOptions, pretty } from '../../src/reporters/pretty.ts';
import { coloured } from '../../src/reporters/style.ts';

const ids = ['compiles', 'listens', 'health', 'users'] as const;
const begin: RunEvent = {
  type: 'run:start',
  schema: 1,
  stage: '01-http-server',
  checks: ids.map((id) => ({ id, title: `the ${id}`, points: 1, level: id === 'users' ? 'stretch' : 'required' })),
};
const end = (id: (typeof ids)[number], verdict: Verdict): RunEvent => ({ type: 'check:end', id, verdict });

function printed(events: readonly RunEvent[], options?: PrettyOptions): string {
  const reporter = pretty(options);
  return [begin, ...events].map((event) => reporter(event)).join('');
}

describe('what a terminal or a log file is told', () => {
  test('a check in a line, its time in the unit that fits, its notes below', () => {
    const text = printed([
      end('compiles', { status: 'passed', ms: 740.4, notes: [] }),
      end('users', { status: 'passed', ms: 62_400, notes: ['the binary still has its symbols'] }),
    ]);
    expect(text.split('\n')).toEqual([
      '01-http-server',
      '',
      '  passed   the compiles 740 ms',
      '  passed   the users (stretch) 1 min 2 s',
      '           note: the binary still has its symbols',
      '',
    ]);
  });

  test('pods and dependencies are told as they change; requests, which always do, are not', () => {
    const progress = (progress: Extract<RunEvent, { type: 'check:progress' }>['progress']): RunEvent => ({
      type: 'check:progress',
      id: 'users',
      progress,
    });
    const text = printed([
      progress({ kind: 'pods', wanted: 2, ready: 1, starting: 1, ending: 2 }),
      progress({ kind: 'requests', sent: 3561, lost: 0 }),
      progress({ kind: 'pods', wanted: 2, ready: 1, starting: 1, ending: 1 }),
      progress({ kind: 'dependency', name: 'db', up: false }),
    ]);
    expect(text.trimEnd().split('\n').slice(2)).toEqual([
      '           pods: 1 of 2 ready, 1 not ready, 2 ending',
      '           db: away',
    ]);
  });

  test('a finding: what is wrong, the evidence with its place, the hint', () => {
    const wrong = finding({
      summary: 'No answer.',
      expected: 'status 200',
      actual: 'nothing',
      hint: 'Look at the route.',
      evidence: [{ kind: 'code', title: 'the route', text: '> 7  mux', at: { file: 'main.go', line: 7 } }],
    });
    const text = printed([end('health', { status: 'failed', ms: 3, finding: wrong })]);
    for (const line of ['expected: status 200', 'the route (main.go:7)', 'hint: Look at the route.', 'check: health'])
      expect(text).toContain(line);
  });

  test('long evidence is cut, and says by how much', () => {
    const text = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join('\n');
    const wrong = finding({ summary: 'Much.', evidence: [{ kind: 'log', title: 'log', text }] });
    const shown = printed([end('health', { status: 'failed', ms: 3, finding: wrong })]);
    expect(shown).toContain('line 24\n             … 16 more lines');
  });

  test('a lack is not the learner’s fault, and neither is our own', () => {
    const lack = { need: 'docker', state: 'stopped', what: 'Docker does not run.', fix: 'Start it.' } as const;
    const because = `${lack.what} ${lack.fix}`;
    const text = printed([
      end('health', { status: 'blocked', needs: 'docker', because, lack }),
      end('users', { status: 'errored', ms: 1, error: { message: 'no such file' } }),
    ]);
    expect(text).toContain('blocked  the health\n           Docker does not run. Start it.');
    expect(text).toContain('made a mistake here, not your program: no such file');
  });

  test('the end: one line for all that a gate held back, the numbers, the points, where to look first', () => {
    const wrong = finding({ summary: 'It does not compile.' });
    const text = printed([
      end('compiles', { status: 'failed', ms: 9, finding: wrong }),
      ...(['listens', 'health', 'users'] as const).map((id) => end(id, { status: 'skipped', after: 'compiles' })),
      { type: 'measure', name: 'binary', value: 6_140_000, unit: 'bytes' },
      { type: 'run:end', outcome: 'failed', ms: 1_640 },
    ]);
    expect(text).toContain('skipped  3 checks, because compiles did not pass: listens, health, users');
    expect(text).toContain('measured: binary 6.1 MB');
    expect(text).toContain('NOT YET: 0 passed, 1 failed, 3 skipped (0 of 4 points) in 1.6 s');
    expect(text).toContain('First to look at: the compiles (compiles)');
  });

  test('lines of programs and tools are shown where they are asked for', () => {
    const line: RunEvent = { type: 'check:log', id: 'health', source: 'app', line: 'listening' };
    expect(printed([line])).not.toContain('listening');
    expect(printed([line], { verbose: true })).toContain('app: listening');
  });

  test('colour only repeats what a word says', () => {
    const events = [end('health', { status: 'passed', ms: 3, notes: [] })];
    const withColour = printed(events, { style: coloured });
    expect(withColour).not.toBe(printed(events));
    expect(stripVTControlCharacters(withColour)).toBe(printed(events));
  });
});

test('jsonl: an event a line, as it is', () => {
  expect(JSON.parse(jsonl()(begin))).toEqual(begin);
  expect(jsonl()(begin)).toMatch(/^[^\n]+\n$/);
});
