import path from 'node:path';
import { expect, test } from 'vitest';
import { mainFileOf } from '../../../src/commands/tui/main-file.ts';
import { listStages } from '../../../src/course/course.ts';
import { root } from '../../built.ts';

const [exercises, solutions, checks] = ['exercises', 'solutions', 'checks'].map((name) => path.join(root, name));
const stages = listStages({ exercises, solutions, checks } as Parameters<typeof listStages>[0]);

test.each([
  ['00-go-in-an-hour', 'step1/values.go'],
  ['01-http-server', 'main.go'],
  ['05-scratch-image', 'Dockerfile'],
  ['06-kubernetes-deployment', 'k8s/deployment.yaml'],
])('the work of %s begins in %s', (id, file) => {
  const entry = stages.find((one) => one.id === id);
  expect(entry && mainFileOf(entry)).toBe(file);
});
