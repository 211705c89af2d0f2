/** A session against an API server that is only as real as the question needs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { KubernetesOptions } from '../../../src/harness/kubernetes/options.ts';
import { openKubernetesSession } from '../../../src/harness/kubernetes/session.ts';
import { openScratch } from '../../../src/harness/run/scratch.ts';
import { takeSnapshot } from '../../../src/harness/run/snapshot.ts';
import type { CheckScope } from '../../../src/kit/index.ts';
import { temporary, write } from '../../workspace/course.ts';

/** Takes namespaces and has nothing in them; does not say how a pod is created, which is first asked once the images are loaded. */
async function apiServer(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const gone = request.method === 'DELETE' || /^\/api\/v1\/namespaces\/[^/]+$/.test(pathname);
    const status = gone ? 404 : pathname === '/api/v1' ? 500 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    if (searchParams.has('watch')) response.flushHeaders();
    else response.end(JSON.stringify({ metadata: {}, items: [], message: 'as far as this server goes' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const cluster = {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    'insecure-skip-tls-verify': true,
  };
  const file = join(folder, 'kubeconfig');
  const context = { name: 'kind-x', context: { cluster: 'c', user: 'u' } };
  const config = { clusters: [{ name: 'c', cluster }], users: [{ name: 'u', user: {} }], contexts: [context] };
  writeFileSync(file, JSON.stringify({ ...config, 'current-context': 'kind-x' }));
  return file;
}

function check() {
  const cancel = new AbortController();
  const lines: string[] = [];
  const scope = {
    signal: cancel.signal,
    log: (_source: unknown, line: string) => void lines.push(line),
    offTheClock: <T>(work: Promise<T>) => work,
  } as unknown as CheckScope;
  return { cancel, lines, scope };
}

it('opens the cluster for the run: the check that asked first may end, the others still get it', async () => {
  const folder = temporary();
  write(join(folder, 'learner'), { 'go.mod': 'module x\n', 'main.go': 'package main\n' });
  mkdirSync(join(folder, 'source'));
  const scratch = openScratch();
  onTestFinished(() => scratch.remove());
  const building = Promise.withResolvers<void>();
  const built = Promise.withResolvers<void>();
  const run: KubernetesOptions['run'] = async (command, args) => {
    if (command === 'go') {
      building.resolve();
      await built.promise;
      writeFileSync(args[args.indexOf('-o') + 1] as string, 'a binary');
    }
    return { code: 0, signal: null, ms: 1, output: '', timedOut: false };
  };
  const session = openKubernetesSession({
    files: takeSnapshot(join(folder, 'learner'), join(folder, 'source')),
    scratch,
    environment: { KUBECONFIG: await apiServer(folder), GO_CLOUD_WORKSHOP_LOAD_IMAGE: 'load' },
    signal: new AbortController().signal,
    cluster: { spec: { deployment: 'web', image: 'course/web:v1', port: 80 } },
    run,
  });
  const [first, second] = [check(), check()];
  const cancelled = session.forCheck(first.scope).cluster();
  await building.promise;
  first.cancel.abort(new Error('the first check was cancelled'));
  const waiting = session.forCheck(second.scope).cluster();
  built.resolve();
  // What stops it is the server, not the first check's end.
  const ends = await Promise.allSettled([cancelled, waiting]);
  for (const end of ends) expect(end).toMatchObject({ reason: { message: expect.stringContaining('v1/Pod') } });
  expect(second.lines).toEqual(['building the images of the program and of the toolbox']);
  await session.close();
});

it('says so when a stage uses a cluster and declares none', async () => {
  const files = { list: () => [], read: () => undefined } as never;
  const scratch = openScratch();
  onTestFinished(() => scratch.remove());
  const run = async () => undefined;
  const session = openKubernetesSession({ files, scratch, environment: {}, signal: new AbortController().signal, run });
  await expect(session.forCheck(check().scope).cluster()).rejects.toThrow('declares none');
  await expect(session.forCheck(check().scope).dryRun('restricted')).rejects.toThrow('declares none');
});
