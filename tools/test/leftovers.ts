/** What a test run leaves on the machine. It should leave nothing. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { listeningPorts } from '../../src/harness/process/sockets.ts';

/** Processes that carry our label, ports they listen on, our temp folders, and our namespaces in the test cluster. */
export function leftovers(environment: NodeJS.ProcessEnv = process.env): string[] {
  const pids = labelled();
  return [
    ...pids.map((pid) => `process ${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 80)}`),
    ...(listeningPorts(pids) ?? []).map((port) => `listening port ${port}`),
    ...names(tmpdir())
      .filter((name) => name.startsWith('go-cloud-workshop'))
      .map((name) => `temp folder ${name}`),
    ...namespaces(environment),
  ];
}

/** What was not there before. */
export const newSince = (before: readonly string[], environment: NodeJS.ProcessEnv): string[] =>
  leftovers(environment).filter((one) => !before.includes(one));

/** Containers, images, volumes and networks that carry our label. */
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

function labelled(): number[] {
  return names('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes('GO_CLOUD_WORKSHOP_RUN='))
    .map(Number);
}

function namespaces(environment: NodeJS.ProcessEnv): string[] {
  if (!environment.GO_CLOUD_WORKSHOP_CONTEXT) return [];
  const args = [
    '--context',
    environment.GO_CLOUD_WORKSHOP_CONTEXT,
    'get',
    'namespaces',
    '-l',
    'go-cloud-workshop.io/run',
    '-o',
    'name',
  ];
  return execFileSync('kubectl', args, { encoding: 'utf8', env: environment }).split('\n').filter(Boolean);
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
