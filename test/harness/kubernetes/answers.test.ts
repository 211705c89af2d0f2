/** What API servers answer, word for word as they were seen, and whose fault that is. */
import { describe, expect, it } from 'vitest';
import { apiError, asked, lackOfApi } from '../../../src/harness/kubernetes/answers.ts';
import { loadKubeconfig } from '../../../src/harness/kubernetes/kubeconfig.ts';
import { apiServer } from './api-server.ts';

const context = 'kind-x';
const states = (status: number, said: string) => lackOfApi({ status, said }, context)?.state;

describe('an answer that refuses the manifest', () => {
  it.each([
    [422, 'Deployment.apps "web" is invalid: spec.template.spec.containers[0].image: Required value'],
    [
      400,
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.x"',
    ],
    [403, 'pods "web" is forbidden: violates PodSecurity "baseline:latest": hostNetwork (hostNetwork=true)'],
    [403, 'pods "web-1" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=45, limited: pods=45'],
    [403, 'pods "web" is forbidden: error looking up service account n/web: serviceaccount "web" not found'],
    [403, 'pods "web" is forbidden: no PriorityClass with name high was found'],
    [
      409,
      'Operation cannot be fulfilled on deployments.apps "web": Precondition failed: UID in precondition: a, UID in object meta: ',
    ],
    [413, 'Request entity too large: limit is 3145728'],
    [
      500,
      'failed to create typed patch object (n/web; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="web"].env: duplicate entries for key [name="DRAIN_DELAY"]',
    ],
    [500, 'etcdserver: request is too large'],
  ])('%i %s', (status, said) => expect(states(status, said)).toBeUndefined());
});

describe('an answer that is the machine’s', () => {
  it.each([
    [401, 'Unauthorized', 'forbidden'],
    [
      422,
      'Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
      'taken',
    ],
    [
      403,
      'deployments.apps "web" is forbidden: User "dev" cannot patch resource "deployments" in API group "apps"',
      'forbidden',
    ],
    [403, 'admission webhook "validate.kyverno.svc-fail" denied the request: policy require-labels', 'forbidden'],
    [400, 'admission webhook "deny.example.com" denied the request: no', 'forbidden'],
    [
      422,
      "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
      'forbidden',
    ],
    [
      500,
      'Internal error occurred: failed calling webhook "v.example.com": failed to call webhook: Post "https://x.n.svc:443/?timeout=10s": context deadline exceeded',
      'unsuitable',
    ],
    [
      403,
      'pods "web-1" is forbidden: exceeded quota: compute, requested: memory=32Mi, used: memory=1Gi, limited: memory=1Gi',
      'exhausted',
    ],
    [403, 'pods "web-1" is forbidden: minimum memory usage per Container is 64Mi, but request is 32Mi', 'exhausted'],
    [
      403,
      'deployments.apps "web" is forbidden: unable to create new content in namespace n because it is being terminated',
      'unsuitable',
    ],
    [429, 'Too many requests, please try again later.', 'exhausted'],
    [500, 'Internal error occurred: etcdserver: leader changed', 'unreachable'],
    [503, 'apiserver not ready', 'unreachable'],
    [504, 'Timeout: request did not complete within requested timeout', 'unreachable'],
    [0, 'connect ECONNREFUSED 127.0.0.1:6443', 'unreachable'],
  ])('%i %s', (status, said, state) => expect(states(status, said)).toBe(state));
});

async function reading(answers: number[]) {
  const paths: string[] = [];
  const { kubeconfig } = await apiServer(({ path }) => {
    paths.push(path);
    return answers[paths.length - 1];
  });
  const { CoreV1Api } = await import('@kubernetes/client-node');
  const core = (await loadKubeconfig({ KUBECONFIG: kubeconfig })).makeApiClient(CoreV1Api);
  const ask = asked(context, () => core.listNamespacedPod({ namespace: 'n' }));
  return { ask, tries: () => paths.length };
}

describe('asking', () => {
  it('goes on where the answer may pass', async () => {
    const { ask, tries } = await reading([429, 503, 500, 200]);
    await expect(ask).resolves.toMatchObject({ items: [] });
    expect(tries()).toBe(4);
  });

  it('ends with a lack where it does not', async () => {
    const { ask } = await reading(Array(20).fill(503));
    await expect(ask).rejects.toMatchObject({ name: 'LackError', lack: { need: 'kubernetes', state: 'unreachable' } });
  });

  it('hands on a refusal at once, as it came', async () => {
    const { ask, tries } = await reading([422]);
    await expect(ask).rejects.toMatchObject({ code: 422 });
    expect(tries()).toBe(1);
  });

  it('takes a broken connection for the machine’s, and a bug for ours', async () => {
    const broken = Object.assign(new TypeError('fetch failed'), {
      cause: { code: 'ECONNRESET', message: 'socket hang up' },
    });
    expect(apiError(broken)).toMatchObject({ status: 0, said: 'socket hang up' });
    expect(apiError(new TypeError('x is not a function'))).toBeUndefined();
    await expect(asked(context, () => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
  });

  it('takes the words of a proxy that is no API server', () => {
    expect(apiError({ code: 502, body: '<html>Bad Gateway</html>' })).toMatchObject({
      said: '<html>Bad Gateway</html>',
    });
  });
});
