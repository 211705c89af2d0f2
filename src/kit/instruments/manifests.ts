/** The learner's Kubernetes manifests as they are written. Needs no cluster. */
import type { Location } from '../verdict.ts';

/** One object of a manifest; `List` is unpacked. */
export type ManifestObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The plain document. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Where it begins. */
  readonly at: Location;
  /** What a path holds, e.g. get('spec', 'template', 'spec', 'containers', 0, 'image'); undefined where there is nothing. */
  get(...path: readonly (string | number)[]): unknown;
  /** Where a path is written; the nearest place above it where it is not. */
  where(...path: readonly (string | number)[]): Location;
};

/** Something no cluster would take: bad YAML, an unknown field, a wrong type. */
export type ManifestProblem = {
  at: Location;
  message: string /** e.g. the near miss of a misspelt field. */;
  hint?: string;
};

export type Manifests = {
  /** Paths of the files that were read, k8s/*.yaml and k8s/*.yml. */
  readonly files: readonly string[];
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly ManifestProblem[];
  /** Version of the schema the objects were held against, e.g. v1.34.4. */
  readonly schema: string;
};
