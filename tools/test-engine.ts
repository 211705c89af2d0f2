/** What `npm test` brings along: a Docker engine and a Kubernetes node of its own where this is root on Debian. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Sets DOCKER_HOST for the steps to come; without any engine it says so, and the Docker tests count as skipped. */
export function provideEngine(root: string): void {
  if (process.platform === 'win32') return;
  const script = path.join(root, 'test/testbed/docker/engine.sh');
  try {
    const host = execFileSync(script, ['ensure', String(process.pid)], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (host.toString().trim() !== '') process.env.DOCKER_HOST = host.toString().trim();
  } catch (error) {
    if (process.env.GO_CLOUD_WORKSHOP_TEST_NO_SKIP) throw error;
    console.error('so the tests that need a Docker engine are skipped, stage 05 among them');
  }
}

/** Sets KUBECONFIG and what a cluster of an unknown kind wants, for a node of our own; without one it says so, and what needs a cluster counts as skipped. */
export function provideCluster(root: string): void {
  if (process.env.GO_CLOUD_WORKSHOP_CONTEXT) return;
  const script = path.join(root, 'test/testbed/cluster/cluster.sh');
  try {
    const told = execFileSync(script, ['ensure', String(process.pid)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [config, loadImage] = told.toString().trim().split('\n');
    if (!config || !loadImage) throw new Error(`${script} did not say where its cluster is`);
    Object.assign(process.env, {
      KUBECONFIG: config,
      GO_CLOUD_WORKSHOP_CONTEXT: 'testbed',
      GO_CLOUD_WORKSHOP_LOAD_IMAGE: loadImage,
    });
  } catch (error) {
    if (process.env.GO_CLOUD_WORKSHOP_TEST_NO_SKIP) throw error;
    console.error('so what needs a Kubernetes cluster is skipped, half of stage 06 among it');
  }
}

/** After everything: containers, images, volumes and networks that carry our label. There should be none. */
export function leftOnEngine(): string[] {
  const label = 'label=io.go-cloud-workshop.run';
  const lists = [
    ['ps', '-a', '--format', 'container {{.ID}}'],
    ['images', '-a', '--format', 'image {{.ID}}'],
    ['volume', 'ls', '--format', 'volume {{.Name}}'],
    ['network', 'ls', '--format', 'network {{.Name}}'],
  ];
  try {
    return lists.flatMap((args) => {
      const listed = execFileSync('docker', [...args, '--filter', label], { stdio: ['ignore', 'pipe', 'ignore'] });
      return listed.toString().split('\n').filter(Boolean);
    });
  } catch {
    return []; // No engine, nothing on it.
  }
}
