/** A collection kept up to date by the API server's own events, and a way to await that it is as wanted. */
import type { KubeConfig, KubernetesListObject, KubernetesObject } from '@kubernetes/client-node';
import { aborted, within } from '../../../kit/index.ts';

export type Watched<T extends KubernetesObject> = {
  all(): T[];
  /** Calls `changed` now and after every change, until the function it returns is called. */
  follow(changed: (all: T[]) => void): () => void;
  /** What `wanted` gives, now or after some change; undefined when `ms` passed before. Throws when the run is cancelled. */
  until<R>(wanted: (all: T[]) => R | undefined, ms: number): Promise<R | undefined>;
  close(): void;
};

/** The pause between a broken watch and the next one. */
const restartMs = 200;

/** `path`: e.g. /api/v1/namespaces/x/pods, and how to list the same. Resolves with what is there; throws when it can't be listed. */
export async function watchAll<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
  signal: AbortSignal,
): Promise<Watched<T>> {
  const { makeInformer } = await import('../client.ts');
  const informer = makeInformer<T>(config, path, list);
  const followers = new Set<() => void>();
  let closed = false;
  informer.on('change', () => {
    for (const changed of [...followers]) changed();
  });
  let broken: unknown;
  informer.on('error', (error: unknown) => {
    broken ??= error;
    if (!closed) setTimeout(() => void informer.start().catch(() => {}), restartMs).unref();
  });
  await informer.start();
  // The client tells of a list that failed by this event alone.
  if (broken) {
    closed = true;
    void informer.stop();
    throw broken;
  }
  const all = () => [...informer.list()];
  const follow = (changed: (all: T[]) => void) => {
    const tell = () => changed(all());
    followers.add(tell);
    tell();
    return () => void followers.delete(tell);
  };
  return {
    all,
    follow,
    until: (wanted, ms) => firstAnswer(follow, wanted, ms, signal),
    close() {
      closed = true;
      void informer.stop();
    },
  };
}

async function firstAnswer<T extends KubernetesObject, R>(
  follow: Watched<T>['follow'],
  wanted: (all: T[]) => R | undefined,
  ms: number,
  signal: AbortSignal,
): Promise<R | undefined> {
  let answer: R | undefined;
  let reached = () => {};
  const answered = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const unfollow = follow((all) => {
    answer ??= wanted(all);
    if (answer !== undefined) reached();
  });
  await within(ms, Promise.race([answered, aborted(signal)]));
  unfollow();
  signal.throwIfAborted();
  return answer;
}
