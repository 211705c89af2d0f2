/** How saves are noticed, for the faces that say so. */
export type { Watching } from '../workspace/watch.ts';
