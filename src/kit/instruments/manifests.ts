/** The learner's Kubernetes manifests as they are written. Needs no cluster. */
import type { Location } from '../verdict.ts';

/** One object of a manifest; `List`s are unpacked. */
export type ManifestObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The plain document. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Where it begins. */
  readonly at: Location;
  /** What a path holds, e.g. get('spec', 'template', 'spec', 'containers', 0, 'image'); undefined where there is nothing. */
  get(...path: ManifestPath): unknown;
  /** Where a path is written; the nearest place above it where it is not. */
  where(...path: ManifestPath): Location;
};

export type ManifestPath = readonly (string | number)[];

/** What a field should hold. quantity: 64Mi, 50m; int-or-string: a port's number or name, a number or a percentage. */
export type FieldType =
  | ('quantity' | 'int-or-string' | 'object' | 'list' | 'string' | 'integer' | 'number' | 'boolean')
  /** date: RFC 3339. */
  | ('date' | 'base64');

/** Something a cluster would reject, ignore or read otherwise than it is meant. `object`: the Kubernetes kind it is in. */
export type ManifestFault =
  /** `said`: the parser's words. structure: of an error that indentation usually causes. */
  | { kind: 'yaml-structure' | 'yaml-syntax'; said: string }
  | { kind: 'yaml-duplicate-key' | 'yaml-tab' }
  /** Markers of git; {{ }} of Helm and others. */
  | { kind: 'merge-conflict' | 'yaml-template' }
  /** A blank that is none to YAML, e.g. U+00A0. */
  | { kind: 'yaml-unseen'; character: string }
  /** after-end: kubectl ignores what follows a line of three dots. separator: text behind the three dashes. too-large: more than 3 MiB, the files before it included. */
  | { kind: 'yaml-after-end' | 'yaml-separator' | 'too-large' }
  /** The document is text, a list or the like. */
  | { kind: 'not-an-object' }
  /** `known`: the kinds that may be applied: whatever stays inside one namespace and does no harm there. */
  | { kind: 'no-kind'; known: readonly string[] }
  | { kind: 'unknown-kind'; given: string; near?: string; known: readonly string[] }
  | { kind: 'other-version'; object: string; wanted: string; given: string }
  | { kind: 'no-name' | 'has-namespace'; object: string }
  /** Another object has the same kind and name. */
  | { kind: 'duplicate-object'; object: string; name: string }
  | { kind: 'unknown-field'; path: ManifestPath; near?: string }
  | { kind: 'missing-field'; path: ManifestPath; field: string }
  | { kind: 'wrong-type'; path: ManifestPath; wanted: FieldType; given: unknown }
  /** A list has two items with the same `keys`, e.g. two variables of one name. `given`: their values. */
  | { kind: 'repeated-entry'; path: ManifestPath; keys: readonly string[]; given: string }
  /** A whole number that needs more bits than the field has. */
  | { kind: 'out-of-range'; path: ManifestPath; given: unknown }
  | { kind: 'not-a-quantity'; path: ManifestPath; given: string }
  | { kind: 'not-allowed'; path: ManifestPath; allowed: readonly unknown[]; given: unknown };

export type ManifestProblem = ManifestFault & { at: Location };

export type Manifests = {
  /** Paths of the files that were read, k8s/*.yaml and k8s/*.yml. */
  readonly files: readonly string[];
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly ManifestProblem[];
  /** Version of the schema the objects were validated against, e.g. v1.34.4. */
  readonly schema: string;
};
