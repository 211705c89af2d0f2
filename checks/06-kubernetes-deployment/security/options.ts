/** What a security context may not choose, the pod's no more than a container's. */
import type { Location } from '#kit';
import type { Flaw } from '../manifest/flaw.ts';

type Get = (...path: string[]) => unknown;
type Where = (...path: string[]) => Location;

export const optionFlaws = (who: string, get: Get, where: Where): (Flaw | undefined)[] => [
  appArmor(who, get, where),
  seLinux(who, get, where),
  windowsHost(who, get, where),
];

function appArmor(who: string, get: Get, where: Where): Flaw | undefined {
  if (get('appArmorProfile') == null) return undefined;
  const type = get('appArmorProfile', 'type');
  if (type === 'RuntimeDefault' || type === 'Localhost') return undefined;
  return {
    at: where('appArmorProfile', 'type'),
    summary: `${who} runs without the node’s AppArmor profile.`,
    expected: 'appArmorProfile: {type: RuntimeDefault}, or none',
    actual: String(type),
  };
}

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

function seLinux(who: string, get: Get, where: Where): Flaw | undefined {
  const chosen = (field: string) => String(get('seLinuxOptions', field) ?? '');
  const wrong = ['user', 'role'].find((field) => chosen(field) !== '');
  const field = wrong ?? (seLinuxTypes.includes(chosen('type')) ? undefined : 'type');
  if (field === undefined) return undefined;
  return {
    at: where('seLinuxOptions', field),
    summary: `${who} chooses the SELinux ${field} ${chosen(field)}.`,
    expected: 'no seLinuxOptions, or the type of a container',
    actual: chosen(field),
  };
}

const windowsHost = (who: string, get: Get, where: Where): Flaw | undefined =>
  get('windowsOptions', 'hostProcess') === true
    ? {
        at: where('windowsOptions', 'hostProcess'),
        summary: `${who} is a process of its Windows node.`,
        expected: 'no hostProcess',
        actual: 'true',
      }
    : undefined;
