/** Finds and ends every process of a run, also those that left their group, their session or their parent. */
import { eventually } from '../kit/patience.ts';
import { linkOf, namesIn, textOf } from './procfs.ts';

export type Belongings = {
  /** NAME=value in their environment, where value is exactly this or begins with it and a slash. */
  label: string;
  /** Programs that lie in this folder are the run's, whatever their environment says. */
  folder?: string;
  /** Known members, each the leader of a process group of ours; their descendants are the run's too. */
  pids: readonly number[];
};

type ProcessFacts = { pid: number; parent: number; group: number; session: number };

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
export async function endAll(run: Belongings): Promise<void> {
  for (const pid of run.pids) send(-pid, 'SIGKILL');
  await eventually(10_000, () => {
    const members = membersOf(run);
    for (const pid of members) send(pid, 'SIGSTOP');
    for (const pid of members) send(pid, 'SIGKILL');
    return members.length === 0 ? true : undefined;
  });
}

/** The same from a dying process, which can wait for nothing: some rounds of killing, without the farewell. */
export function endAllNow(run: Belongings): void {
  for (const pid of run.pids) send(-pid, 'SIGKILL');
  for (let round = 0; round < 20; round += 1) {
    const members = membersOf(run);
    if (members.length === 0) return;
    for (const pid of members) send(pid, 'SIGKILL');
  }
}

/** Linux: by group, session, descent, label and the program's file. Elsewhere only groups can be ended. */
export function membersOf(run: Belongings): number[] {
  const all = everyProcess();
  const mine = new Set<number>();
  for (const one of all) {
    if (one.pid === process.pid) continue;
    if (run.pids.includes(one.pid) || run.pids.includes(one.group) || run.pids.includes(one.session)) mine.add(one.pid);
    else if (carries(one.pid, run.label) || liesIn(one.pid, run.folder)) mine.add(one.pid);
  }
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of all) {
      if (mine.has(one.pid) || !mine.has(one.parent) || one.pid === process.pid) continue;
      mine.add(one.pid);
      grown = true;
    }
  }
  return [...mine];
}

/** The process and its living descendants. */
export function familyOf(pid: number): number[] {
  const all = everyProcess();
  const family = [pid];
  for (const elder of family) for (const one of all) if (one.parent === elder) family.push(one.pid);
  return family;
}

function everyProcess(): ProcessFacts[] {
  const found: ProcessFacts[] = [];
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    if (stat === undefined) continue;
    const [state, parent, group, session] = fields(stat);
    // A zombie is dead; only its parent can bury it.
    if (state === 'Z' || state === 'X') continue;
    found.push({ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session) });
  }
  return found;
}

/** proc(5): the fields of /proc/pid/stat from the third (state) on; the second may hold spaces and parentheses. */
function fields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function carries(pid: number, label: string): boolean {
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
