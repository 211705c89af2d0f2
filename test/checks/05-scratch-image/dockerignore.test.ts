import { expect, it } from 'vitest';
import {
  bigContextNote,
  keepsSourceBack,
  noIgnoreFile,
  notUnderstood,
  sendsUnwanted,
} from '../../../checks/05-scratch-image/findings/dockerignore.ts';
import { readBuildContext } from '../../../src/harness/docker/build/context.ts';
import { sourceOf } from '../../../src/kit/index.ts';
import { filesOf } from '../files.ts';

const service = { 'go.mod': 'module x', 'cmd/server/main.go': 'package main', 'internal/a/a.go': 'package a' };

function seen(ignore: string) {
  const files = filesOf({ ...service, '.dockerignore': ignore });
  return { sent: readBuildContext(files), files: files.list(), source: sourceOf(files) };
}

it('an ignore file under another name is named', () => {
  const sent = readBuildContext(filesOf(service));
  expect(noIgnoreFile(sent, [])?.summary).toBe('There is no .dockerignore yet.');
  expect(noIgnoreFile(sent, ['dockerignore'])?.summary).toContain('there is only dockerignore');
});

it('a pattern that Docker can’t use is shown', () => {
  const empty = seen('.git\n!\n');
  expect(notUnderstood(empty.sent, empty.source)).toMatchObject({
    summary: `Docker can't use .dockerignore:2: "!" is no pattern: there is no path in it.`,
    evidence: [{ at: { line: 2 } }],
  });
  const good = seen('.git\n');
  expect(notUnderstood(good.sent, good.source)).toBeUndefined();
});

it('source that is not sent is named, with the line that keeps it back', () => {
  const star = seen('*\n!cmd\n!internal\n');
  const finding = keepsSourceBack(star.sent, star.files, star.source);
  expect(finding).toMatchObject({
    summary: 'The build is not sent go.mod: .dockerignore leaves it out.',
    actual: '.dockerignore:1 (*) leaves out go.mod',
    hint: expect.stringContaining('!go.mod'),
  });
  const server = seen('**/server\n');
  expect(keepsSourceBack(server.sent, server.files, server.source)?.hint).toContain('the folder cmd/server');
});

it('what must not be sent is named, with the line that includes it', () => {
  const all = seen('# nothing\n');
  expect(sendsUnwanted(all.sent, all.source)?.summary).toContain('.git, .env, .env.local, server');
  const back = seen('*\n!go.mod\n!cmd\n!internal\n!.env\ncmd/server/server\n');
  expect(sendsUnwanted(back.sent, back.source)).toMatchObject({
    summary: 'The build would be sent .env.',
    actual: '.dockerignore:5 (!.env) includes .env again',
  });
  const right = seen('*\n!go.mod\n!cmd\n!internal\ncmd/server/server\n');
  expect(sendsUnwanted(right.sent, right.source)).toBeUndefined();
  expect(keepsSourceBack(right.sent, right.files, right.source)).toBeUndefined();
});

it('a small folder needs no note', () => expect(bigContextNote(seen('').sent)).toBeUndefined());

const leftOut = '.env\n.env.local\n/server\nbin/server\nuser-service\ncmd/server/server\n';

it.each([
  ['.git/config\n*.exe\n', '.git/HEAD (of .git)'],
  ['.git/[A-Z]*\n*.exe\n', '.git/config (of .git)'],
  ['.git\n*.exe\n!.git/refs/tags/*\n', '.git/refs/tags/x (of .git)'],
  ['.git\nserver.exe\n', 'main.exe (of *.exe)'],
  ['.git\n*.exe\n!tool.exe\n', 'tool.exe (of *.exe)'],
  ['.git\n[a-z]*.exe\n', 'Setup.exe (of *.exe)'],
])('one path does not stand for all: %j', (patterns, words) => {
  const one = seen(leftOut + patterns);
  expect(sendsUnwanted(one.sent, one.source)?.summary).toContain(words);
});

it.each([
  '.git/\n*.exe\n',
  '**/.git\n**/*.exe\n',
  '.git/**\n*.exe\n!cmd/tool.exe\n',
  '.git\n!.git/HEAD\n.git\n?*.exe\n',
])('right in another way: %j', (patterns) => {
  const one = seen(leftOut + patterns);
  expect(sendsUnwanted(one.sent, one.source)).toBeUndefined();
});

it.each([
  ['.git   # history\n*.exe\n', '.dockerignore:7: a comment needs a line of its own.'],
  ['.git\n*.exe\n', undefined],
])('a comment behind a pattern is the cause that is named: %j', (patterns, words) => {
  const one = seen(leftOut + patterns);
  const hint = sendsUnwanted(one.sent, one.source)?.hint;
  expect(hint?.startsWith(words ?? '')).toBe(words === undefined ? undefined : true);
});

it('a backslash between the parts of a path is, too', () => {
  const one = seen(`${leftOut.replace('bin/server', 'bin\\server')}.git\n*.exe\n`);
  expect(sendsUnwanted(one.sent, one.source)).toMatchObject({
    summary: 'The build would be sent bin/server.',
    hint: expect.stringContaining('separated by /'),
    evidence: [{ at: { line: 4 } }, {}],
  });
});
