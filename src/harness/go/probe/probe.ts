/** The grader's side of the probe: the program calls us, so it opens no port of its own and sees when we are gone. */
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { type Evidence, FaultyProgram, type Goroutine, late, type Probe, within } from '#kit';
import { ownFilesUnder } from '../../run/own-file.ts';
import { ProbeConnection } from './connection.ts';
import { parseGoroutines } from './goroutines.ts';
import { probeVariable } from './source.ts';

export type ProbeEnd = {
  /** Environment for the program. */
  env: Record<string, string>;
  probe: Probe;
  /** Ends the connection, and with it the program. */
  close(): void;
};

/** How long a question may stay without an answer. */
const answerMs = 30_000;

/** `root`: absolute path of the module as it was built. `log`: what the program has printed, should it end while it is looked at. */
export async function listenForProbe(
  root: string,
  log: () => Evidence | undefined = () => undefined,
): Promise<ProbeEnd> {
  const own = ownFilesUnder(root);
  const token = randomBytes(16).toString('hex');
  const server = createServer();
  const connection = new Promise<ProbeConnection>((resolve) => {
    server.on('connection', (socket) => {
      const one = new ProbeConnection(socket);
      one.readLine().then((first) => (first === token ? resolve(one) : socket.destroy()));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  /** undefined: this toolchain does not know the answer. */
  const ask = async (question: string): Promise<string | undefined> => {
    const answer = await within(
      answerMs,
      connection.then((one) => one.ask(question)),
    );
    if (answer !== late && answer !== 'ended') return answer.text;
    throw new FaultyProgram({
      kind: answer === late ? 'silent-under-probe' : 'ended-under-probe',
      waitedMs: answerMs,
      log: log(),
    });
  };
  const goroutines = (dump: string): Goroutine[] => parseGoroutines(dump, own);

  return {
    env: { [probeVariable]: `127.0.0.1:${port} ${token}` },
    probe: {
      goroutines: async () => goroutines((await ask('goroutines')) ?? ''),
      async leaked() {
        const dump = await ask('leaked');
        return dump === undefined ? undefined : goroutines(dump).filter((one) => one.state.includes('(leaked)'));
      },
      memory: async () => JSON.parse((await ask('memory')) ?? '{}'),
    },
    close() {
      server.close();
      connection.then((one) => one.close());
    },
  };
}
