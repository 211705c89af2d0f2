/** A minimal fake API server, and a kubeconfig that points to it. */
import { writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporary } from '../../workspace/course.ts';

type Asked = { method: string; path: string };

export type ApiServer = {
  /** A kubeconfig file whose current context is kind-x. */
  kubeconfig: string;
  /** Sends an event to every watch, once there is one. */
  emit(event: { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: object }): Promise<void>;
};

/** `status`: of the answer; 200 where unset. Lists are empty, watches stay open. */
export async function apiServer(status: (asked: Asked) => number | undefined = () => undefined): Promise<ApiServer> {
  const watches = new Set<ServerResponse>();
  const watched = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const code = status({ method: request.method ?? '', path: pathname }) ?? 200;
    // Whoever asks again need not wait.
    response.writeHead(code, { 'content-type': 'application/json', 'retry-after': '0' });
    if (searchParams.has('watch')) {
      response.flushHeaders();
      watches.add(response);
      watched.resolve();
    } else response.end(JSON.stringify({ metadata: {}, items: [], message: `status ${code}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    kubeconfig: kubeconfigFor((server.address() as AddressInfo).port),
    async emit(event) {
      await watched.promise;
      for (const watch of watches) watch.write(`${JSON.stringify(event)}\n`);
    },
  };
}

function kubeconfigFor(port: number): string {
  const file = join(temporary(), 'kubeconfig');
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'kind-x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'kind-x',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
