/** What a checker can do with manifests, and with a cluster. */
import type { Manifests } from './manifests.ts';

export interface Kubernetes {
  /** The learner's k8s/*.yaml as they are written. Needs no cluster. */
  manifests(): Promise<Manifests>;
}
