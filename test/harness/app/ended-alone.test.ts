import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openServer } from '../../../src/harness/app/server.ts';
import { Capture, programLimits } from '../../../src/harness/process/capture.ts';
import type { Running } from '../../../src/harness/process/launch.ts';
import type { Exit, Files } from '../../../src/kit/index.ts';

const root = '/tmp/run/source';

async function serverOf({ printed = '', exit }: { printed?: string; exit?: Exit }) {
  const output = new Capture(programLimits);
  const stream = Readable.from([Buffer.from(printed)]);
  output.read(stream, 'stderr');
  await new Promise((resolve) => stream.once('end', resolve));
  const running: Running = {
    pid: 1,
    output,
    begun: 0,
    exited: exit ? Promise.resolve(exit) : new Promise(() => {}),
    running: exit === undefined,
    peakResident: 0,
    family: () => [],
    signal: () => {},
    stop: async () => {},
  };
  return openServer({ running, port: 1, reserved: true, files: { root } as Files, races: '', folder: root, modest: 1 });
}

const died: Exit = { code: 2, signal: null, ms: 1 };
const trace = `panic: oops\n\ngoroutine 7 [running]:\nmain.get()\n\t${root}/main.go:9 +0x1\n`;

describe('a program ended by itself', () => {
  test('where it crashed, whatever we had sent it', async () => {
    const server = await serverOf({ printed: trace, exit: died });
    server.signal('SIGTERM');
    const end = await server.endedAlone();
    expect(end).toMatchObject({ kind: 'crashed', exit: died, crash: { at: { file: 'main.go', line: 9 } } });
  });

  test('where it ended before we told it to', async () => {
    const server = await serverOf({ exit: { ...died, code: 0 } });
    expect(await server.endedAlone()).toMatchObject({ kind: 'ended-by-itself', exit: { code: 0 } });
  });
});

describe('a program did not end by itself', () => {
  test('where it runs', async () => {
    expect(await (await serverOf({ printed: 'panic: recovered\n' })).endedAlone()).toBeUndefined();
  });

  test('where we ended it because it took too much', async () => {
    const exit: Exit = { code: null, signal: 'SIGKILL', ms: 1, exceeded: { what: 'output', limit: 1 } };
    expect(await (await serverOf({ exit })).endedAlone()).toBeUndefined();
  });

  test('where a handler panicked: net/http goes on, and that is told', async () => {
    const printed = `http: panic serving 127.0.0.1:5: oops\ngoroutine 7 [running]:\nmain.get()\n\t${root}/main.go:9 +0x1\n`;
    expect(await (await serverOf({ printed })).endedAlone()).toMatchObject({ crash: { kind: 'handler-panic' } });
  });
});

test('a program that hangs prints its goroutines upon SIGQUIT, and only those count', async () => {
  const output = new Capture(programLimits);
  const stream = new Readable({ read() {} });
  output.read(stream, 'stderr');
  const dump = [
    'SIGQUIT: quit',
    'PC=0x4 m=0 sigcode=0',
    '',
    'goroutine 0 gp=0x9f63c0 m=0 mp=0x9f7360 [idle]:',
    'runtime.futex(0x9f74b8, 0x80)',
    '\t/usr/local/go/src/runtime/sys_linux_amd64.s:571 +0x21 fp=0x7ffd sp=0x7ffc pc=0x4854c1',
    '',
    'goroutine 23 gp=0x123e4be005a0 m=nil [sync.Mutex.Lock]:',
    'sync.(*RWMutex).Lock(0x64ca01?)',
    '\t/usr/local/go/src/sync/rwmutex.go:150 +0x32 fp=0x123e4 sp=0x123e3 pc=0x4978b2',
    'main.(*store).add(0x1, {0x2, 0x3})',
    `\t${root}/store.go:27 +0x45 fp=0x123e5 sp=0x123e4 pc=0x64c`,
    'created by net/http.(*Server).Serve in goroutine 1',
    '\t/usr/local/go/src/net/http/server.go:3464 +0x485',
    '',
  ].join('\n');
  const { promise, resolve } = Promise.withResolvers<Exit>();
  stream.push('goroutine 5 [running]: was printed by the program\n');
  const running: Running = {
    pid: 1,
    output,
    begun: 0,
    exited: promise,
    running: true,
    peakResident: 0,
    family: () => [],
    signal(name) {
      expect(name).toBe('SIGQUIT');
      stream.push(dump);
      stream.push(null);
      stream.once('end', () => resolve({ code: 2, signal: null, ms: 1 }));
    },
    stop: async () => {},
  };
  const server = openServer({
    running,
    port: 1,
    reserved: true,
    files: { root } as Files,
    races: '',
    folder: root,
    modest: 1,
  });
  await server.log.find(({ text }) => (text.includes('was printed') ? true : undefined));
  const waiting = (await server.dump()).filter(({ frames }) => frames.some(({ own }) => own));
  expect(waiting).toMatchObject([{ id: 23, state: 'sync.Mutex.Lock' }]);
  expect(waiting[0]?.frames.find(({ own }) => own)?.at).toEqual({ file: 'store.go', line: 27 });
  expect(await server.endedAlone()).toBeUndefined();
});
