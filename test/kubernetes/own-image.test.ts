/** Stage 06 deploys the image of the learner's own Dockerfile. Needs the test cluster and a Docker engine. */
import { expect, it } from 'vitest';
import { listStages, type StageEntry } from '../../src/course/course.ts';
import { ownCourse } from '../../src/course/own.ts';
import { gradeFolder } from '../../src/usecases/grade.ts';
import { describeWithDocker } from '../testbed/docker.ts';
import { temporary, write } from '../workspace/course.ts';

const context = process.env.GO_CLOUD_WORKSHOP_CONTEXT;
const stage = (slug: string) => listStages(ownCourse).find((one) => one.slug === slug) as StageEntry;
const [imageStage, entry] = [stage('scratch-image'), stage('kubernetes-deployment')];

await describeWithDocker('the image that stage 06 deploys', (env) => {
  const rollOut = async (dockerfile: string) => {
    const lines: string[] = [];
    const { checks } = await gradeFolder({
      entry,
      folder: entry.solution,
      dockerfile,
      only: ['rolls-out'],
      env,
      signal: new AbortController().signal,
      onEvent: (event) => void (event.type === 'check:log' && lines.push(event.line)),
    });
    return { lines: lines.join('\n'), status: checks.find(({ id }) => id === 'rolls-out')?.verdict?.status };
  };

  it.skipIf(!context)('is the learner’s own', async () => {
    const { lines, status } = await rollOut(imageStage.solution);
    expect(lines).not.toMatch(/using the reference's image/);
    expect(status).toBe('passed');
  });

  it.skipIf(!context)('is the reference’s where their Dockerfile no longer builds, and the log says so', async () => {
    const folder = temporary();
    write(folder, { Dockerfile: 'FROM scratch\nCOPY nothing /server\n' });
    const { lines, status } = await rollOut(folder);
    expect(lines).toMatch(/using the reference's image, as your own image no longer builds/);
    expect(status).toBe('passed');
  });
});
