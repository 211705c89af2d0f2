/** Brings an image archive into a cluster, each kind by its own tool. */
import { type Found, found, type LackState, lacking } from '../../../kit/index.ts';
import type { ClusterChoice } from '../context.ts';
import type { RunProgram } from '../options.ts';

/** The name under which the cluster now has it. `custom`: 'cmd {archive}', or 'registry:PREFIX' to push it there with docker. */
export async function loadImage(
  cluster: ClusterChoice,
  archive: string,
  reference: string,
  custom: string | undefined,
  run: RunProgram,
): Promise<Found<string>> {
  if (custom?.startsWith('registry:')) return push(custom.slice('registry:'.length), archive, reference, run);
  const commands = custom ? [split(custom, archive)] : commandsFor(cluster, archive);
  if (commands.length === 0)
    return cannotLoad(
      'unsuitable',
      `There is no known way to get an image into the cluster "${cluster.context}".`,
      "Name one: --load-image 'command {archive}', or --load-image registry:PREFIX.",
    );
  const failures: string[] = [];
  for (const [command = '', ...args] of commands) {
    const result = await run(command, args);
    if (result?.code === 0) return found(reference);
    failures.push(result ? `${command} ${args[0] ?? ''}: ${lastLine(result.output)}` : `${command} is not installed`);
  }
  return cannotLoad('unsuitable', `The image could not be loaded into "${cluster.context}": ${failures.join('; ')}.`);
}

const cannotLoad = (state: LackState, what: string, fix = '') => lacking({ need: 'kubernetes', state, what, fix });

function commandsFor({ kind, context }: ClusterChoice, archive: string): string[][] {
  switch (kind) {
    case 'kind':
      return [['kind', 'load', 'image-archive', archive, '--name', context.replace(/^kind-/, '')]];
    case 'minikube':
      return [['minikube', 'image', 'load', archive, '-p', context]];
    case 'k3d':
      return [['k3d', 'image', 'import', archive, '-c', context.replace(/^k3d-/, '')]];
    case 'docker':
      return [['docker', 'load', '-i', archive]];
    case 'rancher-desktop':
      return [
        ['nerdctl', '--namespace', 'k8s.io', 'load', '-i', archive],
        ['docker', 'load', '-i', archive],
      ];
    case 'colima':
      return [
        ['docker', '--context', context, 'load', '-i', archive],
        ['colima', 'nerdctl', '--', '--namespace', 'k8s.io', 'load', '-i', archive],
      ];
    case 'other':
      return [];
  }
}

async function push(prefix: string, archive: string, reference: string, run: RunProgram): Promise<Found<string>> {
  const target = `${prefix.replace(/\/$/, '')}/${reference}`;
  for (const args of [
    ['load', '-i', archive],
    ['tag', reference, target],
    ['push', target],
  ]) {
    const result = await run('docker', args);
    if (!result) return cannotLoad('missing', 'Pushing to a registry needs docker, which is not installed.');
    if (result.code !== 0) return cannotLoad('unsuitable', `docker ${args[0]} failed: ${lastLine(result.output)}.`);
  }
  return found(target);
}

/** Words by white space; {archive} stands for the file, which goes at the end where it is not named. */
function split(command: string, archive: string): string[] {
  const words = command.trim().split(/\s+/);
  return words.some((word) => word.includes('{archive}'))
    ? words.map((word) => word.replaceAll('{archive}', archive))
    : [...words, archive];
}

const lastLine = (text: string) => text.trim().replace(/\.$/, '').split('\n').at(-1) || 'it printed nothing';
