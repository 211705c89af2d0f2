/** What a session is told about its run and its stage. */
import type { ClusterSpec, Files } from '../../kit/index.ts';
import type { ToolResult } from '../process/run-tool.ts';
import type { Scratch } from '../run/scratch.ts';

export type KubernetesOptions = {
  files: Files;
  scratch: Scratch;
  environment: NodeJS.ProcessEnv;
  /** Ends whatever the session does: the run's, as its work outlives single checks. */
  signal: AbortSignal;
  /** --context and --load-image; else GO_CLOUD_WORKSHOP_CONTEXT and GO_CLOUD_WORKSHOP_LOAD_IMAGE. */
  context?: string;
  loadImage?: string;
  cluster?: ClusterSetup;
  run: RunProgram;
};

/** What the stage needs of a cluster, and where this machine has the program to deploy. */
export type ClusterSetup = {
  spec: ClusterSpec;
  /** Folder of the module whose program the image holds; undefined: the graded folder itself. */
  module?: string;
  /** A learner's own folder with a Dockerfile that builds the image; used instead of the module where an engine can. */
  dockerfile?: string;
};

/** Runs a program of the machine's, e.g. go, kind, docker; undefined: there is none of that name. */
export type RunProgram = (
  command: string,
  args: string[],
  cwd?: string,
  env?: Record<string, string>,
) => Promise<ToolResult | undefined>;
