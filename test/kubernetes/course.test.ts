/** Another course uses the cluster with its own names. Needs the test cluster, which `npm test` starts. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listStages, type StageEntry } from '../../src/course/course.ts';
import { gradeFolder } from '../../src/usecases/grade.ts';
import { temporary, write } from '../workspace/course.ts';

const context = process.env.GO_CLOUD_WORKSHOP_CONTEXT;
const root = join(import.meta.dirname, '../courses/cluster');
const parts = { exercises: join(root, 'exercises'), solutions: join(root, 'solutions'), checks: join(root, 'checks') };
const entry = listStages(parts)[0] as StageEntry;

const verdicts = async (folder: string, only?: string[]) => {
  const { checks } = await gradeFolder({ entry, folder, only, env: process.env, signal: new AbortController().signal });
  return checks.map(({ id, verdict }) => [
    id,
    verdict?.status === 'failed' ? verdict.finding.summary : (verdict?.status ?? 'no verdict'),
  ]);
};

describe.skipIf(!context)('a cluster for another course', () => {
  it('has the Deployment, the image, the port and the dependencies that the stage declares', async () => {
    expect(await verdicts(entry.solution)).toEqual([
      ['rolls-out', 'passed'],
      ['greets', 'passed'],
      ['needs-cache', 'passed'],
    ]);
  });

  it('runs the graded folder’s own program, whose mistakes are the learner’s', async () => {
    const folder = join(temporary(), 'notes');
    cpSync(entry.solution, folder, { recursive: true });
    write(folder, { 'main.go': 'package main\n\nfunc main() { undefined() }\n' });
    expect(await verdicts(folder, ['rolls-out'])).toEqual([['rolls-out', expect.stringContaining('compile')]]);
  });
});
