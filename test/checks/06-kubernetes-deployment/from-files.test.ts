/** What the files alone show, of manifests that were made to be judged wrongly: which check fails first, if any. */
import { describe, expect, it } from 'vitest';
import stage from '../../../checks/06-kubernetes-deployment.ts';
import { readManifests } from '../../../src/harness/kubernetes/manifests/manifests.ts';
import { type CheckContext, Failure, type Files, type Location } from '../../../src/kit/index.ts';
import { copied } from './from-files/copied.ts';
import { right } from './from-files/right.ts';
import { D, P, type Texts, V } from './from-files/solution.ts';
import { wrong } from './from-files/wrong.ts';

const fromFiles = ['manifests', 'selectors', 'replicas', 'resources', 'probes', 'hardened', 'image', 'grace'];

async function firstToFail({ d = D, v = V, p = P, ...more }: Texts): Promise<string> {
  const texts: Texts = { d, v, p, ...more };
  const files = {
    list: () => Object.keys(texts).map((name) => `k8s/${name}.yaml`),
    read: (path: string) => texts[path.slice('k8s/'.length, -'.yaml'.length)],
  } as Files;
  const manifests = readManifests(files);
  const context = {
    files,
    kubernetes: { manifests: async () => manifests, dryRun: async () => ({ ok: false }) },
    source: { show: (at: Location) => ({ kind: 'code', title: '', text: '', at }) },
    note: () => undefined,
  } as unknown as CheckContext;
  for (const check of stage.checks.filter(({ id }) => fromFiles.includes(id))) {
    try {
      await check.run(context);
    } catch (error) {
      if (error instanceof Failure) return check.id;
      throw error;
    }
  }
  return 'ok';
}

describe('manifests that were made to be judged wrongly', () => {
  it.each([...right, ...wrong, ...copied])('%s: %s', async (_name, first, texts) =>
    expect(await firstToFail(texts)).toBe(first),
  );
});
