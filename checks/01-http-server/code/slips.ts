/** Mistakes that stand in the code for everyone to see, once one knows where to look. For hints alone. */
import { inText, type Location, type Source, spanOf } from '#kit';
import type { Slip } from '../../common/code/slip.ts';

const tagged = /^\s*(ID|Id|Name|Email|EMail|Mail)\s+\S+\s+`[^`]*\bjson:"([^",`]*)/;

/** A struct tag that gives a field another name than the contract has. `key`: the member that is missing or not read. */
export function renamedField(source: Source, key?: string): Slip | undefined {
  for (const at of tagsIn(source, key !== undefined)) {
    const [, field = '', name = ''] = tagged.exec(source.line(at)) ?? [];
    const wanted = /^id$/i.test(field) ? 'id' : field === 'Name' ? 'name' : 'email';
    if (name === '' || name === wanted || (key !== undefined && key !== wanted)) continue;
    return {
      hint:
        name === '-'
          ? `The struct tag json:"-" keeps ${field} out of JSON, when it is written and when it is read. The contract calls it "${wanted}".`
          : `The struct tag renames ${field} to "${name}", when it is written and when it is read. The contract calls it "${wanted}".`,
      code: source.show(at),
    };
  }
  return undefined;
}

/** `written`: of what is sent, the struct with an id; else of what is read, which has none. Then of any other. */
function tagsIn(source: Source, written: boolean): Location[] {
  const structs = structsIn(source);
  const first = structs.filter((span) => source.within([span]).has(idField) === written);
  return source.within([...first, ...structs]).all(inText(tagged));
}

const structsIn = (source: Source) => source.all(/^type\s+\w+\s+struct\b/).map((at) => spanOf(source, at));
export const idField = /^\s*(ID|Id|id)\s+\S+/;

/** The struct that a user is sent from, as far as its fields tell. */
export const userStruct = (source: Source): Source => {
  const spans = structsIn(source).filter((span) => source.within([span]).has(idField));
  return spans.length > 0 ? source.within(spans) : source.certain;
};

const filled = /(\w+)\s*:?=\s*make\(\[\][^,()]+,(?!\s*0\s*\))[^,()]+(?:\([^()]*\))?\s*\)/;

/** make([]user, n) has n elements already; append puts the users behind them. */
export function appendedToFilled(source: Source): Slip | undefined {
  for (const at of source.all(filled)) {
    const name = filled.exec(source.line(at))?.[1];
    if (!source.in(new RegExp(`^${at.file}$`)).has(new RegExp(`\\b${name}\\s*=\\s*append\\(\\s*${name}\\b`))) continue;
    return {
      hint: `make with a length makes that many empty elements, and append puts the users behind them. Give the length as the capacity: make([]user, 0, n).`,
      code: source.show(at),
    };
  }
  return undefined;
}
