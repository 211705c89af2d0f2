import { type Answer, type Cluster, check, fail } from '#kit';
import { notServed } from './findings/traffic.ts';
import { onCluster, throughService } from './scene.ts';

const maxTries = 50;

/** The image of the contract answers, through a Service that leads to it. */
export const serves = check(
  'serves',
  'answers /healthz, /readyz and /slow through the Service',
  onCluster('Labels and selectors', ['rolls-out']),
  async ({ kubernetes }) => {
    const cluster = await kubernetes.cluster();
    for (const path of ['/healthz', '/readyz', '/slow']) {
      const url = throughService(path);
      const answer = await firstSuccess(cluster, url);
      if (answer.status !== 200) fail(notServed(url, answer, await cluster.evidence()));
    }
  },
);

/** A ClusterIP may refuse connections for about a second after a rollout is reported complete. */
async function firstSuccess(cluster: Cluster, url: string): Promise<Answer> {
  let answer = await cluster.get(url);
  for (let tries = 0; answer.status !== 200 && tries < maxTries; tries += 1) answer = await cluster.get(url);
  return answer;
}
