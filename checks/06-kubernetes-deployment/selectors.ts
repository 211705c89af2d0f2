import { check, type ManifestObject } from '#kit';
import { contract } from './manifest/contract.ts';
import { settingOf } from './manifest/environment.ts';
import { type Flaw, failAtFirst, place } from './manifest/flaw.ts';
import { holds, isEmpty, type Labels, matches, selectorAt, templateLabels, written } from './manifest/labels.ts';
import { listensAt, type Parts, partsOf } from './manifest/parts.ts';
import { listOf } from './manifest/pods.ts';
import { namesOf, portOf, targetOf } from './manifest/ports.ts';
import { budgetMissesThePods } from './scaling/disruption.ts';

/** The Deployment finds its pods, the Service the same pods and no others, and its port leads to the container's. */
export const selectors = check(
  'selectors',
  'is found by its labels: by the Deployment, and by the Service on port 80',
  { lesson: 'Labels and selectors' },
  async (context) => {
    const parts = await partsOf(context);
    const rules = [
      deploymentMissesItsPods,
      serviceMissesThePods,
      serviceFindsOthers,
      listensElsewhere,
      portLeadsNowhere,
      sendsToUnready,
      budgetMissesThePods,
    ];
    failAtFirst(
      context,
      rules.map((rule) => rule(parts)),
    );
  },
);

const serviceSelector = (service: ManifestObject): Labels => (service.get('spec', 'selector') ?? {}) as Labels;

function deploymentMissesItsPods({ deployment }: Parts): Flaw | undefined {
  const labels = templateLabels(deployment);
  const { matchLabels, matchExpressions } = selectorAt(deployment) ?? { matchLabels: {}, matchExpressions: [] };
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
    actual: external ? 'type: ExternalName' : `selector: ${written(selector)}; labels of the pods: ${written(labels)}`,
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

function listensElsewhere({ container, manifests }: Parts): Flaw | undefined {
  const port = listensAt(container, manifests);
  if (port === undefined || port === contract.port) return undefined;
  const setting = settingOf('PORT', container, manifests);
  return {
    at: setting?.at ?? container.where(),
    summary: `PORT is ${JSON.stringify(setting?.value)}, but the contract wants the container to listen on ${contract.port}.`,
    expected: `no PORT, or PORT: "${contract.port}"`,
    actual: String(setting?.value),
    hint: `The service listens on $PORT, and on ${contract.port} where it is unset.`,
  };
}

function portLeadsNowhere({ service, pod, container }: Parts): Flaw | undefined {
  const ports = listOf<Port>(service.get('spec', 'ports'));
  const isHttp = ({ port, protocol = 'TCP' }: Port) => port === 80 && protocol === 'TCP';
  // A port may be there for UDP as well.
  const index = ports.some(isHttp) ? ports.findIndex(isHttp) : ports.findIndex(({ port }) => port === 80);
  const given = ports[index];
  if (!given) return not80(service, ports);
  // The default of targetPort is the same number as port; 0 is none.
  const { protocol = 'TCP' } = given;
  const targetPort = given.targetPort || 80;
  const where = (...path: string[]) => service.where('spec', 'ports', index, ...path);
  if (protocol !== 'TCP')
    return {
      at: where('protocol'),
      summary: `The Service’s port 80 is ${protocol}, but HTTP needs TCP.`,
      expected: 'protocol: TCP, which is the default',
      actual: `protocol: ${protocol}`,
      hint: 'Nothing answers on the TCP port of the Service then.',
    };
  const port = targetOf(targetPort, protocol, pod) ?? portOf(targetPort, [container]);
  if (port?.number === contract.port && (port.protocol ?? protocol) === protocol) return undefined;
  const isOther = port?.protocol !== undefined && port.protocol !== protocol;
  return {
    at: port?.at ?? where(...(given.targetPort === undefined ? [] : ['targetPort'])),
    summary: isOther
      ? `The port named "${targetPort}" is declared for ${port.protocol}, and the Service looks for it in TCP.`
      : port
        ? `The Service sends to port ${port.number} of the pods, but the program listens on TCP port ${contract.port}.`
        : `The Service’s targetPort "${targetPort}" is the name of no port of the container.`,
    expected: isOther
      ? 'protocol: TCP, which is the default'
      : `targetPort: ${contract.port}, or the name of the containerPort ${contract.port}`,
    actual:
      given.targetPort === undefined
        ? 'no targetPort, so it is the same as port: 80'
        : port?.at
          ? `targetPort: ${targetPort}, which is the name of containerPort: ${port.number}${isOther ? `, protocol: ${port.protocol}` : ''}`
          : `targetPort: ${targetPort}; named ports of the container: ${namesOf([container])}`,
    hint: 'Kubernetes accepts a port that nothing listens on or a name that no port has; every request is then refused.',
  };
}

function sendsToUnready({ service }: Parts): Flaw | undefined {
  if (service.get('spec', 'publishNotReadyAddresses') !== true) return undefined;
  return {
    at: service.where('spec', 'publishNotReadyAddresses'),
    summary: 'The Service sends requests to pods that are not ready too.',
    expected: 'no publishNotReadyAddresses',
    actual: 'publishNotReadyAddresses: true',
    hint: 'It is for programs that must find each other before they are ready. Here it makes readiness mean nothing.',
  };
}

const not80 = (service: ManifestObject, ports: readonly Port[]): Flaw => ({
  at: service.where('spec', 'ports', ...(ports.length > 0 ? [0, 'port'] : [])),
  summary: 'The Service does not listen on port 80.',
  expected: 'port: 80',
  actual: ports.map((one) => `port: ${one.port}`).join(', ') || 'no port',
  hint: 'port is what clients connect to, targetPort is where the container listens.',
});
