import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { forgottenReturn } from '../../../checks/common/code/forgotten-return.ts';
import { sourceOf } from '../../../src/kit/index.ts';

const of = (code: string, status?: number) =>
  forgottenReturn(sourceOf({ list: () => ['main.go'], read: () => code }), status)?.at?.line;

const handler = (...lines: string[]) =>
  ['func get(w http.ResponseWriter, r *http.Request) {', ...lines.map((line) => `\t${line}`), '}'].join('\n');

describe('an answer without a return behind it', () => {
  test('is found, the one with the status that was seen first', () => {
    const code = handler(
      'if bad {',
      '\twriteError(w, 400, "no")',
      '}',
      'if !ok {',
      '\twriteError(w, http.StatusNotFound, "no")',
      '}',
      'writeJSON(w, 200, u)',
    );
    expect(of(code)).toBe(3);
    expect(of(code, 404)).toBe(6);
  });

  test.each([
    ['a return', handler('if bad {', '\twriteError(w, 400, "no")', '\treturn', '}', 'writeJSON(w, 200, u)')],
    ['an else', handler('if bad {', '\twriteError(w, 400, "no")', '} else {', '\twriteJSON(w, 200, u)', '}')],
    ['the end', handler('if bad {', '\twriteError(w, 400, "no")', '}')],
  ])('is not seen where %s follows', (_name, code) => {
    expect(of(code)).toBeUndefined();
  });

  test.each(['01-http-server', '02-parallel-fetch', '03-middleware'])('is not seen in the solution of %s', (id) => {
    const folder = new URL(`../../../solutions/${id}/`, import.meta.url);
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.go')))
      expect(of(readFileSync(new URL(name, folder), 'utf8'))).toBeUndefined();
  });
});
