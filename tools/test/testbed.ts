/** What `npm test` brings along: a Docker engine and a Kubernetes node of its own where this is root on Debian. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Testbed = {
  /** Environment for what uses the engine; undefined: there is none, and it was said why. */
  engine(): Promise<NodeJS.ProcessEnv | undefined>;
  /** The same for the cluster, with the engine's. */
  cluster(): Promise<NodeJS.ProcessEnv | undefined>;
};

/** Both come up beside the tests that need neither, one after the other since both install packages; the cluster, which is built from source, at low priority. */
export function bringUp(root: string): Testbed {
  const script = (name: string) => path.join(root, 'test/testbed', name);
  const engine = ensure('Docker engine', script('docker/engine.sh'), 0).then((lines) => {
    if (!lines) return undefined;
    const [host] = lines;
    return { ...process.env, ...(host ? { DOCKER_HOST: host } : {}) };
  });
  const cluster = engine.then(async (environment) => {
    if (process.env.GO_CLOUD_WORKSHOP_CONTEXT) return environment ?? process.env;
    const lines = await ensure('Kubernetes node', script('cluster/cluster.sh'), 10);
    if (!lines) return undefined;
    const [KUBECONFIG, GO_CLOUD_WORKSHOP_LOAD_IMAGE] = lines;
    return {
      ...process.env,
      ...environment,
      KUBECONFIG,
      GO_CLOUD_WORKSHOP_CONTEXT: 'testbed',
      GO_CLOUD_WORKSHOP_LOAD_IMAGE,
    };
  });
  // A failure is told by whoever waits; until then nobody does.
  for (const one of [engine, cluster]) one.catch(() => {});
  return { engine: () => engine, cluster: () => cluster };
}

/** The lines a testbed script prints once it is up; undefined where this machine can't have one. What it says on the way is told only when it fails. */
async function ensure(what: string, script: string, niceness: number): Promise<string[] | undefined> {
  if (process.platform === 'win32') return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'testbed-'));
  const log = path.join(folder, 'log');
  const file = openSync(log, 'w');
  try {
    const command = ['-n', String(niceness), script, 'ensure', String(process.pid)];
    const child = spawn('nice', command, { stdio: ['ignore', 'pipe', file] });
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    // Not 'close': what it leaves running to take it down again holds the pipe.
    const code = await new Promise((resolve) => child.once('exit', resolve));
    child.stdout?.destroy();
    if (code === 0) return out.trim().split('\n');
    const said = readFileSync(log, 'utf8').trim();
    if (process.env.GO_CLOUD_WORKSHOP_TEST_NO_SKIP) throw new Error(`no ${what} for the tests:\n${said}`);
    console.error(`no ${what}, so what needs one is skipped: ${said}`);
    return undefined;
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

/** After everything: containers, images, volumes and networks that carry our label. There should be none. */
export function leftOnEngine(environment: NodeJS.ProcessEnv): string[] {
  const label = 'label=io.go-cloud-workshop.run';
  const lists = [
    ['ps', '-a', '--format', 'container {{.ID}}'],
    ['images', '-a', '--format', 'image {{.ID}}'],
    ['volume', 'ls', '--format', 'volume {{.Name}}'],
    ['network', 'ls', '--format', 'network {{.Name}}'],
  ];
  try {
    return lists.flatMap((args) => {
      const listed = execFileSync('docker', [...args, '--filter', label], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: environment,
      });
      return listed.toString().split('\n').filter(Boolean);
    });
  } catch {
    return []; // No engine, nothing on it.
  }
}
