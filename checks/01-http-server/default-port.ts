import { attempt, check, fail } from '#kit';
import { notOn8080 } from './findings/default-port.ts';

/** The contract's, where PORT is not set. */
const port = 8080;

/** With PORT unset it listens on 8080. */
export const defaultPort = check(
  'default-port',
  'listens on port 8080 when PORT is not set',
  { needs: [{ port }], timeoutMs: 400_000, lesson: 'The contract' },
  async ({ app, source }) => {
    const started = await attempt(app.start({ port: { unset: port } }));
    if (!started.ok) fail(notOn8080(started.finding, source));
  },
);
