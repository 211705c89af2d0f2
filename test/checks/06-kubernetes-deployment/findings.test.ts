/** What learners of stage 06 read, as a function of what was seen. */
import { describe, expect, it } from 'vitest';
import { stayReady } from '../../../checks/06-kubernetes-deployment/findings/database.ts';
import { explain as explainManifest } from '../../../checks/06-kubernetes-deployment/findings/problems.ts';
import {
  explain,
  notRolledOut,
  restartNotComplete,
} from '../../../checks/06-kubernetes-deployment/findings/rollout.ts';
import { lostInHealing, lostInRollout, notServed } from '../../../checks/06-kubernetes-deployment/findings/traffic.ts';
import type { LoadReport, ManifestFault, RolloutFault } from '../../../src/kit/index.ts';

const at = { file: 'k8s/a.yaml', line: 1 };

describe('why a rollout does not complete', () => {
  const said = 'configmap "settings" not found';
  const cases: [RolloutFault, RegExp][] = [
    [{ kind: 'object-refused', object: { kind: 'Service', name: 'x', at }, said }, /rejects the Service x\.$/],
    [{ kind: 'pods-refused', said: 'exceeded quota' }, /refuses to create the pods: exceeded quota\.$/],
    [{ kind: 'unschedulable', said: '' }, /^No node has room for the pod\.$/],
    [{ kind: 'image-not-pulled', image: 'a/b:v1', reason: 'ErrImagePull' }, /the image a\/b:v1 \(ErrImagePull\)\.$/],
    [{ kind: 'image-name-invalid', image: 'A' }, /^A is not a valid image name/],
    [
      { kind: 'container-not-created', reason: 'CreateContainerConfigError', said },
      /Error\): configmap "settings" not found\.$/,
    ],
    [{ kind: 'container-not-started', reason: 'RunContainerError', said: 'no such file.' }, /Error\): no such file\.$/],
    [{ kind: 'killed-at-start', reason: 'RunContainerError', limit: '4Mi' }, /memory limit is 4Mi\.$/],
    [{ kind: 'out-of-memory', restarts: 2 }, /OOMKilled, 2 restarts/],
    [{ kind: 'liveness-failed', restarts: 1 }, /\(1 restart\), because its liveness probe fails\.$/],
    [{ kind: 'crashed', exitCode: 1, restarts: 1 }, /CrashLoopBackOff, exit code 1, 1 restart\)/],
    [
      { kind: 'probe-failed', said: 'Readiness probe failed: 503' },
      /do not become ready: Readiness probe failed: 503\.$/,
    ],
    [{ kind: 'stuck', ms: 60_000 }, /no progress for 1 min\.$/],
  ];
  it.each(cases)('%o', (fault, summary) => {
    expect(explain(fault).summary).toMatch(summary);
    expect(explain(fault).hint).not.toBe('');
  });

  it('names the cluster, or the restart in which it happened', () => {
    const fault: RolloutFault = { kind: 'stuck', ms: 60_000 };
    expect(notRolledOut(fault, 'kind-kind', []).expected).toMatch(/applied to kind-kind$/);
    expect(restartNotComplete(fault, []).summary).toMatch(/^The restart under load did not complete\. The rollout/);
  });
});

describe('requests', () => {
  const failure = { at: '2026-01-01T00:00:00Z', connection: 'new', reason: 'connection refused' } as const;
  const report: LoadReport = {
    sent: 9,
    failed: 1,
    failures: [{ ...failure, near: { pod: 'user-service-a', phase: 'ending' } }],
  };

  it('that failed are shown with the pod that was ending', () => {
    const finding = lostInRollout(report, []);
    expect(finding.summary).toBe('1 of 9 requests failed while a new version rolled out.');
    expect(finding.actual).toBe('the first failure: connection refused, while user-service-a was ending');
    expect(finding.evidence[0]?.text).toMatch(/new connection: connection refused; user-service-a was ending$/);
  });

  it('that failed with no pod near are shown without one', () => {
    expect(lostInHealing({ ...report, failures: [failure] }, []).actual).toBe('the first failure: connection refused');
  });

  it('without an answer point at the Service, with another at the image', () => {
    expect(notServed('http://x/', { status: 0, body: '', error: 'refused' }, []).hint).toMatch(/headless/);
    expect(notServed('http://x/', { status: 404, body: 'no', error: undefined }, []).actual).toBe('status 404 no');
  });
});

it('a database that is away is named as DB_ADDR names it', () => {
  expect(stayReady(33_000, [])).toMatchObject({
    summary: 'The pods stay ready while the database db:5432 refuses connections.',
    actual: 'still ready after 33 s',
  });
});

describe('problems of a manifest', () => {
  const cases: [ManifestFault, string][] = [
    [{ kind: 'unknown-field', path: ['spec', 'selecter'] }, 'Kubernetes knows no field "selecter" in spec.'],
    [{ kind: 'unknown-field', path: ['sepc'] }, 'Kubernetes knows no field "sepc" at the top of this object.'],
    [
      { kind: 'missing-field', path: [], field: 'spec' },
      'The object lacks the field "spec", which Kubernetes requires.',
    ],
    [
      { kind: 'wrong-type', path: ['spec', 'ports', 0, 'port'], wanted: 'integer', given: '80' },
      'spec.ports[0].port is "80", but Kubernetes wants a whole number without quotes.',
    ],
    [{ kind: 'not-a-quantity', path: ['limits', 'memory'], given: '64MB' }, 'memory: "64MB" is not a quantity.'],
    [{ kind: 'not-allowed', path: ['a'], allowed: ['b', 'c'], given: 1 }, 'a is 1; Kubernetes allows b, c.'],
    [
      { kind: 'other-version', object: 'Service', wanted: 'v1', given: '' },
      'The apiVersion of a Service is v1, not none.',
    ],
    [{ kind: 'unknown-kind', given: 'Role', known: [] }, 'This stage does not use the kind "Role".'],
    [{ kind: 'yaml-syntax', said: 'Unexpected end' }, 'Unexpected end.'],
  ];
  it.each(cases)('%o', (fault, message) => expect(explainManifest(fault).message).toBe(message));
});
