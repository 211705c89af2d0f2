import { type CheckContext, check, type ManifestObject } from '#kit';
import { containerPort, failAt, namedPorts, type Parts, partsOf, place, portNumber } from './service.ts';

type Labels = Record<string, unknown>;

/** The Deployment finds its pods, the Service the same pods and no others, and its port leads to the container's. */
export const selectors = check(
  'selectors',
  'is found by its labels: by the Deployment, and by the Service on port 80',
  { lesson: 'Labels and selectors' },
  async (context) => {
    const parts = await partsOf(context);
    deploymentFindsItsPods(parts, context);
    serviceFindsThePods(parts, context);
    serviceFindsNothingElse(parts, context);
    portLeadsSomewhere(parts, context);
  },
);

const templateLabels = (deployment: ManifestObject): Labels =>
  (deployment.get('spec', 'template', 'metadata', 'labels') ?? {}) as Labels;
const written = (labels: Labels) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ') || 'none';

function deploymentFindsItsPods({ deployment }: Parts, context: CheckContext): void {
  const labels = templateLabels(deployment);
  const selector = (deployment.get('spec', 'selector') ?? {}) as {
    matchLabels?: Labels;
    matchExpressions?: Expression[];
  };
  const wanted = selector.matchLabels ?? {};
  const wrong = Object.keys(wanted).find((key) => labels[key] !== wanted[key]);
  const unmet = (selector.matchExpressions ?? []).find((one) => !holds(one, labels));
  const empty = Object.keys(wanted).length === 0 && (selector.matchExpressions ?? []).length === 0;
  if (wrong === undefined && !unmet && !empty) return;
  failAt(context, deployment.where('spec', 'selector', 'matchLabels', ...(wrong ? [wrong] : [])), {
    summary: empty
      ? 'The Deployment’s selector is empty, so it says nothing of its pods.'
      : 'The Deployment’s selector does not match the labels of its own template.',
    expected: 'every label of spec.selector stands in spec.template.metadata.labels, with the same value',
    actual: `selector: ${written(wanted)}; labels of the template: ${written(labels)}`,
    hint: 'The API server refuses such a Deployment. Write the same label on both sides, e.g. app: user-service.',
  });
}

type Expression = { key: string; operator: string; values?: string[] };

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement */
function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key] as string | undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}

const matches = (selector: Labels, labels: Labels) =>
  Object.keys(selector).every((key) => labels[key] === selector[key]);

function serviceFindsThePods({ deployment, service }: Parts, context: CheckContext): void {
  const selector = (service.get('spec', 'selector') ?? {}) as Labels;
  const labels = templateLabels(deployment);
  const external = service.get('spec', 'type') === 'ExternalName';
  if (Object.keys(selector).length > 0 && matches(selector, labels) && !external) return;
  failAt(context, external ? service.where('spec', 'type') : service.where('spec', 'selector'), {
    summary: external
      ? 'A Service of type ExternalName leads to a name outside, not to the pods.'
      : Object.keys(selector).length === 0
        ? 'The Service has no selector, so it leads nowhere.'
        : 'The Service’s selector does not match the labels of the pods.',
    expected: 'spec.selector of the Service is a part of spec.template.metadata.labels of the Deployment',
    actual: `selector: ${written(selector)}; labels of the pods: ${written(labels)}`,
    hint: 'Kubernetes takes this without a word, and then every request to the Service is refused. Use the same label in all three places.',
  });
}

function serviceFindsNothingElse({ manifests, deployment, service }: Parts, context: CheckContext): void {
  const selector = (service.get('spec', 'selector') ?? {}) as Labels;
  const other = manifests.objects.find(
    (one) => one.kind === 'Deployment' && one !== deployment && matches(selector, templateLabels(one)),
  );
  if (!other) return;
  failAt(context, service.where('spec', 'selector'), {
    summary: `The Service also selects the pods of the Deployment ${other.name}.`,
    expected: 'the pods of user-service, and only them',
    actual: `${written(selector)} matches the template at ${place(other.where('spec', 'template'))} too`,
    hint: 'A share of all requests would end at the wrong program. Give each Deployment a label of its own, and select by it.',
  });
}

type Port = { port?: number; targetPort?: number | string; protocol?: string };

function portLeadsSomewhere({ service, container }: Parts, context: CheckContext): void {
  const ports = (service.get('spec', 'ports') ?? []) as Port[];
  const index = ports.findIndex((one) => one.port === 80);
  const port = ports[index];
  if (!port) {
    failAt(context, service.where('spec', 'ports'), {
      summary: 'The Service does not listen on port 80.',
      expected: 'port: 80',
      actual: ports.map((one) => `port: ${one.port}`).join(', ') || 'no port',
      hint: 'port is what others connect to, targetPort is where the container listens.',
    });
  }
  // Where targetPort is not set it is the same number as port.
  const target = port.targetPort ?? port.port;
  const number = portNumber(target, container);
  if (number === containerPort && (port.protocol ?? 'TCP') === 'TCP') return;
  const names = [...namedPorts(container).keys()];
  failAt(context, service.where('spec', 'ports', index, ...(port.targetPort === undefined ? [] : ['targetPort'])), {
    summary:
      number === undefined
        ? `The Service’s targetPort "${target}" is the name of no port of the container.`
        : `The Service sends to port ${number} of the pods, and the program listens on ${containerPort}.`,
    expected: `targetPort: ${containerPort}, or the name of the containerPort ${containerPort}`,
    actual:
      port.targetPort === undefined
        ? 'no targetPort, so it is the same as port: 80'
        : `targetPort: ${target}; named ports of the container: ${names.join(', ') || 'none'}`,
    hint: 'Kubernetes accepts a name that nothing has; every request is then refused.',
  });
}
