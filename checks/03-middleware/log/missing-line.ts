/** Why no line of the contract was found: what was printed instead explains most. */
import { type JsonObject, type Printed, printedObject } from './printed.ts';
import { isComplete, lineKeys, samePath } from './request-line.ts';

export type MissingLine =
  /** A JSON line mentions the path, but under other names (`renamed`: the name to the key) or not at the top level. */
  | { cause: 'lacks-keys'; text: string; keys: string[]; nested: boolean; renamed: { name: string; key: string }[] }
  /** json.MarshalIndent: the object is there, but a log line is one line. */
  | { cause: 'several-lines'; text: string }
  /** A path with a newline broke the line. */
  | { cause: 'forgeable'; text: string }
  /** `keyValue`: key=value, as slog's own text format has it. */
  | { cause: 'plain-text'; text: string; keyValue: boolean }
  /** A line has all the keys, but its path is none. */
  | { cause: 'no-path'; text: string; value: unknown }
  | { cause: 'nothing-printed' };

export const whyMissing = (printed: readonly string[], path: string): MissingLine =>
  lacksKeys(printed, path) ??
  severalLines(printed, path) ??
  plainText(printed, path) ??
  noPath(printed) ?? { cause: 'nothing-printed' };

function lacksKeys(printed: readonly string[], path: string): MissingLine | undefined {
  const line = printed
    .map(printedObject)
    .filter((one) => one !== undefined)
    .findLast(({ object }) => mentions(object, path));
  const keys = line ? lineKeys.filter((key) => !(key in line.object)) : [];
  if (!line || keys.length === 0) return undefined;
  const nested = keys.some((key) => isNested(line.object, key));
  return { cause: 'lacks-keys', text: line.text, keys, nested, renamed: renamed(line, keys) };
}

function noPath(printed: readonly string[]): MissingLine | undefined {
  const line = printed
    .map(printedObject)
    .findLast(
      (one) => one && isComplete(one) && !(typeof one.object.path === 'string' && one.object.path.includes('/')),
    );
  return line && { cause: 'no-path', text: line.text, value: line.object.path };
}

const mentions = (value: unknown, path: string): boolean =>
  samePath(value, path) ||
  (typeof value === 'object' && value !== null && Object.values(value).some((inner) => mentions(inner, path)));

const isNested = (object: object, key: string): boolean =>
  Object.values(object).some(
    (value) => typeof value === 'object' && value !== null && (key in value || isNested(value, key)),
  );

const renamed = ({ object }: Printed, keys: readonly string[]) =>
  keys.flatMap((key) => {
    const name = similarName(object, key);
    return name === undefined ? [] : [{ name, key }];
  });

const known: readonly string[] = lineKeys;
const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');

/** requestId for request_id, duration or durationMs for duration_ms, statusCode for status. */
function similarName(object: JsonObject, key: string): string | undefined {
  const wanted = letters(key).replace(/ms$/, '');
  return Object.keys(object).find((name) => !known.includes(name) && letters(name).startsWith(wanted));
}

function severalLines(printed: readonly string[], path: string): MissingLine | undefined {
  const at = printed.findIndex((line) => /^\s+"path":/.test(line) && line.includes(path));
  if (at < 0) return undefined;
  return { cause: 'several-lines', text: printed.slice(Math.max(0, at - 3), at + 4).join('\n') };
}

function plainText(printed: readonly string[], path: string): MissingLine | undefined {
  const decoded = decodeURIComponent(path);
  const [firstLine = decoded] = decoded.split('\n');
  const text = printed.findLast((line) => line.includes(path) || line.includes(firstLine));
  if (text === undefined) return undefined;
  if (decoded.includes('\n') && /[{"]/.test(text)) return { cause: 'forgeable', text };
  return { cause: 'plain-text', text, keyValue: /\b(?:path|method|status)=/.test(text) };
}
