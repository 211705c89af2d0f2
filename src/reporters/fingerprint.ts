import { createHash } from 'node:crypto';

/**
 * What makes a finding the same one in the next run: its stage and its check, whatever moved or was reworded. A check has one
 * finding at most, so no two of a report are alike.
 */
export const fingerprint = (suite: string, id: string): string =>
  createHash('sha256').update(`${suite}\n${id}`).digest('hex').slice(0, 40);
