/** JSON objects among everything else a program prints. */

export type JsonObject = Record<string, unknown>;

/** A JSON object in a line of output; `before` is what precedes it on that line ('' in a correct one). */
export type Printed = { object: JsonObject; before: string; text: string };

/** A prefix (package log's date, say) is short; looking further is not worth the time. */
const longestPrefix = 200;

/** The JSON object that ends a line, with or without a prefix. */
export function printedObject(text: string): Printed | undefined {
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    const object = parseObject(text.slice(at));
    if (object) return { object, before: text.slice(0, at).trim(), text };
    if (at > longestPrefix) return undefined;
  }
  return undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
