/** The ways in which an upstream takes too long. */
import type { UpstreamHandler } from '#kit';
import { documents, silent } from './fakes.ts';

/** `late`: what to say when it is waited for too long; `unlike504`: when the answer is another one. */
export type Silence = { what: string; handler: UpstreamHandler; late?: string; unlike504?: string };

const inBody =
  'The time-out comes as the error of reading the body then, from io.ReadAll or Decode: hand it back, wrapped with %w, as you do with the error of client.Do. errors.Is(err, context.DeadlineExceeded) tells it from all others.';

export const silences: Silence[] = [
  { what: 'never answers', handler: silent },
  {
    what: 'sends half of its document and then nothing more',
    handler: (request) => request.begin({ body: documents.profile('7') }, 8),
    unlike504: inBody,
  },
  {
    what: 'sends its document one byte at a time, without end',
    handler: (request) => request.drip({ body: `[${' '.repeat(100_000)}]` }, 50),
    unlike504: inBody,
    late: 'The clock must not start anew with every byte. The deadline of a context does not move: context.WithTimeout, once for each request.',
  },
];
