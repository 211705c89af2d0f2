/** What the starters of 05 and 06 look like to whoever only reads them: in order, and wrong in nearly everything that is taught. */
import { describe, expect, it } from 'vitest';
import { listStages, type StageEntry } from '../../src/course/course.ts';
import { ownCourse } from '../../src/course/own.ts';
import { gradeFolder } from '../../src/usecases/grade.ts';

const wrong: [stage: string, checks: string[]][] = [
  ['05-scratch-image', ['dockerfile', 'dockerignore']],
  ['06-kubernetes-deployment', ['selectors', 'replicas', 'resources', 'probes', 'hardened', 'image', 'grace']],
];

describe.each(wrong)('the starter of %s', (id, checks) => {
  const entry = listStages(ownCourse).find((one) => one.id === id) as StageEntry;
  const graded = async (folder: string) => {
    // Neither an engine nor a cluster: the files alone are read.
    const env = { ...process.env, DOCKER_HOST: 'unix:///nowhere.sock', KUBECONFIG: '/nowhere' };
    const run = await gradeFolder({ entry, folder, only: checks, env, signal: new AbortController().signal });
    return run.checks.filter((one) => checks.includes(one.id));
  };

  it('is wrong in each check that reads its files, and each has a place in them', async () => {
    const seen = await graded(entry.exercise);
    expect(seen.map(({ id, verdict }) => [id, verdict?.status])).toEqual(checks.map((one) => [one, 'failed']));
    for (const { verdict } of seen) {
      if (verdict?.status !== 'failed') continue;
      expect(
        verdict.finding.evidence.some(({ at }) => at !== undefined),
        verdict.finding.summary,
      ).toBe(true);
    }
  });
});
