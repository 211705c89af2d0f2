/** How long a manifest may make a rollout wait. */
import type { V1Deployment } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { delaysOf } from '../../../../../src/harness/kubernetes/workload/rollout/progress.ts';

const deployment = (minReadySeconds: number, probes: object = {}) =>
  ({ spec: { minReadySeconds, template: { spec: { containers: [probes] } } } }) as V1Deployment;

it('is what its probes and minReadySeconds let pass', () => {
  expect(delaysOf(undefined)).toBe(0);
  expect(delaysOf(deployment(5, { readinessProbe: { initialDelaySeconds: 30, periodSeconds: 1 } }))).toBe(36_000);
});

it('is not for ever', () => {
  expect(delaysOf(deployment(2_000_000_000))).toBe(600_000);
  expect(delaysOf(deployment(0, { startupProbe: { periodSeconds: 30, failureThreshold: 1_000_000 } }))).toBe(600_000);
});
