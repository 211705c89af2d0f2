/** The kubeconfig files that kubectl would read, merged by its rules. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';

/**
 * The harness has an environment of its own, so the client's loadFromDefault, which reads this process's, is not used.
 * Files that do not exist or are empty are skipped; of two entries with the same name the first wins
 * (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/). Without any file there are no
 * contexts: a pod's own service account is not a cluster for learning in. Throws when a file can't be read.
 */
export async function loadKubeconfig(environment: NodeJS.ProcessEnv): Promise<KubeConfig> {
  const { KubeConfig } = await import('./client.ts');
  const merged = new KubeConfig();
  merged.loadFromOptions({ clusters: [], users: [], contexts: [], currentContext: undefined });
  for (const file of kubeconfigFiles(environment)) {
    if (!existsSync(file) || readFileSync(file, 'utf8').trim() === '') continue;
    const next = new KubeConfig();
    next.loadFromFile(file);
    add(merged, next);
  }
  return merged;
}

function kubeconfigFiles({ KUBECONFIG, HOME, USERPROFILE }: NodeJS.ProcessEnv): string[] {
  if (KUBECONFIG) return KUBECONFIG.split(delimiter).filter((file) => file !== '');
  const home = HOME || USERPROFILE;
  return home ? [join(home, '.kube', 'config')] : [];
}

function add(merged: KubeConfig, next: KubeConfig): void {
  for (const cluster of next.getClusters()) if (!merged.getCluster(cluster.name)) merged.addCluster(cluster);
  for (const user of next.getUsers()) if (!merged.getUser(user.name)) merged.addUser(user);
  for (const context of next.getContexts()) if (!merged.getContextObject(context.name)) merged.addContext(context);
  if (!merged.getCurrentContext()) merged.setCurrentContext(next.getCurrentContext());
}
