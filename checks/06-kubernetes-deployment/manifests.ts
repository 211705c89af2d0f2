import { check, type Evidence, fail, type ManifestProblem, type Manifests } from '#kit';
import { objectNamed, serviceName } from './service.ts';

/** YAML that parses, objects that Kubernetes knows, both of the contract's among them. Nothing else may reach a cluster. */
export const manifests = check(
  'manifests',
  'describes a Deployment and a Service that Kubernetes knows',
  { gate: true, lesson: 'The contract' },
  async ({ kubernetes, files }) => {
    const found = await kubernetes.manifests();
    if (found.files.length === 0) noFiles(files.list());
    const [first] = found.problems;
    if (first) problems(found, first, files.excerpt(first.at));
    for (const kind of ['Deployment', 'Service'] as const) if (!objectNamed(found, kind)) missing(found, kind);
  },
);

function noFiles(names: string[]): never {
  fail({
    summary: 'There is no manifest: no .yaml or .yml file in the folder k8s.',
    expected: 'k8s/deployment.yaml and k8s/service.yaml, or one file that holds both',
    hint: 'Restore the starter’s files with go-cloud-workshop reset.',
    evidence: [{ kind: 'files', title: 'Files here', text: names.slice(0, 40).join('\n') || '(none)' }],
  });
}

function problems(found: Manifests, first: ManifestProblem, excerpt: Evidence): never {
  const all = found.problems.map(
    ({ at, message, hint }) => `${at.file}:${at.line}:${at.column ?? 1}: ${message}${hint ? ` ${hint}` : ''}`,
  );
  const { file, line, column = 1 } = first.at;
  fail({
    summary: `${file}:${line}:${column}: ${first.message}`,
    expected: `objects as Kubernetes ${found.schema} publishes them`,
    actual:
      all.length === 1
        ? 'one place that it would refuse or ignore'
        : `${all.length} places that it would refuse or ignore`,
    hint: first.hint ?? 'Compare with the lesson, or ask a cluster itself with "kubectl explain".',
    evidence: [excerpt, { kind: 'events', title: 'All of them', text: all.join('\n'), at: first.at }],
  });
}

function missing(found: Manifests, kind: string): never {
  const others = found.objects.filter((object) => object.kind === kind);
  const [other] = others;
  fail({
    summary: other
      ? `${other.at.file}:${other.where('metadata', 'name').line}: The ${kind} is named "${other.name}", not "${serviceName}".`.replace(
          /^./,
          (letter) => letter,
        )
      : `There is no ${kind} in k8s/.`,
    expected: `a ${kind} named ${serviceName}`,
    actual: found.objects.map((object) => `${object.kind} ${object.name}`).join(', ') || 'no object at all',
    hint: 'The name is part of the contract: others find your service by it.',
    evidence: [],
  });
}
