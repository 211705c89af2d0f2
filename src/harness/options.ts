import type { Work } from '../kit/index.ts';
import type { ClusterSetup } from './kubernetes/options.ts';
import type { Launcher } from './process/launch.ts';

export type HarnessOptions = {
  /** The learner's folder; it is only read. */
  folder: string;
  /** Ends every build and program of the run. */
  signal: AbortSignal;
  environment: NodeJS.ProcessEnv;
  /** Takes a token for each piece of work; without one it is done at once. */
  work?: Work;
  /** Builds run at low priority, so that no check of another run waits for them. For many runs side by side. */
  niceBuilds?: boolean;
  /** The seam: how a program is started. */
  launcher?: Launcher;
  /** The cluster to use and how images get into it: --context and --load-image. */
  context?: string;
  loadImage?: string;
  /** What the stage needs of a cluster. */
  cluster?: ClusterSetup;
};
