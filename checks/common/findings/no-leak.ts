/** The goroutines that are left when all requests are over, as a finding. */
import { type Evidence, type Finding, finding, type Goroutine, type Location, type Source } from '#kit';
import { ownPlace, waitingOf } from '../waiting.ts';

/** `after`: 'requests whose client left'. */
export function leakFinding(after: string, left: readonly Goroutine[], source: Source): Finding | undefined {
  const groups = grouped(left);
  const example = groups[0]?.[0];
  if (!example) return undefined;
  const waiting = waitingOf(example);
  const at = ownPlace(example);
  return finding({
    summary: `After ${after}, ${counted(left.length)} at ${where(at)} ${waiting.forWhat}, and ${waiting.why}.`,
    expected: 'once every request is over, no goroutine of your code is left beyond those that were there before',
    actual: groups.map(describeGroup).join('\n'),
    hint: waiting.already && source.has(waiting.already) ? waiting.otherwise : waiting.hint,
    evidence: [source.show(at, 'where it waits'), createdAt(example, at, source), ...groups.slice(0, 3).map(dump)],
  });
}

const counted = (n: number) => (n === 1 ? 'one goroutine is left: it waits' : `${n} goroutines are left. They wait`);

type Group = [Goroutine, ...Goroutine[]];

/** By place and state, the most frequent first. */
function grouped(left: readonly Goroutine[]): Group[] {
  const groups = Map.groupBy(left, (one) => `${where(ownPlace(one))} ${waitingOf(one).forWhat}`);
  return ([...groups.values()] as Group[]).sort((a, b) => b.length - a.length);
}

const where = (at: Location | undefined) => (at ? `${at.file}:${at.line}` : '');

function describeGroup(group: Group): string {
  const [one] = group;
  const created = one.createdBy?.own ? `, created at ${where(one.createdBy.at)}` : '';
  return `${group.length} × ${where(ownPlace(one))} waiting ${waitingOf(one).forWhat}${created}`;
}

function createdAt(one: Goroutine, waits: Location | undefined, source: Source): Evidence | undefined {
  const at = one.createdBy?.own ? one.createdBy.at : undefined;
  return where(at) === where(waits) ? undefined : source.show(at, 'where it was created');
}

const dump = (group: Group): Evidence => ({
  kind: 'goroutines',
  title: group.length === 1 ? 'the goroutine' : `one of ${group.length} goroutines like this`,
  text: group[0].text,
  at: ownPlace(group[0]),
});
