/** `hardened` without a cluster says what the restricted standard says, of all the pods that Kubernetes publishes for it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flawsOfStandard } from '../../../checks/06-kubernetes-deployment/hardened.ts';
import { podAt } from '../../../checks/06-kubernetes-deployment/manifest/pods.ts';
import { readManifests } from '../../../src/harness/kubernetes/manifests/manifests.ts';
import type { Files } from '../../../src/kit/index.ts';

const podsOf = (file: string) => {
  const text = readFileSync(new URL(`./pod-security/${file}.yaml`, import.meta.url), 'utf8');
  return readManifests({ list: () => ['k8s/a.yaml'], read: () => text } as unknown as Files).objects;
};
const flaws = (file: string) =>
  podsOf(file).map((object) => ({ name: object.name, flaws: flawsOfStandard(podAt(object, [])) }));

describe('the restricted standard of Kubernetes 1.34', () => {
  it('has its published pods here', () => {
    const counts = ['restricted-pass', 'restricted-fail', 'baseline-pass', 'baseline-fail'].map(
      (file) => podsOf(file).length,
    );
    expect(counts).toEqual([22, 74, 14, 34]);
  });

  it('admits all of its own that pass', () => {
    expect(flaws('restricted-pass').filter((one) => one.flaws.length > 0)).toEqual([]);
  });

  it.each(['restricted-fail', 'baseline-fail'])('refuses all of %s, each with a place in the pod', (file) => {
    const judged = flaws(file);
    expect(judged.filter((one) => one.flaws.length === 0)).toEqual([]);
    for (const one of judged) expect(one.flaws[0]?.at).toMatchObject({ file: 'k8s/a.yaml' });
  });
});
