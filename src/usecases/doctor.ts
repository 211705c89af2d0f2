/** What this machine has and lacks for the workshop: the same probes that block a check, asked beforehand. */

import type { CliContext } from '../commands/context.ts';
import { loadStage, type StageEntry } from '../course/course.ts';
import { openHarness } from '../harness/index.ts';
import { openScratch } from '../harness/run/scratch.ts';
import { bareScope, type CheckContext, type Need } from '../kit/index.ts';
import type { Env } from '../workspace/app-dirs.ts';

export type Row = {
  name: string;
  state: 'found' | 'missing' | 'unsuitable';
  detail: string;
  /** How to get it; only where it is not found. */
  fix?: string;
  neededFor: string;
};

type Instruments = Awaited<ReturnType<typeof openHarness>>;

/** Each row as soon as it is known. */
export async function* examine(
  cli: CliContext,
  stages: readonly StageEntry[],
  signal: AbortSignal,
): AsyncGenerator<Row> {
  yield nodeRow();
  yield terminalRow(cli);
  const scratch = openScratch();
  const harness = await openHarness({ folder: scratch.folder('empty'), signal, environment: { ...cli.env } });
  try {
    const needs = await needsOf(stages);
    for (const probe of probes) {
      if (signal.aborted) return;
      if (probe.onlyIfNeeded && !needs.has(JSON.stringify(probe.need))) continue;
      yield await probeRow(probe, harness, needs, cli.env);
    }
    const warmth = await warmthRow(cli, signal);
    if (warmth) yield warmth;
  } finally {
    await harness.close();
    scratch.remove();
  }
}

/** Whether the first checks begin at once; nothing without Go, which has a row of its own. */
async function warmthRow({ env }: CliContext, signal: AbortSignal): Promise<Row | undefined> {
  const { cacheWarmth } = await import('../harness/go/warm.ts');
  const sets = await cacheWarmth({ environment: { ...env }, signal });
  if (!sets) return undefined;
  const cold = sets.filter((one) => !one.warm).map((one) => one.mode);
  const row = { name: 'Build cache', neededFor: 'a first check without waiting' };
  if (cold.length === 0) return { ...row, state: 'found', detail: 'warm: the standard library is compiled' };
  return {
    ...row,
    state: 'missing',
    detail: `cold for the builds: ${cold.join(', ')}; the first takes up to a minute each.`,
    fix: 'Nothing to do: it is compiled while you read a lesson, or by the first check.',
  };
}

type Probe = {
  name: string;
  need: Need;
  detail: (found: { harness: Instruments; env: Env }) => Promise<string> | string;
  otherwise?: string;
  /** No row while no stage that is ready needs it. */
  onlyIfNeeded?: true;
};

const probes: Probe[] = [
  {
    name: 'Go',
    need: 'go',
    detail: async ({ harness }) => (await contextOf(harness).go.version()).text,
    otherwise: 'every stage',
  },
  { name: 'C compiler (for -race)', need: 'cgo', detail: () => 'data races can be found' },
  { name: 'Signals', need: 'posix-signals', detail: () => 'SIGTERM can be sent' },
  { name: 'Port 8080', need: { port: 8080 }, detail: () => 'free', otherwise: 'one check of stage 01' },
  { name: 'Docker engine', need: 'docker', detail: ({ env }) => engineOf(env) },
  { name: 'Kubernetes', need: 'kubernetes', detail: () => 'a cluster answers', onlyIfNeeded: true },
];

async function probeRow(
  { name, need, detail, otherwise }: Probe,
  harness: Instruments,
  needs: Map<string, string[]>,
  env: Env,
): Promise<Row> {
  const stages = needs.get(JSON.stringify(need)) ?? [];
  const neededFor = otherwise ?? (stages.length > 0 ? stages.join(', ') : 'no stage that is ready');
  const lack = await harness.lacks(need);
  if (lack === undefined) return { name, state: 'found', detail: await detail({ harness, env }), neededFor };
  const state = lack.state === 'missing' ? 'missing' : 'unsuitable';
  return { name, state, detail: lack.what, ...(lack.fix ? { fix: lack.fix } : {}), neededFor };
}

/** e.g. "Docker 29.0.1, found by DOCKER_HOST" */
async function engineOf(env: Env): Promise<string> {
  const { findEngine } = await import('../harness/docker/engine/engine.ts');
  const answer = await findEngine({ ...env });
  if (!answer.ok) return 'answers';
  const engine = answer.value;
  return `${engine.kind === 'podman' ? 'Podman' : 'Docker'} ${engine.version}, by ${engine.endpoint.origin}`;
}

/** Which stages have a check that needs a thing: by the need as JSON. */
async function needsOf(stages: readonly StageEntry[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const entry of stages.filter((stage) => stage.checker)) {
    const stage = await loadStage(entry);
    const needs = new Set(
      [...stage.needs, ...stage.checks.flatMap((check) => check.needs ?? [])].map((need) => JSON.stringify(need)),
    );
    for (const need of needs)
      found.set(need, [...(found.get(need) ?? []), `stage ${String(entry.number).padStart(2, '0')}`]);
  }
  return found;
}

/** Instruments outside of any check. */
const contextOf = (harness: Instruments): CheckContext => harness.contextFor(bareScope(new AbortController().signal));

const nodeRow = (): Row => ({
  name: 'Node',
  state: 'found',
  detail: process.version,
  neededFor: 'the workshop itself',
});

function terminalRow({ terminal, env }: CliContext): Row {
  const neededFor = 'the terminal UI (everything else works without)';
  const name = 'Terminal';
  if (!terminal.interactive) {
    return {
      name,
      state: 'missing',
      detail: 'input or output is not a terminal',
      fix: 'Run it in a terminal window, without a pipe.',
      neededFor,
    };
  }
  if (terminal.columns < 80) {
    return {
      name,
      state: 'unsuitable',
      detail: `${terminal.columns} columns wide`,
      fix: 'Make the window at least 80 columns wide.',
      neededFor,
    };
  }
  return {
    name,
    state: 'found',
    detail: `${env.TERM ?? 'unknown kind'}, ${terminal.columns} columns, ${terminal.colour ? 'colour' : 'no colour'}`,
    neededFor,
  };
}
