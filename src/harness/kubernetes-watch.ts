/** A collection kept up to date by the API server's own events, and a way to await that it is as wanted. */
import type { KubeConfig, KubernetesObject } from '@kubernetes/client-node';
import { within } from '../kit/patience.ts';

export type Watched<T extends KubernetesObject> = {
  all(): T[];
  /** Looks at every change until `wanted` gives something; undefined when `ms` passed before. */
  until<R>(wanted: (all: T[]) => R | undefined, ms: number): Promise<R | undefined>;
  close(): void;
};

/** `path`: e.g. /api/v1/namespaces/x/pods. Begins with what is there. */
export async function watchAll<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  query: Record<string, string> = {},
): Promise<Watched<T>> {
  const { Watch } = await import('@kubernetes/client-node');
  const objects = new Map<string, T>();
  const waiting = new Set<() => void>();
  let closed = false;
  let stop: AbortController | undefined;
  const look = (phase: string, object: T) => {
    const name = object.metadata?.name ?? '';
    if (phase === 'DELETED') objects.delete(name);
    else if (phase === 'ADDED' || phase === 'MODIFIED') objects.set(name, object);
    for (const wake of [...waiting]) wake();
  };
  const begin = async (): Promise<void> => {
    // Without a resourceVersion a watch first tells all there is. A closed one is begun anew; what was deleted meanwhile is forgotten first.
    stop = await new Watch(config).watch(path, query, look, () => {
      if (closed) return;
      objects.clear();
      setTimeout(() => void begin().catch(() => {}), 200).unref();
    });
  };
  await begin();
  return {
    all: () => [...objects.values()],
    async until(wanted, ms) {
      let answer = wanted([...objects.values()]);
      if (answer !== undefined) return answer;
      let wake = () => {};
      const reached = new Promise<void>((resolve) => {
        wake = () => {
          answer = wanted([...objects.values()]);
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
      stop?.abort();
    },
  };
}
