import { attempt, check, fail } from '#kit';
import { notOn8080 } from './findings/default-port.ts';

/** With PORT unset it listens on 8080. */
export const defaultPort = check(
  'default-port',
  'listens on port 8080 when PORT is not set',
  { timeoutMs: 400_000, lesson: 'The contract' },
  async ({ app, source }) => {
    const started = await attempt(app.start({ port: 'absent' }));
    if (!started.ok) fail(notOn8080(started.finding, source));
  },
);
