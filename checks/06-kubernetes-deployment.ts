import { counted, duration, size, stage } from '#kit';
import { grace } from './06-kubernetes-deployment/grace.ts';
import { hardened } from './06-kubernetes-deployment/hardened.ts';
import { image } from './06-kubernetes-deployment/image.ts';
import { contract } from './06-kubernetes-deployment/manifest/contract.ts';
import { manifests } from './06-kubernetes-deployment/manifests.ts';
import { probes } from './06-kubernetes-deployment/probes.ts';
import { replicas } from './06-kubernetes-deployment/replicas.ts';
import { resources } from './06-kubernetes-deployment/resources.ts';
import { rollsOut } from './06-kubernetes-deployment/rolls-out.ts';
import { selectors } from './06-kubernetes-deployment/selectors.ts';
import { selfHeals } from './06-kubernetes-deployment/self-heals.ts';
import { serves } from './06-kubernetes-deployment/serves.ts';
import { unreadyNotKilled } from './06-kubernetes-deployment/unready-not-killed.ts';
import { zeroDowntime } from './06-kubernetes-deployment/zero-downtime.ts';
import { resident, rollout } from './common/claims.ts';
import { explainFault } from './common/explain-fault.ts';

/** Sentences made from the learner's own numbers. */
function learned(numbers: Readonly<Record<string, number>>): string[] {
  const { rollout, 'pod-ready': ready, 'pod-memory': memory, 'requests-sent': sent } = numbers;
  const sentences: string[] = [];
  if (rollout !== undefined)
    sentences.push(`From apply to available: ${duration(rollout)}, most of it the cluster's own work.`);
  if (ready !== undefined)
    sentences.push(
      `A pod was ready ${ready < 1000 ? 'in the second it started' : `${duration(ready)} after its start`}: that is how long a rollout or an autoscaler waits for each.`,
    );
  if (memory !== undefined)
    sentences.push(`At rest a pod holds ${size(memory)}; nodes fill up by what pods request, here at most 32Mi.`);
  const requests = sent === undefined ? 'under load, and not one request' : `and not one of ${counted(sent)} requests`;
  sentences.push(`A new version came and the old one went, ${requests} was lost.`);
  return sentences;
}

export default stage({
  title: 'A rolling deployment with probes',
  about: 'Manifests that roll out a new version without losing one request.',
  needs: [],
  cluster: contract,
  explainFault,
  checks: [
    manifests,
    selectors,
    replicas,
    resources,
    probes,
    hardened,
    image,
    grace,
    rollsOut,
    serves,
    zeroDowntime,
    selfHeals,
    unreadyNotKilled,
  ],
  measures: {
    'requests-lost': { title: 'requests lost in a rolling restart', outOf: 'requests-sent', claim: 'not one' },
    rollout: { title: 'apply to available', ...rollout },
    'pod-ready': {
      title: 'pod start to ready (whole seconds)',
      // The cluster's clock tells whole seconds: not to be drawn beside the lesson's milliseconds.
      claim: 'within a second or two: the cluster’s clock and its probes count in seconds',
    },
    'pod-memory': { title: 'memory of a pod at rest', ...resident },
  },
  learned,
});
