/** What is wrong with a manifest before any check reads it, in words. */
import {
  type Evidence,
  type FieldType,
  type Finding,
  finding,
  type ManifestFault,
  type ManifestPath,
  type ManifestProblem,
  type Manifests,
} from '#kit';
import { contract } from '../manifest/contract.ts';
import { place } from '../manifest/flaw.ts';

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
  return {
    summary: other
      ? `${place(other.where('metadata', 'name'))}: The ${kind} is named "${other.name}", not "${name}".`
      : `There is no ${kind} in k8s/.`,
    expected: `a ${kind} named ${name}`,
    actual: objects.map((object) => `${object.kind} ${object.name}`).join(', ') || 'no object at all',
    hint: 'The name is part of the contract: other programs find your service by it.',
    evidence: [],
  };
}

const exactPlace = ({ at: { file, line, column = 1 } }: ManifestProblem) => `${file}:${line}:${column}`;

function lineOf(problem: ManifestProblem): string {
  const { message, hint } = explain(problem);
  return [`${exactPlace(problem)}:`, message, hint].filter((part) => part !== undefined).join(' ');
}

type Words = { message: string; hint?: string };

/** Exported for its tests. */
export function explain(fault: ManifestFault): Words {
  switch (fault.kind) {
    case 'yaml-duplicate-key':
      return {
        message: 'This key occurs twice in the same object.',
        hint: 'kubectl would silently take the last one. Keep one.',
      };
    case 'yaml-tab':
      return { message: 'A tab indents this line.', hint: 'YAML is indented with spaces only.' };
    case 'yaml-structure':
      return {
        message: sentence(fault.said),
        hint: 'This is often the indentation: the keys of one object stand exactly below each other, indented with spaces.',
      };
    case 'yaml-syntax':
      return { message: sentence(fault.said) };
    case 'not-an-object':
      return {
        message: 'This document is not a Kubernetes object.',
        hint: 'An object has apiVersion, kind, metadata and spec.',
      };
    case 'no-kind':
    case 'unknown-kind':
    case 'other-version':
    case 'no-name':
    case 'has-namespace':
    case 'duplicate-object':
      return explainObject(fault);
    default:
      return explainField(fault);
  }
}

const sentence = (said: string) => said.replace(/\.?$/, '.');

type FieldFault = Extract<ManifestFault, { path: ManifestPath }>;
type ObjectFault = Extract<ManifestFault, { object: string } | { known: readonly string[] }>;

function explainObject(fault: ObjectFault): Words {
  switch (fault.kind) {
    case 'no-kind':
      return { message: 'This object has no kind.', hint: `This stage uses ${fault.known.join(', ')}.` };
    case 'unknown-kind':
      return {
        message: `This stage does not use the kind "${fault.given}".`,
        hint: fault.near ? `Did you mean ${fault.near}?` : `It uses ${fault.known.join(', ')}.`,
      };
    case 'other-version': {
      const given = fault.given === '' ? 'none' : `"${fault.given}"`;
      return { message: `The apiVersion of a ${fault.object} is ${fault.wanted}, not ${given}.` };
    }
    case 'no-name':
      return { message: `This ${fault.object} has no metadata.name.` };
    case 'has-namespace':
      return {
        message: `This ${fault.object} names a namespace.`,
        hint: 'Leave metadata.namespace out: the check puts everything into a namespace of its own, and kubectl -n chooses one.',
      };
    case 'duplicate-object':
      return { message: `There are two objects ${fault.object} ${fault.name}; the second replaces the first.` };
  }
}

function explainField(fault: FieldFault): Words {
  switch (fault.kind) {
    case 'unknown-field': {
      const parent = fault.path.slice(0, -1);
      return {
        message: `Kubernetes knows no field "${fault.path.at(-1)}" ${parent.length > 0 ? `in ${dotted(parent)}` : 'at the top of this object'}.`,
        hint: fault.near
          ? `Did you mean ${fault.near}?`
          : 'Is it indented under the right key? kubectl explain shows which fields there are.',
      };
    }
    case 'missing-field':
      return { message: `${dotted(fault.path)} lacks the field "${fault.field}", which Kubernetes requires.` };
    case 'wrong-type':
      return {
        message: `${dotted(fault.path)} is ${shown(fault.given)}, but Kubernetes wants ${types[fault.wanted]}.`,
      };
    case 'not-a-quantity':
      return {
        message: `${dotted(fault.path.slice(-1))}: "${fault.given}" is not a quantity.`,
        hint: 'Memory is written 64Mi, CPU 50m (thousandths of a core).',
      };
    case 'not-allowed':
      return {
        message: `${dotted(fault.path)} is ${JSON.stringify(fault.given)}; Kubernetes allows ${fault.allowed.join(', ')}.`,
      };
  }
}

const types: Record<FieldType, string> = {
  quantity: 'a quantity such as 64Mi or 50m',
  'int-or-string': 'a whole number or text',
  object: 'an object (key: value lines)',
  list: 'a list (lines that begin with "- ")',
  string: 'text (in quotes where it looks like a number or true/false)',
  integer: 'a whole number without quotes',
  number: 'a number without quotes',
  boolean: 'true or false without quotes',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

/** spec.containers[0].image */
const dotted = (path: ManifestPath): string =>
  path.reduce<string>((so, part) => (typeof part === 'number' ? `${so}[${part}]` : so ? `${so}.${part}` : part), '') ||
  'The object';
