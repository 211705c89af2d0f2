/** What happens in the namespace, told to whoever watches: pods that come and go, requests, dependencies. */
import { eventually, type Load, type LoadReport, type Progress } from '../../../kit/index.ts';
import { podOf, podsOf } from './pods.ts';
import type { Workload } from './workload.ts';

export type Tell = (progress: Progress) => void;

export type News = {
  tell: Tell;
  /** Tells how the pods are now, and all that follows, until the function it returns is called. */
  follow(listener: Tell): () => void;
};

export function openNews(): News {
  const listeners = new Set<Tell>();
  let pods: Progress | undefined;
  return {
    tell(progress) {
      if (progress.kind === 'pods') {
        if (JSON.stringify(progress) === JSON.stringify(pods)) return;
        pods = progress;
      }
      for (const listener of listeners) listener(progress);
    },
    follow(listener) {
      if (pods) listener(pods);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** From now on; nothing before the Deployment is there. */
export function tellPods({ deployment, deployments, pods }: Workload, tell: Tell): () => void {
  return pods.follow((all) => {
    const wanted = deployments.all().find(({ metadata }) => metadata?.name === deployment)?.spec?.replicas;
    if (wanted === undefined) return;
    const own = podsOf(deployment, all).map(podOf);
    const staying = own.filter(({ deleting }) => !deleting);
    const ready = staying.filter((pod) => pod.ready).length;
    tell({ kind: 'pods', wanted, ready, starting: staying.length - ready, ending: own.length - staying.length });
  });
}

/** How often the load is asked how it goes. */
const lookEveryMs = 400;

export type Watchable = Load & {
  /** How it goes so far. */
  look(): Promise<LoadReport>;
};

/** The same load, told about until it stops. `look` may fail: then nobody watches any more, and the load goes on. */
export function tellLoad(load: Watchable, tell: Tell): Watchable {
  let stopped = false;
  const say = ({ sent, failed }: LoadReport) => tell({ kind: 'requests', sent, lost: failed });
  const looking = eventually(
    Number.POSITIVE_INFINITY,
    async () => {
      const report = await load.look();
      if (!stopped) say(report);
      return stopped || undefined;
    },
    lookEveryMs,
  ).catch(() => {});
  return {
    look: load.look,
    async stop() {
      stopped = true;
      const report = await load.stop();
      say(report);
      await looking;
      return report;
    },
  };
}
