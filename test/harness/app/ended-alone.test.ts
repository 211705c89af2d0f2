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
    family: () => [],
    signal: () => {},
    stop: async () => {},
  };
  return openServer({ running, port: 1, reserved: true, files: { root } as Files, races: '' });
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
