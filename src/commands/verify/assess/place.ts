/** Does a finding point at the mistake? */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, functionsIn, holds, type Location, sourceOf } from '../../../kit/index.ts';
import type { Case } from '../cases.ts';

const near = 3;

/** A complaint where the first place of the finding is neither near the expected one nor in its function. */
export function wrongPlace({ expects, layers }: Case, finding: Finding | undefined): string[] {
  if (expects.at === undefined) return [];
  const wanted = located(expects.at);
  const shown = finding?.evidence.find(({ at }) => at)?.at;
  if (shown && (isNear(shown, wanted) || sameFunction(shown, wanted, layers))) return [];
  return [`the finding points at ${shown ? `${shown.file}:${shown.line}` : 'no line'}, not at ${expects.at}`];
}

function located(text: string): Location {
  const colon = text.lastIndexOf(':');
  return { file: text.slice(0, colon), line: Number(text.slice(colon + 1)) };
}

const isNear = (a: Location, b: Location) => a.file === b.file && Math.abs(a.line - b.line) <= near;

/** `layers`: folders, the last of which that has the file counts. */
function sameFunction(shown: Location, wanted: Location, layers: readonly string[]): boolean {
  const read = (file: string) => {
    const layer = layers.findLast((folder) => existsSync(join(folder, file)));
    return layer === undefined ? undefined : readFileSync(join(layer, file), 'utf8');
  };
  const functions = functionsIn(sourceOf({ list: () => [wanted.file], read }));
  return functions.some((one) => holds(one, wanted) && holds(one, shown));
}
