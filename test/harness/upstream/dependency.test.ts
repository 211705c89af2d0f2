import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openPorts } from '../../../src/harness/run/ports.ts';
import { openDependency } from '../../../src/harness/upstream/dependency.ts';
import { type Dependency, eventually } from '../../../src/kit/index.ts';

const ports = openPorts();
const cleanups: (() => unknown)[] = [() => ports.release()];
afterEach(async () => {
  for (const cleanup of cleanups.splice(1)) await cleanup();
});

async function accepting(): Promise<Dependency> {
  const dependency = await openDependency(await ports.issue());
  cleanups.push(() => dependency.close());
  await dependency.accept();
  return dependency;
}

const becomes = (read: () => number, wanted: number) =>
  eventually(10_000, () => (read() === wanted ? true : undefined)).then(() => expect(read()).toBe(wanted));

test('a dependency counts the connections that are open, and those it has had', async () => {
  const dependency = await accepting();
  const [, port] = dependency.address.split(':');
  const sockets = [1, 2, 3].map(() => connect(Number(port), '127.0.0.1').on('error', () => {}));
  await becomes(() => dependency.open, 3);
  sockets[0]?.destroy();
  await becomes(() => dependency.open, 2);
  await dependency.refuse();
  expect(dependency.open).toBe(0);
  expect(dependency.connections).toBe(3);
});
