/** What this machine has and lacks for the workshop: the same probes that block a check, asked beforehand. */
import { loadStage, type StageEntry } from '../course/course.ts';
import { type Harness, openHarness } from '../harness/index.ts';
import { openScratch } from '../harness/run/scratch.ts';
import { bareScope, type CheckContext, type Lack, type Need } from '../kit/index.ts';
import type { Env } from '../workspace/app-dirs.ts';

export type DoctorRow = {
  /** e.g. "Go", "Docker engine". */
  name: string;
  /** e.g. "every stage", "stage 05". */
  neededFor: string;
} & ({ state: 'found' /** Version and where it comes from. */; detail: string } | Omit<Lack, 'need'>);

/** What the doctor looks at: the course, and the process it runs in. */
export type DoctorContext = {
  stages: readonly StageEntry[];
  env: Env;
  terminal: { interactive: boolean; colour: boolean; columns: number };
};

/** Each row as soon as it is known. */
export async function* examine(context: DoctorContext, signal: AbortSignal): AsyncGenerator<DoctorRow> {
  const { stages, env } = context;
  yield { name: 'Node', neededFor: 'the workshop itself', state: 'found', detail: nodeOf(process) };
  yield terminalRow(context);
  const scratch = openScratch();
  const harness = await openHarness({ folder: scratch.folder('empty'), signal, environment: { ...env } });
  try {
    const needs = await needsOf(stages);
    for (const probe of probesFor(needs)) {
      if (signal.aborted) return;
      if (probe.onlyIfNeeded && !needs.has(JSON.stringify(probe.need))) continue;
      yield await probeRow(probe, harness, needs, env);
    }
    const cache = await cacheRow(env, signal);
    if (cache) yield cache;
  } finally {
    await harness.close();
    scratch.remove();
  }
}

/** A clone brings a Node of its own: its version is not the one that "node --version" prints. */
const nodeOf = ({ version, execPath }: Pick<NodeJS.Process, 'version' | 'execPath'>): string =>
  /[\\/]node_modules[\\/]node[\\/]bin[\\/]/.test(execPath)
    ? `${version}, the project’s own, not the machine’s (${execPath})`
    : `${version} (${execPath})`;

type Probe = {
  name: string;
  need: Need;
  detail: (found: { harness: Harness; env: Env }) => Promise<string> | string;
  /** No row while no stage that is ready needs it. */
  onlyIfNeeded?: true;
};

/** Ports only where a check declares one. */
const probesFor = (needs: Needs): Probe[] => [...toolProbes, ...portsIn(needs).map(portProbe), ...engineProbes];

const toolProbes: Probe[] = [
  {
    name: 'Go',
    need: 'go',
    detail: async ({ harness }) => (await contextOf(harness).go.version()).text,
  },
  { name: 'C compiler (for -race)', need: 'cgo', detail: () => 'data races can be found' },
  { name: 'Signals', need: 'posix-signals', detail: () => 'SIGTERM can be sent' },
];

const portProbe = (port: number): Probe => ({ name: `Port ${port}`, need: { port }, detail: () => 'free' });

const engineProbes: Probe[] = [
  { name: 'Docker engine', need: 'docker', detail: ({ env }) => engineOf(env) },
  { name: 'Kubernetes', need: 'kubernetes', detail: () => 'a cluster answers', onlyIfNeeded: true },
];

async function probeRow({ name, need, detail }: Probe, harness: Harness, needs: Needs, env: Env): Promise<DoctorRow> {
  const row = { name, neededFor: needs.get(JSON.stringify(need)) ?? 'no stage that is ready' };
  const lack = await harness.lacks(need);
  if (lack) return { ...row, state: lack.state, what: lack.what, fix: lack.fix };
  return { ...row, state: 'found', detail: await detail({ harness, env }) };
}

/** e.g. "Docker 29.0.1, by DOCKER_HOST" */
async function engineOf(env: Env): Promise<string> {
  const { findEngine } = await import('../harness/docker/engine/engine.ts');
  const answer = await findEngine({ ...env });
  if (!answer.ok) return 'answers';
  const { kind, version, endpoint } = answer.value;
  return `${kind === 'podman' ? 'Podman' : 'Docker'} ${version}, by ${endpoint.origin}`;
}

/** Need as JSON → the stages with a check that has it, in words. */
type Needs = ReadonlyMap<string, string>;

function portsIn(needs: Needs): number[] {
  const all = [...needs.keys()].map((need) => JSON.parse(need) as Need);
  return all.flatMap((need) => (typeof need === 'object' && 'port' in need ? [need.port] : []));
}

async function needsOf(entries: readonly StageEntry[]): Promise<Needs> {
  const ready = entries.filter((entry) => entry.checker);
  const found = new Map<string, StageEntry[]>();
  for (const entry of ready) {
    const { needs, checks } = await loadStage(entry);
    const all = [...needs, ...checks.flatMap((check) => check.needs ?? [])].map((need) => JSON.stringify(need));
    for (const need of new Set(all)) found.set(need, [...(found.get(need) ?? []), entry]);
  }
  return new Map([...found].map(([need, stages]) => [need, stageNames(stages, ready)]));
}

function stageNames(stages: readonly StageEntry[], ready: readonly StageEntry[]): string {
  if (stages.length === ready.length && ready.length > 1) return 'every stage';
  return stages.map(({ number }) => `stage ${String(number).padStart(2, '0')}`).join(', ');
}

/** Instruments outside of any check. */
const contextOf = (harness: Harness): CheckContext => harness.contextFor(bareScope(new AbortController().signal));

/** Whether the first checks start at once. Nothing without Go, which has a row of its own. */
async function cacheRow(env: Env, signal: AbortSignal): Promise<DoctorRow | undefined> {
  const { cacheWarmth } = await import('../harness/go/warm.ts');
  const sets = await cacheWarmth({ environment: { ...env }, signal });
  if (!sets) return undefined;
  const cold = sets.filter((one) => !one.warm).map((one) => one.mode);
  const row = { name: 'Build cache', neededFor: 'a first check without waiting' };
  if (cold.length === 0) return { ...row, state: 'found', detail: 'warm: the standard library is compiled' };
  return {
    ...row,
    state: 'missing',
    what: `Cold for these builds: ${cold.join(', ')}. The first one takes up to a minute.`,
    fix: 'Nothing to do: it is compiled while you read a lesson, or by the first check.',
  };
}

function terminalRow({ terminal, env }: DoctorContext): DoctorRow {
  const row = { name: 'Terminal', neededFor: 'the terminal UI (everything else works without it)' };
  const { interactive, colour, columns } = terminal;
  if (!interactive)
    return {
      ...row,
      state: 'missing',
      what: 'Input or output is not a terminal.',
      fix: 'Run it in a terminal window, without a pipe.',
    };
  if (columns < 80)
    return {
      ...row,
      state: 'unsuitable',
      what: `The window is ${columns} columns wide.`,
      fix: 'Make it at least 80 columns wide.',
    };
  const detail = `${env.TERM ?? 'unknown kind'}, ${columns} columns, ${colour ? 'colour' : 'no colour'}`;
  return { ...row, state: 'found', detail };
}
