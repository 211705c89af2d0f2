import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unified } from '../../src/commands/solution/unified.ts';
import { sectionOf } from '../../src/course/lesson.ts';
import { partOf } from '../../src/usecases/hints/answer.ts';
import { filesBeside } from '../../src/usecases/solution.ts';
import { hashFolder } from '../../src/workspace/files.ts';
import { temporary, write } from './course.ts';

describe('a section of the lesson', () => {
  const lesson =
    '# 01\n\nintro\n\n## Bodies, `limits`\n\ntext\n\n```sh\n## not a heading\n```\n\n### deeper\n\nmore\n\n## Next\n\nend\n';

  test('goes up to the next heading of its level; fences and marks do not mislead', () => {
    expect(sectionOf(lesson, 'bodies, limits')).toBe(
      '## Bodies, `limits`\n\ntext\n\n```sh\n## not a heading\n```\n\n### deeper\n\nmore\n',
    );
    expect(sectionOf(lesson, 'deeper')).toBe('### deeper\n\nmore\n');
    expect(sectionOf(lesson, 'not a heading')).toBeUndefined();
  });
});

describe('the part of the solution', () => {
  test('is the declaration that uses the rarest names of the hint', () => {
    const solution = temporary();
    write(solution, {
      'main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
      'json.go':
        'package main\n\n// readJSON reads.\nfunc readJSON(r *http.Request) {\n\thttp.MaxBytesReader(nil, r.Body, 1)\n}\n\nfunc other(r *http.Request) {\n}\n',
    });
    const part = partOf(solution, 'http.MaxBytesReader makes Read fail; every *http.Request has a body.');
    expect(part).toEqual({
      path: 'json.go',
      text: '// readJSON reads.\nfunc readJSON(r *http.Request) {\n\thttp.MaxBytesReader(nil, r.Body, 1)\n}',
    });
    expect(partOf(solution, 'no names at all')).toBeUndefined();
  });

  test('is rather one of the file that the finding points into', () => {
    const solution = temporary();
    write(solution, {
      'a.go': 'package main\n\nfunc a() {\n\thttp.Get(one)\n}\n',
      'b.go': 'package main\n\nfunc b() {\n\thttp.Get(two)\n}\n',
    });
    expect(partOf(solution, 'http.Get', { file: 'b.go' })?.path).toBe('b.go');
    expect(partOf(solution, 'http.Get', { file: 'c.go' })?.path).toBe('a.go');
  });

  test('is none that the learner has written already', () => {
    const [solution, own] = [temporary(), temporary()];
    write(solution, {
      'a.go': 'package main\n\nfunc a() {\n\thttp.Get(one)\n}\n',
      'b.go': 'package main\n\nfunc b() {\n\thttp.Get(two)\n}\n',
    });
    write(own, { 'c.go': 'package main\n\nfunc a() {\n\thttp.Get(one)\n}\n' });
    expect(partOf(solution, 'http.Get', { file: 'a.go' }, own)?.path).toBe('b.go');
    expect(partOf(solution, 'http.Get', { file: 'a.go' }, `${own}/nowhere`)?.path).toBe('a.go');
  });
});

describe('the part of the solution for a place', () => {
  const parts = () => {
    const solution = temporary();
    const probe = 'func probe() {\n\tanswer(200)\n}';
    const method = 'func (rd *readiness) ServeHTTP() {\n\thttp.Get(dial)\n}';
    const other = 'func (s *server) ServeHTTP() {\n\thttp.Get(all)\n}';
    write(solution, { 'a.go': `package main\n\n${other}\n\n// a comment\n${probe}\n\n${method}\n` });
    const own = temporary();
    const mine = [
      'package main',
      '',
      'func probe() {',
      '\tanswer(501)',
      '}',
      '',
      'func (r readiness) ServeHTTP() {',
      '',
      '}',
    ];
    write(own, { 'b.go': [...mine, '', 'func mine() {', '}'].join('\n') });
    return (line: number) => partOf(solution, 'http.Get', { file: 'b.go', line }, own)?.text;
  };

  test('is the same function, whatever the names say', () => {
    const part = parts();
    expect(part(4)).toContain('func probe()');
    expect(part(8)).toContain('func (rd *readiness)');
  });

  test('is chosen by names where the solution has no such function, or the line is in none', () => {
    const part = parts();
    expect(part(12)).toContain('func (s *server)');
    expect(part(6)).toContain('func (s *server)');
  });
});

describe('differences', () => {
  test('lead from yours to the solution; lessons, fresh files and binaries stay out', () => {
    const base = temporary();
    write(join(base, 'own'), {
      'README.md': 'x',
      'a.go': 'one\n',
      'mine.go': 'm\n',
      'a.go.fresh': 'f',
      'notes.txt': 'n',
      'b.go': 'same\n',
    });
    write(join(base, 'answer'), { 'a.go': 'two\n', 'b.go': 'same\n', 'c.go': 'new\n', 'data.bin': 'a\0b' });
    const pairs = filesBeside(join(base, 'own'), join(base, 'answer'));
    expect(pairs.map((pair) => pair.path)).toEqual(['a.go', 'b.go', 'c.go', 'mine.go']);
    expect(pairs.map(unified)).toEqual([
      '--- yours/a.go\n+++ solution/a.go\n@@ -1,1 +1,1 @@\n-one\n+two\n',
      '',
      '--- /dev/null\n+++ solution/c.go\n@@ -0,0 +1,1 @@\n+new\n',
      '--- yours/mine.go\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-m\n',
    ]);
  });
});

test('the hash of a folder is about its program: not about editors, fresh files or git', () => {
  const folder = temporary();
  write(folder, { 'main.go': 'a', 'sub/x.go': 'b' });
  const before = hashFolder(folder);
  write(folder, { 'main.go.fresh': 'x', '.main.go.swp': 'x', '.git/HEAD': 'x', 'main.go~': 'x', 'sub/.#x.go': 'x' });
  expect(hashFolder(folder)).toBe(before);
  write(folder, { 'sub/x.go': 'c' });
  expect(hashFolder(folder)).not.toBe(before);
});
