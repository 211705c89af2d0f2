/** A TCP connection for what no HTTP client would do: half a header, a byte at a time, a hard reset. */
import { connect, type Socket } from 'node:net';
import { type CheckScope, late, type RawConnection, within } from '../../kit/index.ts';
import { Reception } from './reception.ts';
import type { NoteError } from './shortages.ts';

const connectMs = 10_000;
const keptChars = 8 * 2 ** 20;

export async function connectRaw(
  url: string,
  scope: Pick<CheckScope, 'signal' | 'defer'> & { onError: NoteError },
): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80), allowHalfOpen: true });
  socket.setNoDelay(true);
  scope.defer(() => void socket.destroy());
  scope.signal.addEventListener('abort', () => socket.destroy(), { once: true });
  socket.on('error', scope.onError);
  const connection = follow(socket);
  const opened = new Promise<RawConnection['outcome']>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'),
    );
  });
  const outcome = await within(connectMs, opened);
  if (outcome === late) socket.destroy();
  return {
    ...connection,
    outcome: outcome === late ? 'timed-out' : outcome,
    get received() {
      return connection.received;
    },
  };
}

function follow(socket: Socket): Omit<RawConnection, 'outcome'> {
  let received = '';
  const reception = new Reception();
  const closed = new Promise<void>((resolve) => {
    const end = () => {
      reception.end();
      resolve();
    };
    for (const event of ['end', 'close', 'error']) socket.once(event, end);
  });
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    if (received.length < keptChars) received += chunk.toString('latin1');
    reception.changed();
  });
  return {
    get received() {
      return received;
    },
    write: (bytes) =>
      new Promise((resolve) => {
        // A write to a closed connection is a fact to be seen by `closed`, not a crash.
        if (socket.destroyed || !socket.writable) resolve();
        else socket.write(bytes, () => resolve());
      }),
    end: () => void socket.end(),
    until: (match, ms = 10_000) =>
      reception.until(() => (typeof match === 'function' ? match(received) : match.test(received)), ms),
    closed: async (ms = 30_000) => (await within(ms, closed)) !== late,
    destroy: () => socket.resetAndDestroy(),
  };
}
