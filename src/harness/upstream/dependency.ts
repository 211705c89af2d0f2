/**
 * A TCP address that refuses, accepts, or swallows connections. The listener lives in a worker thread: to swallow, the
 * thread stops accepting and the queue of the listening socket is filled up, after which Linux drops further SYNs.
 */
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { type Dependency, eventually, late, within } from '#kit';

const listener = `
const { parentPort, workerData } = require('node:worker_threads');
const { createServer } = require('node:net');
const { opened, open } = workerData;
const server = createServer((socket) => {
  Atomics.add(opened, 0, 1);
  Atomics.add(open, 0, 1);
  socket.on('error', () => {}).on('close', () => Atomics.sub(open, 0, 1)).resume();
});
server.on('error', (error) => parentPort.postMessage({ error: error.message }));
server.listen({ host: '127.0.0.1', port: workerData.port, backlog: workerData.sleep ? 1 : 511 }, () => {
  parentPort.postMessage('listening');
  if (workerData.sleep) Atomics.wait(new Int32Array(workerData.sleep), 0, 0);
});
`;

/** Connections, counted by the thread that has them. */
type Counts = { opened: Int32Array; open: Int32Array };

const counter = () => new Int32Array(new SharedArrayBuffer(4));

export async function openDependency(port: number): Promise<Dependency> {
  const counts: Counts = { opened: counter(), open: counter() };
  let stop: () => Promise<void> = async () => {};
  const replaceBy = async (start: () => Promise<() => Promise<void>>) => {
    await stop();
    stop = async () => {};
    // A thread that has ended has closed them all, and told nobody.
    Atomics.store(counts.open, 0, 0);
    stop = await start();
  };
  const address = `127.0.0.1:${port}`;
  return {
    address,
    get connections() {
      return Atomics.load(counts.opened, 0);
    },
    get open() {
      return Atomics.load(counts.open, 0);
    },
    accept: () => replaceBy(() => listenOn(port, counts)),
    refuse: () => replaceBy(async () => async () => {}),
    async drop() {
      await replaceBy(() => swallowOn(port, counts));
      return !(await connects(port));
    },
    close: () => replaceBy(async () => async () => {}),
  };
}

/** Resolves once the port accepts; the result stops it, closing every connection it had. */
async function listenOn(port: number, counts: Counts, sleep?: SharedArrayBuffer): Promise<() => Promise<void>> {
  const worker = new Worker(listener, { eval: true, workerData: { port, sleep, ...counts } });
  const word = await new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (word !== 'listening') {
    await worker.terminate();
    throw new Error(`the dependency cannot listen on 127.0.0.1:${port}: ${JSON.stringify(word)}`);
  }
  return async () => {
    await worker.terminate();
    await eventually(5000, async () => ((await refuses(port)) ? true : undefined));
  };
}

/** Fills the queue until a connection stays without an answer. */
async function swallowOn(port: number, counts: Counts): Promise<() => Promise<void>> {
  const sleep = new SharedArrayBuffer(4);
  const stopListening = await listenOn(port, counts, sleep);
  const fillers: Socket[] = [];
  for (let tries = 0; tries < 8; tries++) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    fillers.push(socket);
    if (!(await settled(socket))) break;
  }
  return async () => {
    for (const socket of fillers) socket.destroy();
    Atomics.store(new Int32Array(sleep), 0, 1);
    Atomics.notify(new Int32Array(sleep), 0);
    await stopListening();
  };
}

/** Whether the attempt ends at all, one way or the other; loopback answers in microseconds. */
async function settled(socket: Socket): Promise<boolean> {
  const end = new Promise<void>((resolve) => {
    socket.once('connect', () => resolve()).once('error', () => resolve());
  });
  return (await within(settledMs, end)) !== late;
}

const settledMs = 400;

async function connects(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const answered = await settled(socket);
  socket.destroy();
  return answered;
}

const refuses = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
