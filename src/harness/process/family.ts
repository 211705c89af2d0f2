/** Finds and ends every process of a run, even those that left their group, their session or their parent. */
import { eventually } from '../../kit/index.ts';
import { linkOf, textOf } from './procfs.ts';
import { everyProcess, type Known, type ProcessFacts, startedAt } from './stat.ts';

export type ProcessFilter = {
  /** NAME=value in their environment, where value is exactly this or begins with it and a slash. */
  label?: string;
  /** Programs that lie in this folder are the run's, whatever their environment says. */
  folder?: string;
  /** Known members, some of them leaders of a process group or a session; their descendants are the run's too. */
  known?: readonly Known[];
};

/** Kills until nothing is left. Each is stopped first, so that a program that forks while it dies cannot outrun us. */
export async function endAll(run: ProcessFilter): Promise<void> {
  endGroups(run);
  await eventually(10_000, () => {
    const members = membersOf(run);
    for (const { pid } of members) send(pid, 'SIGSTOP');
    for (const { pid } of members) send(pid, 'SIGKILL');
    return members.length === 0 ? true : undefined;
  });
}

/** The same from a dying process, which cannot wait: a few rounds of killing, without checking that all are gone. */
export function endAllNow(run: ProcessFilter): void {
  endGroups(run);
  for (let round = 0; round < 20; round += 1) {
    const members = membersOf(run);
    if (members.length === 0) return;
    for (const { pid } of members) send(pid, 'SIGKILL');
  }
}

/** A number that now belongs to a stranger has no group of ours left: a number is only reused when its whole group is gone. */
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
