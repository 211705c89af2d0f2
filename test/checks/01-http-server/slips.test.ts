import { describe, expect, test } from 'vitest';
import { parseJson } from '#kit';
import { appendedToFilled, renamedField } from '../../../checks/01-http-server/code/slips.ts';
import { explain } from '../../../checks/01-http-server/findings/explain.ts';
import { extraField, tooLarge, trailing } from '../../../checks/01-http-server/findings/strict-input.ts';
import { notAUser } from '../../../checks/01-http-server/findings/user.ts';
import { answer, source } from './answer.ts';

const of = (code: string) => source({ 'main.go': code });
const struct = (tag: string) => `type user struct {\n\tID int64 \`json:"id"\`\n\tName string \`json:"${tag}"\`\n}`;

describe('a struct tag that renames a field', () => {
  test.each([
    ['userName', /renames Name to "userName"/],
    ['Name', /renames Name to "Name"/],
    ['-', /keeps Name out of JSON/],
  ])('json:"%s"', (tag, hint) => {
    const slip = renamedField(of(struct(tag)));
    expect(slip?.hint).toMatch(hint);
    expect(slip?.code?.at).toEqual({ file: 'main.go', line: 3 });
  });

  test.each(['name', 'name,omitempty', ',omitempty'])('not json:"%s"', (tag) => {
    expect(renamedField(of(struct(tag)))).toBeUndefined();
  });

  test('explains a member that is missing, and a valid user that is refused', () => {
    const code = struct('userName');
    const document = parseJson('{"id":1,"userName":"Ada","email":"a@b"}') ?? null;
    expect(notAUser(answer({ code }), document).hint).toMatch(/renames Name/);
    expect(explain({ kind: 'status', wanted: 201 }, answer({ status: 400, code }), {}).hint).toMatch(/renames Name/);
    expect(renamedField(of(code), 'email')).toBeUndefined();
  });
});

describe('append behind the empty elements that make has made', () => {
  test.each([
    ['users := make([]user, len(s.users))', true],
    ['users = make([]*user, n)', true],
    ['users := make([]user, 0, len(s.users))', false],
    ['users := make([]user, 0)', false],
  ])('%s: %s', (made, found) => {
    const slip = appendedToFilled(of(`${made}\nusers = append(users, u)`));
    expect(slip?.code?.at?.line).toBe(found ? 1 : undefined);
  });

  test('not where the elements are set by their index', () => {
    expect(appendedToFilled(of('users := make([]user, n)\nusers[i] = u'))).toBeUndefined();
  });

  test('explains an empty user in the list', () => {
    const code = 'users := make([]user, n)\nusers = append(users, u)';
    const empty = parseJson('{"id":0,"name":"","email":""}') ?? null;
    const finding = notAUser(answer({ code }), empty, 'entry 1 of the list');
    expect(finding.hint).toMatch(/capacity/);
    expect(finding.evidence.at(-1)?.at?.line).toBe(1);
  });
});

describe('no advice for what the code does already', () => {
  test('DisallowUnknownFields is called', () => {
    const called = answer({ code: 'decoder.DisallowUnknownFields()\ndecoder.Decode(dst)' });
    expect(extraField(called, 'role')).toMatchObject({
      hint: expect.stringMatching(/is called, so/),
      code: { at: { line: 2 } },
    });
    expect(extraField(answer(), 'role').hint).toMatch(/makes Decode return an error/);
  });

  test('More is no Token', () => {
    expect(trailing(answer({ code: 'if !decoder.More() {' })).hint).toMatch(/closing brace/);
    expect(trailing(answer()).hint).toMatch(/reads one document/);
  });

  test('a limit is there', () => {
    const code = 'http.MaxBytesReader(w, r.Body, 1<<20)';
    expect(tooLarge(answer({ status: 201, code })).hint).toMatch(/A limit is there/);
    expect(tooLarge(answer({ status: 201 })).hint).toMatch(/Without a limit/);
  });
});
