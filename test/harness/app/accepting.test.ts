import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { accepts } from '../../../src/harness/app/accepting.ts';
import { launch } from '../../../src/harness/process/launch.ts';
import { openPorts } from '../../../src/harness/run/ports.ts';
import { openScratch, runLabel } from '../../../src/harness/run/scratch.ts';

async function program(script: string) {
  const scratch = openScratch();
  const running = await launch({
    command: process.execPath,
    args: ['-e', script],
    cwd: scratch.dir,
    env: {},
    label: { name: runLabel, value: scratch.id },
  });
  onTestFinished(async () => {
    await running.stop();
    scratch.remove();
  });
  return running;
}

test.runIf(process.platform === 'linux')('a stranger on the port does not speak for the program', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void stranger.close());
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const idle = await program('setInterval(() => {}, 1e6)');
  expect(await accepts(idle, { port, reserved: false }, 200)).toBe(false);
  expect(await accepts(idle, { port, reserved: true }, 200)).toBe(true);
});

test('a program that listens accepts, its child’s listening included', async () => {
  const ports = openPorts();
  onTestFinished(() => ports.release());
  const port = await ports.issue();
  const listen = `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(listen)}]); setInterval(() => {}, 1e6)`;
  expect(await accepts(await program(child), { port, reserved: false }, 60_000)).toBe(true);
});

test('one that has ended never will', async () => {
  const ended = await program('');
  await ended.exited;
  expect(await accepts(ended, { port: 1, reserved: true }, 60_000)).toBe(false);
});
