/** Where a finding's place is now: the files may have been edited since they were checked. */
import { join } from 'node:path';
import { type Evidence, evidenceOfPlace, type Finding, type Location } from '../../kit/index.ts';
import { textAt } from '../../workspace/files.ts';

/** `folder`: the learner's. undefined where the finding has no place, or its line stands there no more. */
export function placeNow(finding: Finding, folder: string): Location | undefined {
  const shown = evidenceOfPlace(finding);
  return shown?.at && followed(shown.at, excerptOf(shown), textAt(join(folder, shown.at.file)) ?? '');
}

/** The lines of an excerpt by their distance from the one that it marks. */
type Excerpt = ReadonlyMap<number, string>;

/** As `Source.show` writes them: a mark, the line's number, the line. */
const numbered = /^[> ] {1,5}(\d+) {2}(.*)$/;

function excerptOf({ text, at }: Evidence): Excerpt {
  const lines = text.split('\n').flatMap((row) => {
    const [, number, line] = numbered.exec(row) ?? [];
    return number === undefined || !at ? [] : [[Number(number) - at.line, (line as string).trim()] as const];
  });
  return new Map(lines);
}

/** The line with the same text; of several the one whose neighbours are the same, too; undefined where that leaves more than one. */
function followed(at: Location, excerpt: Excerpt, text: string): Location | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const marked = excerpt.get(0);
  // Evidence without the line itself, a stack for example: all that can be said is whether there is such a line.
  if (marked === undefined) return at.line <= lines.length ? at : undefined;
  const alike = (index: number) => [...excerpt].filter(([by, line]) => lines[index + by] === line).length;
  const found = lines.flatMap((line, index) => (line === marked ? [{ index, alike: alike(index) }] : []));
  const most = Math.max(...found.map((one) => one.alike));
  const best = found.filter((one) => one.alike === most);
  // Unmoved, or the only one: a line that stands in many places has to be told by its surroundings.
  const place = best.find(({ index }) => index === at.line - 1) ?? (best.length === 1 ? best[0] : undefined);
  return place && { file: at.file, line: place.index + 1 };
}
