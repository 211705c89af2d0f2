/** Where PORT is not set, the program listens on the contract's port. One run on this machine at a time can look at that. */
import { attempt, type CheckContext, fail, LackError } from '#kit';
import { notOn8080 } from './findings/default-port.ts';

export const contractsPort = 8080;

type Context = Pick<CheckContext, 'app' | 'source'>;

/** Ends as blocked where somebody else has the port. */
export async function listensByDefault({ app, source }: Context): Promise<void> {
  const started = await attempt(app.start({ port: { unset: contractsPort } }));
  if (!started.ok) fail(notOn8080(started.finding, source));
}

/** Says nothing where somebody else has the port, for a check that has more to look at. */
export async function listensByDefaultWhereFree(context: Context): Promise<void> {
  try {
    await listensByDefault(context);
  } catch (error) {
    if (!(error instanceof LackError && typeof error.lack.need === 'object' && 'port' in error.lack.need)) throw error;
  }
}
