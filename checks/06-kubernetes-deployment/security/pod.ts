/** What the restricted standard forbids a pod as a whole. */
import type { Location } from '#kit';
import type { Flaw } from '../manifest/flaw.ts';
import { listOf, type Pod } from '../manifest/pods.ts';
import { optionFlaws } from './options.ts';

type Volume = Record<string, unknown>;

export function flawsOfPod(pod: Pod): Flaw[] {
  const { get, where } = pod;
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => get(field) === true);
  const volumes = listOf<Volume>(get('volumes'));
  const sysctls = listOf<{ name: string }>(get('securityContext', 'sysctls'));
  return [
    ...shared.map((field) => sharesNode(field, where(field))),
    ...volumes.map((volume, index) => volumeFlaw(volume, where('volumes', index))),
    ...sysctls.map((one, index) => sysctlFlaw(one, where('securityContext', 'sysctls', index))),
    mayBeRoot(pod),
    isRoot(pod),
    noSeccomp(pod),
    ...optionFlaws(
      'The pod',
      (...path) => get('securityContext', ...path),
      (...path) => where('securityContext', ...path),
    ),
    ...Object.entries(pod.annotations.all).map(([name, value]) => appArmorByAnnotation(name, value, pod)),
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
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

function volumeFlaw(volume: Volume, at: Location): Flaw | undefined {
  const kinds = Object.keys(volume).filter((key) => key !== 'name' && volume[key] != null);
  // A volume without a kind is an emptyDir.
  if (kinds.length === 0 || kinds.some((kind) => allowedVolumes.includes(kind))) return undefined;
  const [kind] = kinds;
  return {
    at,
    summary: `The volume ${volume.name} is of the kind ${kind}.`,
    expected: allowedVolumes.join(', '),
    actual: kind,
  };
}

const safeSysctls =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_time|tcp_fin_timeout|tcp_keepalive_intvl|tcp_keepalive_probes|tcp_rmem|tcp_wmem))$/;

function sysctlFlaw({ name }: { name: string }, at: Location): Flaw | undefined {
  if (safeSysctls.test(name)) return undefined;
  return {
    at,
    summary: `The pod changes the kernel setting ${name}.`,
    expected: 'none, or one that Kubernetes counts as safe',
    actual: name,
  };
}

/** The standard refuses these even where every container says otherwise. */
const mayBeRoot = ({ get, where }: Pod): Flaw | undefined =>
  get('securityContext', 'runAsNonRoot') !== false
    ? undefined
    : {
        at: where('securityContext', 'runAsNonRoot'),
        summary: 'The pod may run as root.',
        expected: 'runAsNonRoot: true',
        actual: 'false',
      };

const isRoot = ({ get, where }: Pod): Flaw | undefined =>
  get('securityContext', 'runAsUser') !== 0
    ? undefined
    : {
        at: where('securityContext', 'runAsUser'),
        summary: 'The pod runs as user 0, which is root.',
        expected: 'no runAsUser, or one above 0',
        actual: '0',
        hint: 'Containers may choose another user, but the restricted standard refuses the pod for this line alone.',
      };

function noSeccomp({ get, where }: Pod): Flaw | undefined {
  if (get('securityContext', 'seccompProfile') == null) return undefined;
  const type = get('securityContext', 'seccompProfile', 'type');
  if (type === 'RuntimeDefault' || type === 'Localhost') return undefined;
  return {
    at: where('securityContext', 'seccompProfile', 'type'),
    summary: 'The pod may make every system call.',
    expected: 'seccompProfile: {type: RuntimeDefault}',
    actual: String(type),
  };
}

/** How AppArmor was chosen before Kubernetes 1.30; still read. */
function appArmorByAnnotation(name: string, value: string, { annotations }: Pod): Flaw | undefined {
  if (!name.startsWith('container.apparmor.security.beta.kubernetes.io/')) return undefined;
  if (value === '' || value === 'runtime/default' || value.startsWith('localhost/')) return undefined;
  return {
    at: annotations.where(name),
    summary: `The annotation ${name} chooses the AppArmor profile ${value}.`,
    expected: 'runtime/default, or no such annotation',
    actual: value,
  };
}
