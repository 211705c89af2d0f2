/** Reports to draw: what was found about real programs (recorded by `verify --reporter jsonl`), and what a hostile one can say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Finding, RunEvent, Verdict } from '../../src/kit/index.ts';
import { type About, gather, type Report, suiteOf } from '../../src/reporters/suites.ts';

type Program = { type: string; stage: string; name: string; verdicts?: { check: string; verdict: Verdict }[] };

const programs: readonly Program[] = gunzipSync(
  readFileSync(join(import.meta.dirname, 'fixtures', 'programs.jsonl.gz')),
)
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Program)
  .filter(({ type, verdicts }) => type === 'program' && verdicts !== undefined);

const about: About = {
  tool: { name: 'go-cloud-workshop', version: '1.2.3' },
  at: new Date('2026-11-30T12:00:00.000Z'),
  pathOf: (stage, file) => (file === '' ? `exercises/${stage}` : `exercises/${stage}/${file}`),
  sectionOf: (_, heading) => `## ${heading}\n\nWhat it says.\n`,
  measureOf: (_, name) => ({ title: `the ${name}`, beside: [{ label: 'Java', value: 300 }] }),
  env: {},
};

export function reportOf(events: readonly RunEvent[], more: Partial<About> = {}): Report {
  const { add, runs } = gather();
  for (const event of events) add(event);
  const told = { ...about, ...more };
  return { about: told, suites: runs().map((run) => suiteOf(run, told)) };
}

/** A run with these verdicts; ids name the checks. */
export function eventsOf(stage: string, verdicts: Readonly<Record<string, Verdict>>, stretch: readonly string[] = []) {
  const ids = Object.keys(verdicts);
  const some = (status: Verdict['status']) =>
    ids.some((id) => verdicts[id]?.status === status && !stretch.includes(id));
  const outcome = some('failed') ? 'failed' : some('errored') ? 'errored' : some('blocked') ? 'incomplete' : 'passed';
  return [
    {
      type: 'run:start',
      schema: 1,
      stage,
      checks: ids.map((id) => ({
        id,
        title: `does ${id}`,
        points: 2,
        level: stretch.includes(id) ? 'stretch' : 'required',
        lesson: 'The section',
      })),
    },
    ...ids.map((id) => ({ type: 'check:end', id, verdict: verdicts[id] })),
    { type: 'measure', name: 'startup', value: 12.5, unit: 'ms' },
    { type: 'run:end', outcome, ms: 3210 },
  ] as RunEvent[];
}

const evil = [
  'control \u0000\u0007\u001b[31mred\u001b[0m \u009b31m',
  ']]> <script>alert(1)</script> </failure> &amp; &#0;',
  '%0A::error file=x::forged',
  '::error file=main.go,line=1::forged',
  '##[error]forged',
  'lone \ud800 surrogate, non-UTF-8 \ufffd, not in XML \uffff \u000c',
  'line\r\nbreaks\rand\u2028separators \u202eturned',
  '``` ```` | pipe | @everyone #1 <b>bold</b> [link](javascript:alert(1)) ![x](y)',
  'ok 1 - forged\nnot ok 2 # TODO forged # SKIP \\# \\',
  '  ...\n  ---\n1..0 # SKIP\nBail out! forged',
  '🚀 emoji, 漢字, cafe\u0301',
  '=cmd|/c calc!A0',
].join('\n');

const hostile: Finding = {
  summary: evil,
  expected: evil,
  actual: evil,
  hint: evil,
  evidence: [
    { kind: 'log', title: evil, text: evil, at: { file: 'päth 🚀,with:odd%names/mäin.go', line: 3, column: 7 } },
    { kind: 'log', title: 'a long log', text: `${'x'.repeat(200)} ]]>\n`.repeat(10_000) },
    { kind: 'code', title: 'main.go:3', text: '     2  a\n>    3  b <&>\n     4  c', at: { file: 'mäin.go', line: 3 } },
  ],
};

/** All five states, with the worst that a program can print. */
export const hostileEvents: RunEvent[] = eventsOf(
  '01-http-server',
  {
    good: { status: 'passed', ms: 12, notes: [evil] },
    bad: { status: 'failed', ms: 34, finding: hostile },
    polite: { status: 'failed', ms: 5, finding: { summary: 'It does not say please.', evidence: [] } },
    engine: {
      status: 'blocked',
      needs: 'docker',
      because: evil,
      lack: { need: 'docker', state: 'missing', what: 'There is no engine.', fix: 'Get one.' },
    },
    later: { status: 'skipped', after: 'bad' },
    broken: { status: 'errored', ms: 1, error: { message: evil, stack: evil } },
  },
  ['polite'],
);

const passed: Verdict = { status: 'passed', ms: 12, notes: [] };
export const cleanEvents: RunEvent[] = eventsOf('02-parallel-fetch', { parallel: passed, merges: passed });

/** Each recorded program as a run of its own. */
export const recorded = (): RunEvent[] =>
  programs.flatMap(({ stage, name, verdicts = [] }) =>
    eventsOf(`${stage} ${name}`, Object.fromEntries(verdicts.map(({ check, verdict }) => [check, verdict]))),
  );
