/** `check 05 --only runs` on a Dockerfile that does not build: a finding about the build, no error of ours. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listStages, type StageEntry } from '../../../src/course/course.ts';
import { ownCourse } from '../../../src/course/own.ts';
import { gradeFolder } from '../../../src/usecases/grade.ts';
import { describeWithDocker } from '../../testbed/docker.ts';

await describeWithDocker('--only', (environment) => {
  it('builds first, and skips what stands on a build that failed', { timeout: 120_000 }, async () => {
    const entry = listStages(ownCourse).find(({ slug }) => slug === 'scratch-image') as StageEntry;
    const folder = mkdtempSync(path.join(tmpdir(), 'gcw-only-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(entry.solution, folder, { recursive: true });
    const dockerfile = path.join(folder, 'Dockerfile');
    writeFileSync(dockerfile, readFileSync(dockerfile, 'utf8').replace('COPY go.mod ./', 'COPY go.mod go.sum ./'));
    const { checks, outcome } = await gradeFolder({
      entry,
      folder,
      env: environment,
      signal: new AbortController().signal,
      only: ['stops-gracefully'],
      onEvent: () => {},
    });
    expect(checks.map(({ id, state }) => [id, state])).toEqual([
      ['builds', 'failed'],
      ['runs', 'skipped'],
      ['stops-gracefully', 'skipped'],
    ]);
    expect(outcome).toBe('failed');
  });
});
