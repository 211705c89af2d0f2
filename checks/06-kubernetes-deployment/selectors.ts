import { check, type ManifestObject } from '#kit';
import { contract } from './manifest/contract.ts';
import { type Flaw, failAtFirst, place } from './manifest/flaw.ts';
import { namedPorts, type Parts, partsOf, portNumber } from './manifest/parts.ts';

/** The Deployment finds its pods, the Service the same pods and no others, and its port leads to the container's. */
export const selectors = check(
  'selectors',
  'is found by its labels: by the Deployment, and by the Service on port 80',
  { lesson: 'Labels and selectors' },
  async (context) => {
    const parts = await partsOf(context);
    const rules = [deploymentMissesItsPods, serviceMissesThePods, serviceFindsOthers, portLeadsNowhere];
    failAtFirst(
      context,
      rules.map((rule) => rule(parts)),
    );
  },
);

type Labels = Record<string, unknown>;
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement */
type Expression = { key: string; operator: string; values?: string[] };

const templateLabels = (deployment: ManifestObject): Labels =>
  (deployment.get('spec', 'template', 'metadata', 'labels') ?? {}) as Labels;
const serviceSelector = (service: ManifestObject): Labels => (service.get('spec', 'selector') ?? {}) as Labels;
const isEmpty = (labels: object) => Object.keys(labels).length === 0;
const matches = (selector: Labels, labels: Labels) =>
  Object.keys(selector).every((key) => labels[key] === selector[key]);
const written = (labels: Labels) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ') || 'none';

function deploymentMissesItsPods({ deployment }: Parts): Flaw | undefined {
  const labels = templateLabels(deployment);
  const { matchLabels = {}, matchExpressions = [] } = (deployment.get('spec', 'selector') ?? {}) as {
    matchLabels?: Labels;
    matchExpressions?: Expression[];
  };
  const wrong = Object.keys(matchLabels).find((key) => labels[key] !== matchLabels[key]);
  const empty = isEmpty(matchLabels) && matchExpressions.length === 0;
  if (wrong === undefined && !empty && matchExpressions.every((one) => holds(one, labels))) return undefined;
  return {
    at: deployment.where('spec', 'selector', 'matchLabels', ...(wrong ? [wrong] : [])),
    summary: empty
      ? 'The Deployment’s selector is empty, so it says nothing about its pods.'
      : 'The Deployment’s selector does not match the labels of its own template.',
    expected: 'every label of spec.selector is in spec.template.metadata.labels, with the same value',
    actual: `selector: ${written(matchLabels)}; labels of the template: ${written(labels)}`,
    hint: 'The API server rejects such a Deployment. Write the same label on both sides, e.g. app: user-service.',
  };
}

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key] as string | undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}

function serviceMissesThePods({ deployment, service }: Parts): Flaw | undefined {
  const selector = serviceSelector(service);
  const labels = templateLabels(deployment);
  const external = service.get('spec', 'type') === 'ExternalName';
  if (!isEmpty(selector) && matches(selector, labels) && !external) return undefined;
  return {
    at: external ? service.where('spec', 'type') : service.where('spec', 'selector'),
    summary: external
      ? 'A Service of type ExternalName leads to a name outside the cluster, not to the pods.'
      : isEmpty(selector)
        ? 'The Service has no selector, so it leads nowhere.'
        : 'The Service’s selector does not match the labels of the pods.',
    expected: 'every label of the Service’s spec.selector is in the Deployment’s spec.template.metadata.labels',
    actual: `selector: ${written(selector)}; labels of the pods: ${written(labels)}`,
    hint: 'Kubernetes accepts this silently, and then every request to the Service is refused. Use the same label in all three places.',
  };
}

function serviceFindsOthers({ manifests, deployment, service }: Parts): Flaw | undefined {
  const selector = serviceSelector(service);
  const other = manifests.objects.find(
    (one) => one.kind === 'Deployment' && one !== deployment && matches(selector, templateLabels(one)),
  );
  if (!other) return undefined;
  return {
    at: service.where('spec', 'selector'),
    summary: `The Service also selects the pods of the Deployment ${other.name}.`,
    expected: `only the pods of ${contract.deployment}`,
    actual: `${written(selector)} matches the template at ${place(other.where('spec', 'template'))} too`,
    hint: 'Some of the requests would reach the wrong program. Give each Deployment a label of its own, and select by it.',
  };
}

type Port = { port?: number; targetPort?: number | string; protocol?: string };

function portLeadsNowhere({ service, container }: Parts): Flaw | undefined {
  const ports = (service.get('spec', 'ports') ?? []) as Port[];
  const index = ports.findIndex((one) => one.port === 80);
  const port = ports[index];
  if (!port) return not80(service, ports);
  // The default of targetPort is the same number as port.
  const { targetPort = 80, protocol = 'TCP' } = port;
  const number = portNumber(targetPort, container);
  if (number === contract.port && protocol === 'TCP') return undefined;
  const names = [...namedPorts(container).keys()].join(', ') || 'none';
  return {
    at: service.where('spec', 'ports', index, ...(port.targetPort === undefined ? [] : ['targetPort'])),
    summary:
      number === undefined
        ? `The Service’s targetPort "${targetPort}" is the name of no port of the container.`
        : `The Service sends to port ${number} of the pods, but the program listens on TCP port ${contract.port}.`,
    expected: `targetPort: ${contract.port}, or the name of the containerPort ${contract.port}`,
    actual:
      port.targetPort === undefined
        ? 'no targetPort, so it is the same as port: 80'
        : `targetPort: ${targetPort}; named ports of the container: ${names}`,
    hint: 'Kubernetes accepts a port that nothing listens on or a name that no port has; every request is then refused.',
  };
}

const not80 = (service: ManifestObject, ports: readonly Port[]): Flaw => ({
  at: service.where('spec', 'ports'),
  summary: 'The Service does not listen on port 80.',
  expected: 'port: 80',
  actual: ports.map((one) => `port: ${one.port}`).join(', ') || 'no port',
  hint: 'port is what clients connect to, targetPort is where the container listens.',
});
