/** A collection kept up to date by the API server's own events, and a way to await that it is as wanted. */
import type { KubeConfig, KubernetesListObject, KubernetesObject } from '@kubernetes/client-node';
import { within } from '../../../kit/index.ts';

export type Watched<T extends KubernetesObject> = {
  all(): T[];
  /** Looks at every change until `wanted` gives something; undefined when `ms` passed before. */
  until<R>(wanted: (all: T[]) => R | undefined, ms: number): Promise<R | undefined>;
  close(): void;
};

/** How long after a broken watch the next one begins. */
const againMs = 200;

/** `path`: e.g. /api/v1/namespaces/x/pods, and how to list the same. Resolves with what is there. */
export async function watchAll<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
): Promise<Watched<T>> {
  const { makeInformer } = await import('@kubernetes/client-node');
  const informer = makeInformer<T>(config, path, list);
  const waiting = new Set<() => void>();
  let closed = false;
  informer.on('change', () => {
    for (const wake of [...waiting]) wake();
  });
  informer.on('error', () => {
    if (!closed) setTimeout(() => void informer.start().catch(() => {}), againMs).unref();
  });
  await informer.start();
  const all = () => [...informer.list()];
  return {
    all,
    async until(wanted, ms) {
      let answer = wanted(all());
      if (answer !== undefined) return answer;
      let wake = () => {};
      const reached = new Promise<void>((resolve) => {
        wake = () => {
          answer = wanted(all());
          if (answer !== undefined) resolve();
        };
      });
      waiting.add(wake);
      await within(ms, reached);
      waiting.delete(wake);
      return answer;
    },
    close() {
      closed = true;
      void informer.stop();
    },
  };
}
