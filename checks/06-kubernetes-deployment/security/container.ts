/** What the restricted standard asks of each container. */
import type { Flaw } from '../manifest/flaw.ts';
import { type Container, called, listOf } from '../manifest/pods.ts';
import { optionFlaws } from './options.ts';

/** A container's settings: its own win over the pod's. */
export type Settings = {
  who: string;
  own(...path: string[]): unknown;
  either(...path: string[]): unknown;
  /** Where the setting that counts is written, else where it could be. */
  at(...path: string[]): Flaw['at'];
};

export function settingsOf(container: Container): Settings {
  const own = (...path: string[]) => container.get('securityContext', ...path);
  return {
    who: called(container),
    own,
    either: (...path) => own(...path) ?? container.pod.get('securityContext', ...path),
    at: (...path) => container.where('securityContext', ...(own(...path) === undefined ? [] : path)),
  };
}

export function flawsOfContainer(container: Container): Flaw[] {
  const settings = settingsOf(container);
  const onWindows = container.pod.get('os', 'name') === 'windows';
  const { who, own } = settings;
  return [
    ...rules.filter((rule) => !(onWindows && ofLinux.has(rule))).map((rule) => rule(settings)),
    ...optionFlaws(who, own, (...path) => container.where('securityContext', ...path)),
    takesHostPort(container, who),
    ...handlers.map((path) => asksAnotherHost(container, path, who)),
  ].filter((flaw) => flaw !== undefined);
}

type Rule = (settings: Settings) => Flaw | undefined;

const shown = (value: unknown) => (value === undefined ? 'not set' : JSON.stringify(value));

const isPrivileged: Rule = ({ who, own, at }) =>
  own('privileged') === true
    ? {
        at: at('privileged'),
        summary: `${who} is privileged: it owns the whole node.`,
        expected: 'not privileged',
        actual: 'true',
      }
    : undefined;

const mayGainRights: Rule = ({ who, own, at }) =>
  own('allowPrivilegeEscalation') === false
    ? undefined
    : {
        at: at('allowPrivilegeEscalation'),
        summary: `${who} may gain rights it was not started with.`,
        expected: 'allowPrivilegeEscalation: false',
        actual: shown(own('allowPrivilegeEscalation')),
      };

const mayBeRoot: Rule = ({ who, either, at }) =>
  either('runAsNonRoot') === true
    ? undefined
    : {
        at: at('runAsNonRoot'),
        summary: `${who} may run as root.`,
        expected: 'runAsNonRoot: true, for the pod or the container',
        actual: shown(either('runAsNonRoot')),
        hint: 'The image of stage 05 has USER 65532:65532; this makes Kubernetes refuse any image that would run as root.',
      };

/** The pod's own runAsUser is the pod's flaw. */
const isRoot: Rule = ({ who, own, at }) =>
  own('runAsUser') === 0
    ? {
        at: at('runAsUser'),
        summary: `${who} runs as user 0, which is root.`,
        expected: 'no runAsUser, or one above 0',
        actual: '0',
      }
    : undefined;

const mayMakeAnySystemCall: Rule = ({ who, either, at }) => {
  const type = either('seccompProfile', 'type');
  if (type === 'RuntimeDefault' || type === 'Localhost') return undefined;
  return {
    at: at('seccompProfile', 'type'),
    summary: `${who} may make every system call.`,
    expected: 'seccompProfile: {type: RuntimeDefault}, for the pod or the container',
    actual: shown(type),
  };
};

const keepsCapabilities: Rule = ({ who, own, at }) => {
  const drop = listOf<string>(own('capabilities', 'drop'));
  if (drop.includes('ALL')) return undefined;
  return {
    at: at('capabilities', 'drop'),
    summary: `${who} keeps some of root’s capabilities.`,
    expected: 'capabilities: {drop: [ALL]}',
    actual: drop.length > 0 ? `drop: ${drop.join(', ')}` : 'not set',
  };
};

const addsCapabilities: Rule = ({ who, own, at }) => {
  const added = listOf<string>(own('capabilities', 'add')).filter((name) => name !== 'NET_BIND_SERVICE');
  if (added.length === 0) return undefined;
  return {
    at: at('capabilities', 'add'),
    summary: `${who} adds the capability ${added.join(', ')}.`,
    expected: 'none but NET_BIND_SERVICE',
    actual: added.join(', '),
  };
};

const seesAllOfProc: Rule = ({ who, own, at }) =>
  (own('procMount') ?? 'Default') === 'Default'
    ? undefined
    : {
        at: at('procMount'),
        summary: `${who} sees all of /proc.`,
        expected: 'procMount: Default',
        actual: shown(own('procMount')),
      };

/** In the order in which a learner is shown them. */
const rules: Rule[] = [
  isPrivileged,
  mayGainRights,
  mayBeRoot,
  isRoot,
  mayMakeAnySystemCall,
  keepsCapabilities,
  addsCapabilities,
  seesAllOfProc,
];
/** What a Windows node does not know. */
const ofLinux = new Set([mayGainRights, mayMakeAnySystemCall, keepsCapabilities, addsCapabilities]);

function takesHostPort(container: Container, who: string): Flaw | undefined {
  const ports = listOf<{ hostPort?: number }>(container.get('ports'));
  const taken = ports.map(({ hostPort = 0 }) => hostPort).filter((port) => port !== 0);
  if (taken.length === 0) return undefined;
  return {
    at: container.where('ports'),
    summary: `${who} takes a port of the node: ${taken.join(', ')}.`,
    expected: 'no hostPort',
    actual: `hostPort: ${taken.join(', ')}`,
    hint: 'The Service leads to the pods; with a hostPort only one of them fits on a node.',
  };
}

const handlers = ['livenessProbe', 'readinessProbe', 'startupProbe']
  .map((probe) => [probe])
  .concat([
    ['lifecycle', 'postStart'],
    ['lifecycle', 'preStop'],
  ])
  .flatMap((path) => ['httpGet', 'tcpSocket'].map((how) => [...path, how, 'host']));

/** Since 1.34: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
function asksAnotherHost(container: Container, path: string[], who: string): Flaw | undefined {
  const host = container.get(...path);
  if (host == null || host === '') return undefined;
  return {
    at: container.where(...path),
    summary: `${who} lets the node ask another host than the pod: ${host}.`,
    expected: 'no host: the node asks the pod itself',
    actual: `host: ${host}`,
  };
}
