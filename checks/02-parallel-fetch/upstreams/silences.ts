/** The ways in which an upstream takes too long. What a program is told about them: findings/words.ts. */
import type { UpstreamHandler } from '#kit';
import { beginning, silent } from './handlers.ts';

export const silences = ['never-answers', 'stops-halfway', 'drips'] as const;
export type Silence = (typeof silences)[number];

export const applySilence: Record<Silence, UpstreamHandler> = {
  'never-answers': silent,
  'stops-halfway': beginning('profile'),
  drips: (request) => request.drip({ body: `[${' '.repeat(100_000)}]` }, 50),
};
