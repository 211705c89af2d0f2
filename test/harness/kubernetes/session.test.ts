import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { KubernetesOptions } from '../../../src/harness/kubernetes/options.ts';
import { openKubernetesSession } from '../../../src/harness/kubernetes/session.ts';
import { openScratch } from '../../../src/harness/run/scratch.ts';
import { takeSnapshot } from '../../../src/harness/run/snapshot.ts';
import type { CheckScope } from '../../../src/kit/index.ts';
import { temporary, write } from '../../workspace/course.ts';
import { apiServer } from './api-server.ts';

/** Takes namespaces; does not say how a pod is created, which is first asked once the images are loaded. */
const untilPods = ({ method, path }: { method: string; path: string }) => {
  if (method === 'DELETE' || /^\/api\/v1\/namespaces\/[^/]+$/.test(path)) return 404;
  return path === '/api/v1' ? 500 : undefined;
};

function check() {
  const cancel = new AbortController();
  const lines: string[] = [];
  const scope = {
    signal: cancel.signal,
    log: (_source: unknown, line: string) => void lines.push(line),
    progress: () => {},
    defer: () => {},
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
    environment: { KUBECONFIG: (await apiServer(untilPods)).kubeconfig, GO_CLOUD_WORKSHOP_LOAD_IMAGE: 'load' },
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
  for (const end of ends)
    expect(end).toMatchObject({ reason: { message: expect.stringContaining('API server of "kind-x" fails') } });
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
