/** What is wrong with a manifest before any check reads it, in words. */
import {
  type Evidence,
  type Finding,
  finding,
  invisibleDifference,
  legible,
  type ManifestProblem,
  type Manifests,
} from '#kit';
import { contract } from '../manifest/contract.ts';
import { place } from '../manifest/flaw.ts';
import { explain } from './problems.ts';

export const noFiles = (names: readonly string[]): Finding => ({
  summary: 'There are no manifests: no .yaml or .yml file in the folder k8s.',
  expected: 'k8s/deployment.yaml and k8s/service.yaml, or one file that holds both',
  hint: 'go-cloud-workshop reset restores the starter’s files.',
  evidence: [{ kind: 'files', title: 'Files here', text: names.slice(0, 40).join('\n') || '(none)' }],
});

/** `excerpt`: the lines around the first problem. */
export function invalid({ problems, schema }: Manifests, first: ManifestProblem, excerpt?: Evidence): Finding {
  const { message, hint } = explain(first);
  return finding({
    summary: `${exactPlace(first)}: ${message}`,
    expected: `objects that match the schema of Kubernetes ${schema}`,
    actual: `${problems.length > 1 ? `${problems.length} places` : 'one place'} that Kubernetes would reject or ignore`,
    hint: hint ?? 'Compare with the lesson, or ask a cluster itself with "kubectl explain".',
    evidence: [excerpt, { kind: 'events', title: 'All problems', text: problems.map(lineOf).join('\n'), at: first.at }],
  });
}

export function missing({ objects }: Manifests, kind: 'Deployment' | 'Service'): Finding {
  const name = contract.deployment;
  const other = objects.find((object) => object.kind === kind);
  const unseen = other && invisibleDifference(name, other.name);
  return {
    summary: other
      ? `${place(other.where('metadata', 'name'))}: The ${kind} is named "${legible(other.name, 80)}", not "${name}".`
      : `There is no ${kind} in k8s/.`,
    expected: `a ${kind} named ${name}`,
    actual: legible(objects.map((object) => `${object.kind} ${object.name}`).join(', '), 400) || 'no object at all',
    hint: unseen
      ? `The two look alike, but there is ${unseen}. Type the name again.`
      : 'The name is part of the contract: other programs find your service by it.',
    evidence: [],
  };
}

const exactPlace = ({ at: { file, line, column = 1 } }: ManifestProblem) => `${file}:${line}:${column}`;

function lineOf(problem: ManifestProblem): string {
  const { message, hint } = explain(problem);
  return [`${exactPlace(problem)}:`, message, hint].filter((part) => part !== undefined).join(' ');
}
