import { expect, test } from 'vitest';
import { notCompiled } from '../../../checks/common/findings/compiles.ts';
import { ownImport, ownPackages } from '../../../checks/common/messages/own-imports.ts';
import { vetMeaning } from '../../../checks/common/messages/vet.ts';

const own = ownPackages(
  ['go.mod', 'main.go', 'handlers/health.go', 'internal/store/store.go'],
  'module example.com/user-service\n',
);

test.each([
  ['package handlers is not in std (/usr/local/go/src/handlers)', 'example.com/user-service/handlers'],
  [
    '"./handlers" is relative, but relative import paths are not supported in module mode',
    'example.com/user-service/handlers',
  ],
  ['local import "./internal/store" in non-local package', 'example.com/user-service/internal/store'],
  ['no required module provides package github.com/me/handlers; to add it:', 'example.com/user-service/handlers'],
  ['package store is not in std (/usr/local/go/src/store)', 'example.com/user-service/internal/store'],
])('%s', (message, path) => {
  expect(ownImport(message, own)).toContain(`import "${path}"`);
});

test('a package that is nowhere in the module is not explained so', () => {
  expect(ownImport('package htttp is not in std (/usr/local/go/src/htttp)', own)).toBeUndefined();
  expect(ownImport('undefined: handlers', own)).toBeUndefined();
});

test('the finding says it before what it says of the standard library', () => {
  const message = 'package handlers is not in std (/usr/local/go/src/handlers)';
  const build = { ok: false, diagnostics: [{ file: 'main.go', line: 4, message }], output: '', ms: 1 } as const;
  const evidence = { kind: 'code', title: 'go build', text: '' } as const;
  expect(notCompiled({ ...build, diagnostics: [...build.diagnostics] }, evidence, own).hint).toContain(
    'part of this module',
  );
});

test.each([
  ['WaitGroup.Add called from inside new goroutine', /wg\.Add\(1\) before the line with go/],
  ['conversion from int64 to string yields a string of one rune, not a string of digits', /strconv\.FormatInt/],
  [
    'cannot range over 10 (untyped int constant): requires go1.22 or later (-lang was set to go1.21; check go.mod)',
    /go 1\.22/,
  ],
])('go vet: %s', (message, hint) => {
  expect(vetMeaning(message)).toMatch(hint);
});
