import type { Evidence } from '#kit';

/** A mistake that stands in the code for everyone to see, once one knows where to look. */
export type Slip = { hint: string; code: Evidence | undefined };
