import { Blocked, type CheckContext, check, fail, type Location } from '#kit';
import { type Container, failAt, type Parts, partsOf, podSpec } from './service.ts';

/** The `restricted` Pod Security Standard (https://kubernetes.io/docs/concepts/security/pod-security-standards/), and a read-only root. */
export const hardened = check(
  'hardened',
  'asks for no more rights than it needs',
  { lesson: 'Locked down' },
  async (context) => {
    const parts = await partsOf(context);
    const [first] = [
      ...podViolations(parts),
      ...parts.containers.flatMap((container) => containerViolations(container, parts)),
    ];
    if (!first) return provenByTheServer(context);
    failAt(context, first.at, {
      summary: first.what,
      expected: first.expected,
      actual: first.actual,
      hint:
        first.hint ??
        'A static binary in an empty image needs nothing of what this takes away. The lesson shows the lines.',
    });
  },
);

/** Where there is a cluster its own admission has the last word; where there is none the rules above do. */
async function provenByTheServer({ kubernetes, files }: CheckContext): Promise<void> {
  const refused = await kubernetes.dryRun('restricted').catch((error: unknown) => {
    if (error instanceof Blocked) return undefined;
    throw error;
  });
  if (refused === undefined) return;
  const at = files.locate(/kind: Deployment/, /\.ya?ml$/);
  fail({
    summary: 'The API server refuses the pod in a namespace that enforces the restricted standard.',
    expected: 'it takes the pod',
    actual: refused.split('\n')[0] ?? '',
    hint: 'Its own words name the field.',
    evidence: [{ kind: 'events', title: 'The API server', text: refused }, at && files.excerpt(at)],
  });
}

type Violation = { at: Location; what: string; expected: string; actual: string; hint?: string };

const shown = (value: unknown) => (value === undefined ? 'not set' : JSON.stringify(value));

function podViolations({ deployment }: Parts): Violation[] {
  const get = (...path: (string | number)[]) => deployment.get(...podSpec, ...path);
  const where = (...path: (string | number)[]) => deployment.where(...podSpec, ...path);
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => get(field) === true);
  const volumes = (get('volumes') ?? []) as Record<string, unknown>[];
  return [
    ...shared.map((field) => ({
      at: where(field),
      what: `The pod shares the node’s own world: ${field}.`,
      expected: `no ${field}`,
      actual: 'true',
    })),
    ...volumes.flatMap((volume, index) => volumeViolations(volume, where('volumes', index))),
    ...sysctlViolations(
      (get('securityContext', 'sysctls') ?? []) as { name: string }[],
      where('securityContext', 'sysctls'),
    ),
  ];
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

function volumeViolations(volume: Record<string, unknown>, at: Location): Violation[] {
  const kind = Object.keys(volume).find((key) => key !== 'name' && volume[key] !== undefined);
  if (kind === undefined || allowedVolumes.includes(kind)) return [];
  return [
    {
      at,
      what: `The volume ${volume.name} is of the kind ${kind}.`,
      expected: allowedVolumes.join(', '),
      actual: kind,
    },
  ];
}

const safeSysctls =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_time|tcp_fin_timeout|tcp_keepalive_intvl|tcp_keepalive_probes))$/;

function sysctlViolations(sysctls: { name: string }[], at: Location): Violation[] {
  return sysctls
    .filter(({ name }) => !safeSysctls.test(name))
    .map(({ name }) => ({
      at,
      what: `The pod changes the kernel setting ${name}.`,
      expected: 'none, or a safe one',
      actual: name,
    }));
}

/** A container's own setting wins over the pod's. */
function containerViolations(container: Container, { deployment }: Parts): Violation[] {
  const own = (...path: string[]) => container.get('securityContext', ...path);
  const pod = (...path: string[]) => deployment.get(...podSpec, 'securityContext', ...path);
  const either = (...path: string[]) => own(...path) ?? pod(...path);
  const at = (...path: string[]) =>
    own(...path) === undefined ? container.where('securityContext') : container.where('securityContext', ...path);
  const who = `Container ${container.name}`;
  const drop = (own('capabilities', 'drop') ?? []) as string[];
  const added = ((own('capabilities', 'add') ?? []) as string[]).filter((name) => name !== 'NET_BIND_SERVICE');
  const seccomp = either('seccompProfile', 'type');
  const rules: [boolean, Violation][] = [
    [
      own('privileged') !== true,
      {
        at: at('privileged'),
        what: `${who} is privileged: it owns the whole node.`,
        expected: 'not privileged',
        actual: 'true',
      },
    ],
    [
      own('allowPrivilegeEscalation') === false,
      {
        at: at('allowPrivilegeEscalation'),
        what: `${who} may gain rights it was not started with.`,
        expected: 'allowPrivilegeEscalation: false',
        actual: shown(own('allowPrivilegeEscalation')),
      },
    ],
    [
      either('runAsNonRoot') === true,
      {
        at: at('runAsNonRoot'),
        what: `${who} may run as root.`,
        expected: 'runAsNonRoot: true, for the pod or the container',
        actual: shown(either('runAsNonRoot')),
        hint: 'The image of stage 05 has USER 65532:65532; this makes Kubernetes refuse any that has not.',
      },
    ],
    [
      either('runAsUser') !== 0,
      {
        at: at('runAsUser'),
        what: `${who} runs as user 0, which is root.`,
        expected: 'no runAsUser, or one above 0',
        actual: '0',
      },
    ],
    [
      seccomp === 'RuntimeDefault' || seccomp === 'Localhost',
      {
        at: at('seccompProfile', 'type'),
        what: `${who} may make every system call.`,
        expected: 'seccompProfile: {type: RuntimeDefault}, for the pod or the container',
        actual: shown(seccomp),
      },
    ],
    [
      drop.includes('ALL'),
      {
        at: at('capabilities', 'drop'),
        what: `${who} keeps capabilities of root.`,
        expected: 'capabilities: {drop: [ALL]}',
        actual: drop.length > 0 ? `drop: ${drop.join(', ')}` : 'not set',
      },
    ],
    [
      added.length === 0,
      {
        at: at('capabilities', 'add'),
        what: `${who} adds the capability ${added.join(', ')}.`,
        expected: 'none but NET_BIND_SERVICE',
        actual: added.join(', '),
      },
    ],
    [
      (own('procMount') ?? 'Default') === 'Default',
      {
        at: at('procMount'),
        what: `${who} sees the whole of /proc.`,
        expected: 'procMount: Default',
        actual: shown(own('procMount')),
      },
    ],
    [
      hostPorts(container).length === 0,
      {
        at: container.where('ports'),
        what: `${who} takes a port of the node: ${hostPorts(container).join(', ')}.`,
        expected: 'no hostPort',
        actual: `hostPort: ${hostPorts(container).join(', ')}`,
        hint: 'The Service leads to the pods; a port of the node allows only one of them there.',
      },
    ],
    [
      own('readOnlyRootFilesystem') === true,
      {
        at: at('readOnlyRootFilesystem'),
        what: `${who} may write to its own image.`,
        expected: 'readOnlyRootFilesystem: true',
        actual: shown(own('readOnlyRootFilesystem')),
        hint: 'The restricted standard does not ask for it, but the service writes no file: whoever breaks in could leave nothing behind.',
      },
    ],
  ];
  return rules.filter(([fine]) => !fine).map(([, violation]) => violation);
}

const hostPorts = (container: Container): number[] =>
  ((container.get('ports') ?? []) as { hostPort?: number }[])
    .map((port) => port.hostPort ?? 0)
    .filter((port) => port !== 0);
