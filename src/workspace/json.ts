/** JSON from outside, checked against a schema before anything relies on it. */
import { readFileSync } from 'node:fs';
import type * as z from 'zod/mini';
import { onDisk, UsageError } from './errors.ts';

/** undefined: it is not JSON, or of another shape. */
export function parseAs<T>(text: string, schema: z.ZodMiniType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Throws a UsageError that names the file, the place in it and what was expected there. `example`: how a right file looks. */
export function readJson<T>(file: string, schema: z.ZodMiniType<T>, example: string): T {
  const wrong = (what: string) => new UsageError(`${file}: ${what}.`, `It should look like this: ${example}`);
  const text = onDisk(file, () => readFileSync(file, 'utf8'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong(`not JSON (${(error as Error).message})`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw wrong(parsed.error.issues.map(describe).join('; '));
}

/** e.g. "keywords[0] should be a string" */
function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const place = path.replace(/^\./, '');
  if (issue.code === 'unrecognized_keys')
    return `${place || 'it'} has the unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  const kind = 'expected' in issue ? String(issue.expected) : 'different value';
  const name = kind === 'record' ? 'object' : kind;
  return `${place || 'the whole'} should be ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
