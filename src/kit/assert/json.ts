/**
 * JSON compared as JSON, numbers digit for digit: 12345678901234567890 is not 12345678901234567000, which
 * JavaScript's own numbers could not tell apart. Grammar: RFC 8259.
 */

/** A number keeps its text. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Json = null | boolean | string | JsonNumber | Json[] | { [key: string]: Json };

export const isJsonObject = (document: Json | undefined): document is { [key: string]: Json } =>
  typeof document === 'object' && document !== null && !Array.isArray(document) && !(document instanceof JsonNumber);

/** The document; undefined where the text is not one JSON document. */
export function parseJson(text: string): Json | undefined {
  try {
    // The reviver's context (ES2025 JSON.parse source text access, Node ≥ 21) has each number as it was written.
    const revive = JSON.parse as (
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ) => Json;
    return revive(text, (_key, value, context) =>
      typeof value === 'number' ? new JsonNumber(context.source ?? String(value)) : value,
    );
  } catch {
    return undefined;
  }
}

/** Same document: key order and white space don't count, digits do (1.0 and 1 are different texts of a number). */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a instanceof JsonNumber || b instanceof JsonNumber)
    return a instanceof JsonNumber && b instanceof JsonNumber && a.text === b.text;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

/** On one line, numbers digit for digit. */
export function writeJson(document: Json): string {
  if (document instanceof JsonNumber) return document.text;
  if (Array.isArray(document)) return `[${document.map(writeJson).join(',')}]`;
  if (typeof document !== 'object' || document === null) return JSON.stringify(document);
  const members = Object.entries(document).map(([key, value]) => `${JSON.stringify(key)}:${writeJson(value)}`);
  return `{${members.join(',')}}`;
}
