/** Mistakes that stand in the code for everyone to see, once one knows where to look. For hints alone. */
import { type Evidence, inText, type Source } from '#kit';

export type Slip = { hint: string; code: Evidence | undefined };

const tagged = /^\s*(ID|Id|Name|Email|EMail|Mail)\s+\S+\s+`[^`]*\bjson:"([^",`]*)/;

/** A struct tag that gives a field another name than the contract has. `key`: the member that is missing or not read. */
export function renamedField(source: Source, key?: string): Slip | undefined {
  for (const at of source.all(inText(tagged))) {
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
