/** Which functions a name in the code may stand for: of methods with the same name the one whose type is written. For hints alone. */
import { type Func, spanOf } from './functions.ts';
import { inText, type Source } from './source.ts';

/** `chain`: 'healthz', 'o.take', 'h.store.get', as it stands in `by`; '.get' where something other than a name comes before it. */
export function namedBy(chain: string, by: Func, all: readonly Func[], source: Source): Func[] {
  const names = chain.split('.');
  return names.flatMap((name, index) => {
    const own = all.filter((one) => one.name === name);
    if (own.length === 0) return [];
    if (index === 0) return own.filter(({ receiver }) => receiver === undefined);
    return methodOf(names.slice(0, index), own, { by, all, source });
  });
}

type Around = { by: Func; all: readonly Func[]; source: Source };

function methodOf(operand: readonly string[], own: readonly Func[], around: Around): Func[] {
  const methods = own.filter(({ receiver }) => receiver !== undefined);
  if (operand.length === 1 && isPackage(operand[0] ?? '', around.source)) return [];
  const type = operand.includes('') ? undefined : typeOf(operand, around);
  // One method of that name is it, whatever it is called on, unless that is known to be something else.
  if (type === undefined) return methods.length === 1 ? methods : [];
  const exact = methods.filter(({ receiver }) => receiver === type);
  return exact.length > 0 || isStruct(type, around.source) ? exact : methods.length === 1 ? methods : [];
}

/** `http` of "net/http". */
const isPackage = (name: string, source: Source): boolean =>
  source.has(inText(new RegExp(`^\\s*(?:import\\s+)?(?:\\w+\\s+)?"(?:[^"]*/)?${name}"\\s*$`)));

const isStruct = (type: string, source: Source): boolean => source.has(new RegExp(`^type ${type} struct\\b`));

/** Of a variable, and of the fields from there on; undefined where it is not written. */
function typeOf([variable = '', ...fields]: readonly string[], around: Around): string | undefined {
  let type = ofVariable(variable, around);
  for (const field of fields) type = type === undefined ? undefined : ofField(type, field, around.source);
  return type;
}

function ofVariable(name: string, { by, all, source }: Around): string | undefined {
  const receiver = firstMatch(
    source.within([{ ...by, to: by.from }]),
    new RegExp(`^func\\s+\\(\\s*${name}\\s+\\*?(\\w+)`),
  );
  if (receiver) return receiver;
  const patterns = [
    new RegExp(`\\b${name}\\s*:?=\\s*&?(\\w+)\\{`),
    new RegExp(`[(,]\\s*${name}(?:,\\s*\\w+)*\\s+\\*?(\\w+)\\b(?!\\.)`),
    new RegExp(`\\bvar\\s+${name}\\s+\\*?(\\w+)\\b(?!\\.)`),
  ];
  for (const where of [source.within([by]), source])
    for (const pattern of patterns) {
      const type = firstMatch(where, pattern);
      if (type) return type;
    }
  return madeBy(
    firstMatch(source.within([by]), new RegExp(`\\b${name}(?:,\\s*\\w+)?\\s*:?=\\s*(\\w+)\\(`)),
    all,
    source,
  );
}

/** What a function of the learner's returns first. */
function madeBy(name: string | undefined, all: readonly Func[], source: Source): string | undefined {
  const maker = all.find((one) => one.name === name && one.receiver === undefined);
  return maker && firstMatch(source.within([{ ...maker, to: maker.from }]), /\)\s*\(?\*?(\w+)\b[^()]*\)?\s*\{/);
}

function ofField(type: string, field: string, source: Source): string | undefined {
  const at = source.at(new RegExp(`^type ${type} struct\\b`));
  return (
    at &&
    firstMatch(
      source.within([spanOf(source, at)]),
      new RegExp(`^\\s+(?:\\w+,\\s*)*${field}(?:,\\s*\\w+)*\\s+\\*?(\\w+)\\b(?!\\.)`),
    )
  );
}

function firstMatch(source: Source, pattern: RegExp): string | undefined {
  const at = source.at(pattern);
  return at && pattern.exec(source.line(at))?.[1];
}
