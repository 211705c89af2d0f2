/** What the restricted standard, and the lesson's read-only root, ask of each container. */
import type { ManifestObject } from '#kit';
import type { Flaw } from '../manifest/flaw.ts';
import { type Container, podSpec } from '../manifest/parts.ts';

/** A container's settings: its own win over the pod's. */
type Settings = {
  who: string;
  own(...path: string[]): unknown;
  either(...path: string[]): unknown;
  at(...path: string[]): Flaw['at'];
};

export function flawsOfContainer(container: Container, deployment: ManifestObject): Flaw[] {
  const own = (...path: string[]) => container.get('securityContext', ...path);
  const settings: Settings = {
    who: `Container ${container.name}`,
    own,
    either: (...path) => own(...path) ?? deployment.get(...podSpec, 'securityContext', ...path),
    at: (...path) => container.where('securityContext', ...(own(...path) === undefined ? [] : path)),
  };
  const flaws = rules.map((rule) => rule(settings));
  return [...flaws, takesHostPort(container, settings.who)].filter((flaw) => flaw !== undefined);
}

type Rule = (settings: Settings) => Flaw | undefined;

const shown = (value: unknown) => (value === undefined ? 'not set' : JSON.stringify(value));
const listed = <T = string>(value: unknown) => (Array.isArray(value) ? (value as T[]) : []);

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

const isRoot: Rule = ({ who, either, at }) =>
  either('runAsUser') === 0
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
  const drop = listed(own('capabilities', 'drop'));
  if (drop.includes('ALL')) return undefined;
  return {
    at: at('capabilities', 'drop'),
    summary: `${who} keeps some of root’s capabilities.`,
    expected: 'capabilities: {drop: [ALL]}',
    actual: drop.length > 0 ? `drop: ${drop.join(', ')}` : 'not set',
  };
};

const addsCapabilities: Rule = ({ who, own, at }) => {
  const added = listed(own('capabilities', 'add')).filter((name) => name !== 'NET_BIND_SERVICE');
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

const mayWriteItsImage: Rule = ({ who, own, at }) =>
  own('readOnlyRootFilesystem') === true
    ? undefined
    : {
        at: at('readOnlyRootFilesystem'),
        summary: `${who} may write to its own file system.`,
        expected: 'readOnlyRootFilesystem: true',
        actual: shown(own('readOnlyRootFilesystem')),
        hint: 'The restricted standard does not demand it, but the service writes no files, and an intruder could leave nothing behind.',
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
  mayWriteItsImage,
];

function takesHostPort(container: Container, who: string): Flaw | undefined {
  const ports = listed<{ hostPort?: number }>(container.get('ports'));
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
