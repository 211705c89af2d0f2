/** A variable that := declares anew in an inner block, while the outer one, which is read afterwards, is never set. For hints alone. */
import { type Func, functionsIn, type Location, type Source } from '#kit';
import type { Slip } from './slip.ts';

/** `value`: what it holds from its declaration on. */
type Variable = { name: string; at: Location; depth: number; value: string };

/** `kind`: of which variables, by their type or first value as they stand in the code. */
export function shadowed(source: Source, kind = /./): Slip | undefined {
  for (const by of functionsIn(source)) {
    const lines = (source.code(by.file) ?? '').split('\n').slice(0, by.to);
    for (const outer of declaredIn(by, lines, source)) {
      const line = kind.test(outer.value) ? againAt(outer, lines) : undefined;
      if (line !== undefined) return slip(outer, source, { file: by.file, line });
    }
  }
  return undefined;
}

function slip({ name, at, value }: Variable, source: Source, again: Location): Slip {
  const keeps = /^(error|any)$|^[*[]|^map\b|^chan\b/.test(value) ? 'stays nil' : 'keeps its first value';
  return {
    hint: `:= makes a new ${name} here, which ends with this block; the ${name} of line ${at.line} ${keeps}, and that is the one read later. Set it with = instead.`,
    code: source.show(again),
  };
}

/** `var err error`, the same in a var block, `port := "8080"`: what has been set to a result may well be done with. */
const declares = /^(\t+)var (\w+) ([\w.*[\]]+)$/;
const inBlock = /^(\t+)(\w+) +([\w.*[\]]+)$/;
const setTo = /^(\t+)(\w+) := ("[^"]*"|\d+|true|false|nil)$/;

function declaredIn({ file, from, to }: Func, lines: readonly string[], source: Source): Variable[] {
  let block = false;
  const found: Variable[] = [];
  for (let line = from + 1; line <= to; line += 1) {
    const text = lines[line - 1] ?? '';
    if (/^\t+var \($/.test(text)) block = true;
    else if (/^\t+\)$/.test(text)) block = false;
    // Strings are blank in the code.
    const match = (block ? inBlock : declares).exec(text) ?? setTo.exec(source.line({ file, line }));
    const [, tabs = '', name = '', value = ''] = match ?? [];
    if (match && name !== '_') found.push({ name, at: { file, line }, depth: tabs.length - Number(block), value });
  }
  return found;
}

const depthOf = (text: string) => /^\t*/.exec(text)?.[0].length ?? 0;

/** The line of the second declaration; undefined where the outer one is set anywhere, or not read behind the inner block. */
function againAt({ name, at, depth }: Variable, lines: readonly string[]): number | undefined {
  const ends = lines.findIndex((text, index) => index >= at.line && text.trim() !== '' && depthOf(text) < depth);
  const rest = lines.slice(0, ends < 0 ? lines.length : ends);
  const behind = (from: number) => rest.slice(from).map((text, index) => ({ text, line: from + index + 1 }));
  const again = behind(at.line).find(({ text }) => redeclares(name, depth, text));
  if (!again || behind(at.line).some(({ text }) => sets(name, text))) return undefined;
  const inner = depthOf(again.text) > depth ? depthOf(again.text) : depth + 1;
  const left = behind(again.line).find(({ text }) => text.trim() !== '' && depthOf(text) < inner);
  const read = left && behind(left.line - 1).some(({ text }) => new RegExp(`(?<![.\\w])${name}\\b`).test(text));
  return read ? again.line : undefined;
}

const list = String.raw`(?:[\w.]+, *)*`;

/** Deeper inside, or in the head of an if, a for or a switch. */
function redeclares(name: string, depth: number, text: string): boolean {
  const [, head] = new RegExp(`^\\t+((?:else )?(?:if|for|switch) )?${list}${name}(?:, *\\w+)* :=`).exec(text) ?? [];
  return (
    new RegExp(`(?:^|\\s)${list}${name}(?:, *\\w+)* :=`).test(text) && (depthOf(text) > depth || head !== undefined)
  );
}

const sets = (name: string, text: string): boolean =>
  new RegExp(`(?<![.\\w])${name}(?:, *[\\w.]+)* (?:=|[-+*/|]=) |(?<![.\\w])${name}(?:\\+\\+|--)|&${name}\\b`).test(
    text,
  ) || new RegExp(`^\\t+(?:[\\w.]+, *)+${name}(?:, *[\\w.]+)* = `).test(text);
