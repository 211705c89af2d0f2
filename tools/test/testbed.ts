/** A Docker engine and a Kubernetes node for `npm test`: private ones for root on Debian. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Testbed = {
  /** Environment for the engine's users; undefined when there is none, and the reason has been printed. */
  engine(): Promise<NodeJS.ProcessEnv | undefined>;
  /** The same for the cluster's users; includes the engine's. */
  cluster(): Promise<NodeJS.ProcessEnv | undefined>;
};

/**
 * Starts both while the steps that need neither run: one after the other, because both install packages, and the cluster at low
 * priority, because it is built from source.
 */
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
  // A failure is reported by the step that waits for it; until then it is not an unhandled rejection.
  for (const one of [engine, cluster]) one.catch(() => {});
  return { engine: () => engine, cluster: () => cluster };
}

/** The lines a testbed script prints once it is up; undefined where this machine can't have one. Its log is shown only when it fails. */
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
    // Not 'close': the process it leaves behind to take it down again holds the pipe.
    const code = await new Promise((resolve) => child.once('exit', resolve));
    child.stdout?.destroy();
    if (code === 0) return out.trim().split('\n');
    const said = readFileSync(log, 'utf8').trim();
    if (process.env.GO_CLOUD_WORKSHOP_TEST_NO_SKIP) throw new Error(`no ${what} for the tests:\n${said}`);
    console.error(`no ${what}, so the steps that need one are skipped: ${said}`);
    return undefined;
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
