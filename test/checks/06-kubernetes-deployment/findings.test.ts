/** What learners of stage 06 read, as a function of what was seen. */
import { describe, expect, it } from 'vitest';
import { stayReady } from '../../../checks/06-kubernetes-deployment/findings/database.ts';
import { missing } from '../../../checks/06-kubernetes-deployment/findings/manifests.ts';
import { explain as explainManifest } from '../../../checks/06-kubernetes-deployment/findings/problems.ts';
import {
  explain,
  notRolledOut,
  restartNotComplete,
} from '../../../checks/06-kubernetes-deployment/findings/rollout.ts';
import {
  endedUnderLoad,
  lostInHealing,
  lostInRollout,
  notServed,
  restartedAlone,
} from '../../../checks/06-kubernetes-deployment/findings/traffic.ts';
import type { LoadReport, ManifestFault, Manifests, RolloutFault } from '../../../src/kit/index.ts';

const at = { file: 'k8s/a.yaml', line: 1 };

describe('why a rollout does not complete', () => {
  const said = 'configmap "settings" not found';
  const container = 'web';
  const cases: [RolloutFault, RegExp][] = [
    [
      { kind: 'object-refused', object: { kind: 'Service', name: 'x', at }, said: 'spec.type: Unsupported value' },
      /rejects the Service x: spec\.type: Unsupported value\.$/,
    ],
    [{ kind: 'too-many-pods', wanted: 2000, allowed: 20 }, /ask for 2000 pods; .* room for 20\.$/],
    [{ kind: 'pods-refused', said: 'exceeded quota' }, /refuses to create the pods: exceeded quota\.$/],
    [{ kind: 'service-account-missing', name: 'web' }, /ServiceAccount web, and there is none/],
    [{ kind: 'paused' }, /paused \(spec\.paused: true\)/],
    [{ kind: 'vanished' }, /then Kubernetes deleted it/],
    [{ kind: 'no-such-scheduler', name: 'mine' }, /No scheduler named mine/],
    [{ kind: 'scheduling-gated', gates: ['a/b'] }, /gate that nothing removes: a\/b\./],
    [{ kind: 'no-such-node', name: 'n7' }, /bound to the node n7/],
    [{ kind: 'unplaceable', rule: 'anti-affinity', nodes: 1, said: '0/1 nodes' }, /podAntiAffinity leaves no node/],
    [{ kind: 'unschedulable', said: '' }, /^No node takes the pod\.$/],
    [
      { kind: 'image-not-pulled', image: 'a/b:v1', reason: 'ErrImagePull', said: '' },
      /the image a\/b:v1 \(ErrImagePull\)\.$/,
    ],
    [{ kind: 'image-name-invalid', image: 'A' }, /^A is not a valid image name/],
    [{ kind: 'volume-not-mounted', said }, /can’t be mounted: configmap "settings" not found\.$/],
    [
      { kind: 'container-not-created', reason: 'CreateContainerConfigError', said },
      /Error\): configmap "settings" not found\.$/,
    ],
    [
      { kind: 'container-not-started', container, reason: 'RunContainerError', said: 'no such file.' },
      /Error\): no such file\.$/,
    ],
    [{ kind: 'killed-at-start', reason: 'RunContainerError', limit: '4Mi' }, /memory limit is 4Mi\.$/],
    [{ kind: 'out-of-memory', container, restarts: 2, limit: '8Mi' }, /its limit of 8Mi \(OOMKilled, 2 restarts/],
    [
      { kind: 'killed-by-probe', container, probe: 'liveness', restarts: 1, said: 'Liveness probe failed: 404' },
      /web \(1 restart\), because its liveness probe failed: Liveness probe failed: 404\.$/,
    ],
    [{ kind: 'hook-failed', container, said: 'no such file' }, /its postStart hook failed: no such file\.$/],
    [{ kind: 'crashed', container, exitCode: 1, restarts: 1 }, /CrashLoopBackOff, exit code 1, 1 restart\)/],
    [{ kind: 'init-not-finished', container, ms: 60_000 }, /init container web did not end within 1 min/],
    [
      { kind: 'probe-failed', said: 'Readiness probe failed: 503' },
      /do not become ready: Readiness probe failed: 503\.$/,
    ],
    [{ kind: 'deadline-exceeded', seconds: 5 }, /progressDeadlineSeconds \(5 s\)/],
    [{ kind: 'stuck', ms: 60_000 }, /no progress for 1 min\.$/],
  ];
  it.each(cases)('%o', (fault, summary) => {
    expect(explain(fault).summary).toMatch(summary);
    expect(explain(fault).hint).not.toBe('');
  });

  it('says that what one node can’t hold may be right elsewhere', () => {
    const spread = (nodes: number) => explain({ kind: 'unplaceable', rule: 'spread', nodes, said: '' }).hint;
    expect(spread(1)).toMatch(/^The cluster here has one node; with more of them it may be right\. .*ScheduleAnyway/);
    expect(spread(3)).toMatch(/has 3 nodes; with more/);
  });

  it('names quota and security standard only where they are the reason', () => {
    const hint = (by?: 'quota' | 'pod-security') => explain({ kind: 'pods-refused', by, said: 'no' }).hint;
    expect(hint('quota')).toMatch(/45 pods/);
    expect(hint('pod-security')).toMatch(/baseline/);
    expect(hint()).not.toMatch(/45 pods|baseline/);
  });

  it('has a short summary, however much Kubernetes says', () => {
    const said = 'admission: '.repeat(200);
    const object = { kind: 'Service', name: 'x', at };
    expect(explain({ kind: 'object-refused', object, said }).summary.length).toBeLessThanOrEqual(200);
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
    restarts: [],
  };

  it('that failed as the program ran out of memory name that, and not the drain', () => {
    const end = { pod: 'user-service-a', container: 'web', reason: 'OOMKilled', exitCode: 137 };
    const finding = endedUnderLoad(end, report, []);
    expect(finding).toMatchObject({ actual: 'web ended with exit code 137 (OOMKilled)' });
    expect(finding.hint).toMatch(/resources\.limits\.memory/);
    expect(finding.hint).not.toMatch(/DRAIN/);
  });

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

it('a pod that restarts by itself is told before anything is done to it', () => {
  const pod = { name: 'p', ip: '', ready: true, deleting: false, restarts: 2 };
  const ended = { container: 'web', reason: 'Error', exitCode: 2 };
  expect(restartedAlone({ ...pod, ended }, [])).toMatchObject({
    summary: 'The pod p restarts by itself (2 restarts), before anything is done to it.',
    actual: 'web ended with exit code 2',
  });
});

it('a database that is away is named as DB_ADDR names it', () => {
  expect(stayReady(33_000, [])).toMatchObject({
    summary: 'The pods stay ready while the database db:5432 refuses connections.',
    actual: 'still ready after 33 s',
  });
});

describe('problems of a manifest', () => {
  it('knows what belongs to the securityContext of a container', () => {
    const hint = (...path: (string | number)[]) => explainManifest({ kind: 'unknown-field', path }).hint;
    expect(hint('spec', 'template', 'spec', 'securityContext', 'capabilities')).toContain('of a container');
    expect(hint('spec', 'template', 'spec', 'securityContext', 'capability')).toContain('under the right key');
    expect(hint('spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged')).toContain('right key');
  });

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
    [
      { kind: 'yaml-unseen', character: '\u00a0' },
      'This line holds ⟨U+00A0⟩: it looks like a space or like nothing, but is no space to YAML.',
    ],
    [{ kind: 'merge-conflict' }, 'Git left a merge conflict in this file.'],
    [{ kind: 'yaml-template' }, 'This line holds {{ }}, which kubectl does not fill in.'],
    [
      { kind: 'wrong-type', path: ['port'], wanted: 'integer', given: '80\u200b' },
      'port is "80⟨U+200B⟩", but Kubernetes wants a whole number without quotes.',
    ],
  ];
  it.each(cases)('%o', (fault, message) => expect(explainManifest(fault).message).toBe(message));

  it('are told in a sentence, however long the value is', () => {
    const { message } = explainManifest({ kind: 'unknown-kind', given: 'x'.repeat(900_000), known: [] });
    expect(message).toHaveLength(180);
  });
});

it('a name that only looks right is told by the character that makes the difference', () => {
  const name = 'user-service\u00a0';
  const service = { kind: 'Service', name, where: () => ({ file: 'k8s/service.yaml', line: 4 }) };
  expect(missing({ objects: [service] } as unknown as Manifests, 'Service')).toMatchObject({
    summary: 'k8s/service.yaml:4: The Service is named "user-service⟨U+00A0⟩", not "user-service".',
    hint: expect.stringContaining('a no-break space (U+00A0) after "user-service"'),
  });
});
