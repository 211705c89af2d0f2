/** One problem of a manifest, in words. */
import { type FieldType, legible, type ManifestFault, type ManifestPath, visible } from '#kit';

type Words = { message: string; hint?: string };

export function explain(fault: ManifestFault): Words {
  const { message, hint } = wordsOf(fault);
  return { message: legible(message, 180), hint };
}

function wordsOf(fault: ManifestFault): Words {
  switch (fault.kind) {
    case 'yaml-duplicate-key':
      return {
        message: 'This key occurs twice in the same object.',
        hint: 'kubectl would silently take the last one. Keep one.',
      };
    case 'yaml-tab':
      return { message: 'A tab indents this line.', hint: 'YAML is indented with spaces only.' };
    case 'yaml-unseen':
      return {
        message: `This line holds ${visible(fault.character)}: it looks like a space or like nothing, but is no space to YAML.`,
        hint: 'Text that is copied from a web page often brings such a character. Type the line’s spaces again.',
      };
    case 'merge-conflict':
      return {
        message: 'Git left a merge conflict in this file.',
        hint: 'Keep one of the two versions between <<<<<<< and >>>>>>>, and delete these lines.',
      };
    case 'yaml-template':
      return {
        message: 'This line holds {{ }}, which kubectl does not fill in.',
        hint: 'It is for a template engine such as Helm. Here the value itself must stand in the file.',
      };
    case 'yaml-structure':
      return {
        message: sentence(fault.said),
        hint: 'This is often the indentation: the keys of one object stand exactly below each other, indented with spaces.',
      };
    case 'yaml-separator':
      return {
        message: 'Text follows the three dashes on this line.',
        hint: 'kubectl takes --- as the line between two documents, and only a comment may follow on it.',
      };
    case 'yaml-after-end':
      return {
        message: 'kubectl ignores this: a line of three dots ended the document above.',
        hint: 'Between two documents stands a line of three dashes.',
      };
    case 'too-large':
      return { message: 'With this file the manifests are larger than 3 MiB, more than an API server takes at once.' };
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
          : ofTheContainer(fault.path)
            ? 'This field belongs to the securityContext of a container, below containers. The pod’s own securityContext does not have it.'
            : 'Is it indented under the right key? kubectl explain shows which fields there are.',
      };
    }
    case 'missing-field':
      return { message: `${dotted(fault.path)} lacks the field "${fault.field}", which Kubernetes requires.` };
    case 'wrong-type':
      return {
        message: `${dotted(fault.path)} is ${shown(fault.given)}, but Kubernetes wants ${types[fault.wanted]}.`,
        hint:
          typeof fault.given === 'boolean'
            ? 'kubectl reads yes, no, on, off, y and n as true or false too.'
            : undefined,
      };
    case 'repeated-entry':
      return {
        message: `${dotted(fault.path.slice(0, -1))} has two entries with the ${fault.keys.join(' and ')} ${fault.given}.`,
        hint: 'kubectl apply --server-side refuses that; without it one of the two is dropped. Keep one.',
      };
    case 'out-of-range':
      return { message: `${dotted(fault.path)} is ${fault.given}, a larger number than Kubernetes can hold there.` };
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

const containerOnly = ['allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'capabilities', 'privileged', 'procMount'];

/** Pod and container have a securityContext each, with other fields. */
function ofTheContainer(path: ManifestPath): boolean {
  const [pod, context, field] = path.slice(-3);
  return pod === 'spec' && context === 'securityContext' && containerOnly.includes(String(field));
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
  date: 'a time such as 2026-01-31T12:00:00Z',
  base64: 'base64',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'empty';
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

/** spec.containers[0].image */
const dotted = (path: ManifestPath): string =>
  path.reduce<string>((so, part) => (typeof part === 'number' ? `${so}[${part}]` : so ? `${so}.${part}` : part), '') ||
  'The object';
