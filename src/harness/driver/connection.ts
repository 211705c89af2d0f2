/** The grader's side of the connection that a driver opens: questions and answers, a JSON object a line (runtime.go). */
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { driverVariable } from './source.ts';

export type DriverAnswer = { value?: unknown; large?: number; panic?: string; left?: boolean; stack?: string };

export type DriverEnd = {
  env: Record<string, string>;
  /** Resolves when the driver has called us. */
  connected: Promise<void>;
  /** Never settles when the driver ends without an answer: await its exit beside it. */
  ask(question: { call: string; args: readonly unknown[] } | 'stacks'): Promise<DriverAnswer>;
  close(): void;
};

/** A driver cuts its answers at 1 MiB; a program that sends more is not ours any more. */
const mostBytes = 64 * 2 ** 20;

export async function listenForDriver(): Promise<DriverEnd> {
  const token = randomBytes(16).toString('hex');
  const server = createServer();
  const waiting = new Map<number, (answer: DriverAnswer) => void>();
  let asked = 0;
  const socket = greeted(server, token, (line) => {
    const { id, ...answer } = parse(line) ?? {};
    waiting.get(Number(id))?.(answer);
    waiting.delete(Number(id));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    env: { [driverVariable]: `127.0.0.1:${port} ${token}` },
    connected: socket.then(() => {}),
    ask(question) {
      asked += 1;
      const id = asked;
      const sent = question === 'stacks' ? { id } : { id, ...question };
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        socket.then((one) => one.write(`${JSON.stringify(sent)}\n`));
      });
    },
    close() {
      server.close();
      socket.then((one) => one.destroy());
    },
  };
}

/** The first connection whose first line is the token; `onLine` gets the lines after it. */
function greeted(server: Server, token: string, onLine: (line: string) => void): Promise<Socket> {
  return new Promise((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => {}); // followed by 'close'
      let known = false;
      byLine(socket, (line) => {
        if (known) onLine(line);
        else if (line === token) {
          known = true;
          resolve(socket);
        } else socket.destroy();
      });
    });
  });
}

function byLine(socket: Socket, onLine: (line: string) => void): void {
  let pieces: Buffer[] = [];
  let size = 0;
  socket.on('data', (bytes: Buffer) => {
    let rest = bytes;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      onLine(Buffer.concat([...pieces, rest.subarray(0, end)]).toString('utf8'));
      pieces = [];
      size = 0;
      rest = rest.subarray(end + 1);
    }
    pieces.push(rest);
    size += rest.length;
    if (size > mostBytes) socket.destroy();
  });
}

function parse(line: string): (DriverAnswer & { id?: number }) | undefined {
  try {
    return JSON.parse(line) as DriverAnswer & { id?: number };
  } catch {
    return undefined;
  }
}
