/** What the restricted standard forbids a pod as a whole. */
import type { Location } from '#kit';
import type { Flaw } from '../manifest/flaw.ts';
import { type Parts, podSpec } from '../manifest/parts.ts';

type Volume = Record<string, unknown>;
type Sysctl = { name: string };

export function flawsOfPod({ deployment }: Parts): Flaw[] {
  const get = (...path: string[]) => deployment.get(...podSpec, ...path);
  const where = (...path: (string | number)[]) => deployment.where(...podSpec, ...path);
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => get(field) === true);
  const volumes = (get('volumes') ?? []) as Volume[];
  const sysctls = (get('securityContext', 'sysctls') ?? []) as Sysctl[];
  return [
    ...shared.map((field) => sharesNode(field, where(field))),
    ...volumes.map((volume, index) => volumeFlaw(volume, where('volumes', index))),
    ...sysctls.map((one) => sysctlFlaw(one, where('securityContext', 'sysctls'))),
  ].filter((flaw) => flaw !== undefined);
}

const sharesNode = (field: string, at: Location): Flaw => ({
  at,
  summary: `The pod shares a namespace of its node: ${field}.`,
  expected: `no ${field}`,
  actual: 'true',
});

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

function volumeFlaw(volume: Volume, at: Location): Flaw | undefined {
  const kind = Object.keys(volume).find((key) => key !== 'name' && volume[key] !== undefined);
  if (kind === undefined || allowedVolumes.includes(kind)) return undefined;
  return {
    at,
    summary: `The volume ${volume.name} is of the kind ${kind}.`,
    expected: allowedVolumes.join(', '),
    actual: kind,
  };
}

const safeSysctls =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_time|tcp_fin_timeout|tcp_keepalive_intvl|tcp_keepalive_probes))$/;

function sysctlFlaw({ name }: Sysctl, at: Location): Flaw | undefined {
  if (safeSysctls.test(name)) return undefined;
  return {
    at,
    summary: `The pod changes the kernel setting ${name}.`,
    expected: 'none, or one that Kubernetes counts as safe',
    actual: name,
  };
}
