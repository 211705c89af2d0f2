/** Dockerfiles that hang, flood or bloat: a verdict in bounded time and memory, and nothing left on the engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textOf } from '../../src/commands/verify/assess.ts';
import type { Case } from '../../src/commands/verify/cases.ts';
import { withProgram } from '../../src/commands/verify/program.ts';
import { listStages, type StageEntry } from '../../src/course/course.ts';
import { ownCourse } from '../../src/course/own.ts';
import { firstProblem } from '../../src/engine/reduce.ts';
import { gradeFolder } from '../../src/usecases/grade.ts';
import { describeWithDocker } from '../testbed/docker.ts';

const folder = join(import.meta.dirname, '../submissions/05-scratch-image/hostile');
const stage = listStages(ownCourse).find(({ slug }) => slug === 'scratch-image') as StageEntry;
const patient = { GO_CLOUD_WORKSHOP_BUILD_SECONDS: '15', DOCKER_BUILDKIT: '1' };
/** The classic builder's images can be removed completely, and its output is not cut at 2 MiB. */
const classic = { ...patient, GO_CLOUD_WORKSHOP_BUILD_SECONDS: '300', DOCKER_BUILDKIT: '0' };

const trials: [string, string, Record<string, string>, string[]][] = [
  ['a RUN that never ends', 'builds--run-never-ends', patient, ['still running', 'tail -f']],
  [
    'a RUN that never ends, with the classic builder',
    'builds--run-never-ends',
    { ...patient, DOCKER_BUILDKIT: '0' },
    ['still running'],
  ],
  ['a server started during the build', 'builds--starts-the-server', patient, ['still running', 'ENTRYPOINT']],
  ['endless output, which BuildKit cuts', 'builds--prints-without-end', patient, ['still running']],
  ['endless output', 'builds--prints-without-end', classic, ['printed without end', '32 MB']],
  ['an image of two gigabytes', 'small--two-gigabytes', classic, ['2.1 GB', '/big']],
];

await describeWithDocker('a hostile Dockerfile', (environment) => {
  it.each(trials)('%s', { timeout: 600_000 }, async (_name, program, settings, words) => {
    const before = process.memoryUsage().rss;
    let longest = 0;
    const state = await withProgram(caseOf(program), (source) =>
      gradeFolder({
        entry: stage,
        folder: source,
        env: { ...environment, ...settings },
        signal: new AbortController().signal,
        only: ['builds', 'small'],
        onEvent: (event) => {
          longest = Math.max(longest, JSON.stringify(event).length);
        },
      }),
    );
    const problem = firstProblem(state);
    const text =
      problem?.verdict?.status === 'failed' ? textOf(problem.verdict.finding) : JSON.stringify(problem?.verdict);
    expect({ check: problem?.id, text }).toMatchObject({ check: program.split('--')[0] });
    for (const word of words) expect(text).toContain(word);
    expect(longest).toBeLessThan(200_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * 2 ** 20);
    expect(running('tail\0-f\0/dev/null')).toBe(false);
  });
});

function caseOf(name: string): Case {
  return {
    stage,
    kind: 'rejected',
    name,
    layers: [stage.solution, join(folder, name)],
    expects: { keywords: [], alsoFails: {}, notes: [], blocked: [], removes: [] },
  };
}

/** Sees the engine's processes only where they run on this machine. The testbed's own tail has `--pid`, so it does not match. */
function running(commandLine: string): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') === `${commandLine}\0`;
    } catch {
      return false;
    }
  });
}
