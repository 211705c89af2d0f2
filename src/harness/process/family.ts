/** Finds and ends every process of a run, also those that left their group, their session or their parent. */
import { eventually } from '../../kit/index.ts';
import { linkOf, namesIn, textOf } from './procfs.ts';

export type ProcessFilter = {
  /** NAME=value in their environment, where value is exactly this or begins with it and a slash. */
  label?: string;
  /** Programs that lie in this folder are the run's, whatever their environment says. */
  folder?: string;
  /** Known members, some of them leaders of a process group or a session; their descendants are the run's too. */
  known?: readonly Known[];
};

/** A process, told apart from a later one that was given the same number. */
export type Known = { pid: number; startedAt: string };

export const knownAs = (pid: number): Known => ({ pid, startedAt: startedAt(pid) });

type ProcessFacts = Known & { parent: number; group: number; session: number; dead: boolean };

/** When a process began, in a form that only compares; '' when there is no such process. Guards against reused pids. */
export function startedAt(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat !== undefined) return fields(stat)[19] ?? '';
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : '';
  }
}

/** Kills until nothing is left: a program that forks while it is being ended is stopped first, so that it cannot outrun us. */
export async function endAll(run: ProcessFilter): Promise<void> {
  endGroups(run);
  await eventually(10_000, () => {
    const members = membersOf(run);
    for (const { pid } of members) send(pid, 'SIGSTOP');
    for (const { pid } of members) send(pid, 'SIGKILL');
    return members.length === 0 ? true : undefined;
  });
}

/** The same from a dying process, which can wait for nothing: some rounds of killing, without the farewell. */
export function endAllNow(run: ProcessFilter): void {
  endGroups(run);
  for (let round = 0; round < 20; round += 1) {
    const members = membersOf(run);
    if (members.length === 0) return;
    for (const { pid } of members) send(pid, 'SIGKILL');
  }
}

/** A number that a stranger carries by now is nobody's group of ours: it is only used again when the whole group is gone. */
function endGroups({ known = [] }: ProcessFilter): void {
  for (const { pid, startedAt: then } of known) {
    const now = startedAt(pid);
    if (now === '' || now === then) send(-pid, 'SIGKILL');
  }
}

/** Linux: by group, session, descent, label and the program's file. Elsewhere only groups can be ended. */
export function membersOf(run: ProcessFilter): Known[] {
  const all = everyProcess();
  const heads = headsOf(run.known ?? [], all);
  const mine = new Map<number, Known>();
  const living = all.filter((one) => !one.dead && one.pid !== process.pid);
  const add = ({ pid, startedAt }: Known) => mine.set(pid, { pid, startedAt });
  for (const one of living) {
    if (heads.has(one.pid) || heads.has(one.group) || heads.has(one.session)) add(one);
    else if (carries(one.pid, run.label) || liesIn(one.pid, run.folder)) add(one);
  }
  for (let before = -1; mine.size > before; ) {
    before = mine.size;
    for (const one of living) if (mine.has(one.parent) && !mine.has(one.pid)) add(one);
  }
  return [...mine.values()];
}

/** Numbers that are still those of the known processes, or of groups and sessions that outlived them. */
function headsOf(known: readonly Known[], all: readonly ProcessFacts[]): Set<number> {
  const now = new Map(all.map((one) => [one.pid, one.startedAt]));
  const still = known.filter(({ pid, startedAt }) => (now.get(pid) ?? startedAt) === startedAt);
  return new Set(still.map(({ pid }) => pid));
}

function everyProcess(): ProcessFacts[] {
  const found: ProcessFacts[] = [];
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    if (stat === undefined) continue;
    const facts = fields(stat);
    const [state, parent, group, session] = facts;
    found.push({
      pid: Number(name),
      startedAt: facts[19] ?? '',
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      // A zombie is dead; only its parent can bury it.
      dead: state === 'Z' || state === 'X',
    });
  }
  return found;
}

export type Pulse = {
  /** Used so far, by all threads. */
  cpuMs: number;
  /** A thread computes, or waits for a core or for the disk. */
  wants: boolean;
};

/** Whether a program works or waits for something; undefined where the system does not tell (or it has ended). */
export function pulseOf(pid: number): Pulse | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const ofProcess = fields(stat);
  const tasks = namesIn(`/proc/${pid}/task`).map((task) => textOf(`/proc/${pid}/task/${task}/stat`) ?? '');
  // utime and stime are in ticks of 1/100 s on every Linux (USER_HZ).
  const cpuMs = (Number(ofProcess[11]) + Number(ofProcess[12])) * 10;
  return { cpuMs, wants: tasks.some((task) => ['R', 'D'].includes(fields(task)[0] ?? '')) };
}

/** proc(5): the fields of /proc/pid/stat from the third (state) on; the second may hold spaces and parentheses. */
function fields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function carries(pid: number, label: string | undefined): boolean {
  if (label === undefined) return false;
  const environment = textOf(`/proc/${pid}/environ`);
  if (environment === undefined) return false;
  return environment.split('\0').some((pair) => pair === label || pair.startsWith(`${label}/`));
}

function liesIn(pid: number, folder: string | undefined): boolean {
  if (folder === undefined) return false;
  return linkOf(`/proc/${pid}/exe`)?.startsWith(`${folder}/`) ?? false;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, or not ours to end.
  }
}
