/** Two JSON documents compared, and where they first differ. */
import { isJsonObject, type Json, JsonNumber, parseJson, sameJson, visible, writeJson } from '#kit';

/** The same but for the digits of numbers. */
export function digitsOnly(a: Json | undefined, b: Json): boolean {
  const flat = (value: Json | undefined): unknown =>
    JSON.stringify(value, (_key, one) => (one instanceof JsonNumber || typeof one === 'number' ? 0 : one), 0);
  return a !== undefined && sameJson(parseJson(flat(a) as string), parseJson(flat(b) as string));
}

type Difference = { path: string; wanted: string; got: string };

export function firstDifference(wanted: Json | undefined, got: Json | undefined, path: string): Difference | undefined {
  if (sameJson(wanted, got)) return undefined;
  if (Array.isArray(wanted) && Array.isArray(got) && wanted.length === got.length)
    return first(wanted.keys(), (index) => firstDifference(wanted[index], got[index], `${path}[${index}]`));
  if (isJsonObject(wanted) && isJsonObject(got))
    return first(new Set([...Object.keys(wanted), ...Object.keys(got)]), (key) =>
      firstDifference(wanted[key], got[key], `${path}.${key}`),
    );
  return { path, wanted: show(wanted), got: show(got) };
}

function first<K, T>(keys: Iterable<K>, find: (key: K) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function show(value: Json | undefined): string {
  if (value === undefined) return '(missing)';
  const text = visible(writeJson(value));
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
