import { check, type Finding, failIf, finding, type ManifestProblem, type Manifests, type Source } from '#kit';
import { contract } from './manifest/contract.ts';
import { place } from './manifest/flaw.ts';
import { objectNamed } from './manifest/parts.ts';

/** YAML that parses, objects that Kubernetes knows, both of the contract's among them. Nothing else may reach a cluster. */
export const manifests = check(
  'manifests',
  'describes a Deployment and a Service that Kubernetes knows',
  { gate: true, lesson: 'The contract' },
  async ({ kubernetes, files, source }) => {
    const found = await kubernetes.manifests();
    failIf(noFiles(found, files.list()));
    failIf(invalid(found, source));
    failIf(missing(found, 'Deployment') ?? missing(found, 'Service'));
  },
);

function noFiles(found: Manifests, names: string[]): Finding | undefined {
  if (found.files.length > 0) return undefined;
  return {
    summary: 'There are no manifests: no .yaml or .yml file in the folder k8s.',
    expected: 'k8s/deployment.yaml and k8s/service.yaml, or one file that holds both',
    hint: 'go-cloud-workshop reset restores the starter’s files.',
    evidence: [{ kind: 'files', title: 'Files here', text: names.slice(0, 40).join('\n') || '(none)' }],
  };
}

function invalid({ problems, schema }: Manifests, source: Source): Finding | undefined {
  const [first] = problems;
  if (!first) return undefined;
  const many = problems.length > 1;
  return finding({
    summary: `${exactPlace(first)}: ${first.message}`,
    expected: `objects that match the schema of Kubernetes ${schema}`,
    actual: `${many ? `${problems.length} places` : 'one place'} that Kubernetes would reject or ignore`,
    hint: first.hint ?? 'Compare with the lesson, or ask a cluster itself with "kubectl explain".',
    evidence: [
      source.show(first.at),
      { kind: 'events', title: 'All problems', text: problems.map(problemLine).join('\n'), at: first.at },
    ],
  });
}

const exactPlace = ({ at: { file, line, column = 1 } }: ManifestProblem) => `${file}:${line}:${column}`;
const problemLine = (problem: ManifestProblem) =>
  [`${exactPlace(problem)}:`, problem.message, problem.hint].filter((part) => part !== undefined).join(' ');

function missing(found: Manifests, kind: string): Finding | undefined {
  if (objectNamed(found, kind)) return undefined;
  const name = contract.deployment;
  const other = found.objects.find((object) => object.kind === kind);
  return {
    summary: other
      ? `${place(other.where('metadata', 'name'))}: The ${kind} is named "${other.name}", not "${name}".`
      : `There is no ${kind} in k8s/.`,
    expected: `a ${kind} named ${name}`,
    actual: found.objects.map((object) => `${object.kind} ${object.name}`).join(', ') || 'no object at all',
    hint: 'The name is part of the contract: other programs find your service by it.',
    evidence: [],
  };
}
