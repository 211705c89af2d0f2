import type { VerbOption } from './verb.ts';

/** Options that stand before or after any verb. */
export const globals: readonly VerbOption[] = [
  ['--dir <folder>', 'the workshop folder (default: the one you are in, else the one used last)'],
  ['--context <name>', 'the Kubernetes context to use (default: GO_CLOUD_WORKSHOP_CONTEXT)'],
  ['--workshop <folder>', "run another course's folder"],
];
