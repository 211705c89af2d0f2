/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles write their variables that way */
import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../../src/harness/docker/dockerfile/dockerfile.ts';
import { readIgnoreFile } from '../../../../src/harness/docker/dockerfile/dockerignore.ts';

const read = (...lines: string[]) => readDockerfile('Dockerfile', `${lines.join('\n')}\n`);

describe('stages', () => {
  it('follows names, numbers nothing, ends at the base', () => {
    const { stages } = read(
      'FROM golang:1.26 AS build',
      'RUN go build',
      'FROM scratch AS base',
      'USER 1',
      'FROM base',
      'CMD ["/x"]',
    );
    expect(stages.map(({ from, base, name, line }) => ({ from, base, name, line }))).toEqual([
      { from: 'golang:1.26', base: 'golang:1.26', name: 'build', line: 1 },
      { from: 'scratch', base: 'scratch', name: 'base', line: 3 },
      { from: 'base', base: 'scratch', name: undefined, line: 5 },
    ]);
    expect(stages[2]?.instructions.map(({ keyword }) => keyword)).toEqual(['CMD']);
    expect(stages[2]?.parent).toBe(stages[1]);
  });

  it('puts the defaults of ARGs into FROM', () => {
    const { stages } = read(
      'ARG V=1.26',
      'ARG BASE=golang:${V}',
      'FROM --platform=$BUILDPLATFORM ${BASE}-alpine AS b',
      'FROM ${NONE:-scratch}',
    );
    expect(stages.map(({ from }) => from)).toEqual(['golang:1.26-alpine', 'scratch']);
  });
});

describe('instructions', () => {
  it.each([
    ['ENTRYPOINT ["/server", "-v"]', ['/server', '-v']],
    ['ENTRYPOINT []', []],
    ['ENTRYPOINT [ "/a b" ]', ['/a b']],
    ['ENTRYPOINT /server', undefined],
    ["ENTRYPOINT ['/server']", undefined],
    ['ENTRYPOINT ["/server"', undefined],
  ])('%s', (text, exec) => {
    expect(read('FROM scratch', text).instructions[1]?.exec).toEqual(exec);
  });

  it('joins continued lines around comments and keeps flags apart', () => {
    const [, run] = read(
      'FROM x',
      'RUN --mount=type=cache,target=/a \\',
      '  # why',
      '  --mount=type=bind,target=. \\',
      '  go build',
    ).instructions;
    expect(run?.args).toEqual(['go', 'build']);
    expect(run?.flags.mount?.split('\n')).toHaveLength(2);
    expect(run?.line).toBe(2);
  });

  it('reads heredocs as one instruction', () => {
    const { instructions, problems, modern } = read(
      'FROM scratch',
      'COPY <<EOF /etc/passwd',
      'app:x:1:1::/:',
      'EOF',
      'USER 1',
    );
    expect(instructions.map(({ keyword }) => keyword)).toEqual(['FROM', 'COPY', 'USER']);
    expect(problems).toEqual([]);
    expect(modern).toEqual([{ word: 'COPY <<EOF', line: 2 }]);
  });

  it('knows --link, --chmod and --from', () => {
    const [, copy] = read('FROM scratch', 'COPY --from=build --link --chmod=755 /a /b').instructions;
    expect(copy?.flags).toEqual({ from: 'build', link: '', chmod: '755' });
    expect(copy?.args).toEqual(['/a', '/b']);
  });

  it('takes the last of two ARGs, and keeps it where a third has no value', () => {
    const lines = ['FROM scratch', 'ENV X=env', 'ARG X=arg', 'ARG Y=one', 'ARG Y=two', 'ARG Y', 'ENV OUT=$X-$Y'];
    expect(read(...lines).instructions.at(-1)?.settings).toEqual([{ name: 'OUT', value: 'arg-two' }]);
  });

  it('reads both forms of ENV, and ARG without a value', () => {
    const { instructions } = read('FROM scratch', 'ENV A=1 B="two words"', 'ENV OLD way of it', 'ARG C');
    expect(instructions.slice(1).map(({ settings }) => settings)).toEqual([
      [
        { name: 'A', value: '1' },
        { name: 'B', value: 'two words' },
      ],
      [{ name: 'OLD', value: 'way of it' }],
      [{ name: 'C' }],
    ]);
  });
});

describe('UTF-16, as PowerShell 5 writes it', () => {
  const decoded = (bom: string) => Buffer.from(`${bom}FROM scratch\n`, 'utf16le').toString('utf8');
  it('is one problem, with a byte order mark and without', () => {
    for (const bom of ['\ufeff', ''])
      expect(readDockerfile('Dockerfile', decoded(bom)).problems).toEqual([{ kind: 'utf-16', line: 1, text: '' }]);
    expect(readIgnoreFile(decoded('\ufeff')).problems).toMatchObject([{ kind: 'utf-16' }]);
  });

  it('a single NUL is none', () => {
    expect(read('FROM scratch', 'EXPOSE 80\u000080').problems).toEqual([]);
  });
});

describe('what no builder accepts', () => {
  it.each([
    [
      ['FROM scratch', 'ENTRYPONT ["/x"]'],
      { line: 2, kind: 'unknown-instruction', keyword: 'ENTRYPONT', near: 'ENTRYPOINT' },
    ],
    [['FROM scratch', 'COYP a b'], { line: 2, kind: 'unknown-instruction', keyword: 'COYP', near: 'COPY' }],
    [['FROM scratch', 'go build'], { line: 2, kind: 'unknown-instruction', keyword: 'GO', near: undefined }],
    [['RUN ls', 'FROM scratch'], { line: 1, kind: 'before-first-from', keyword: 'RUN', text: 'RUN ls' }],
    [['# nothing'], { line: 1, kind: 'no-from', text: '' }],
    [['FROM golang build'], { line: 1, kind: 'malformed-from', text: 'FROM golang build' }],
    [['FROM scratch', 'USER'], { line: 2, kind: 'no-arguments', keyword: 'USER' }],
  ])('%j', (lines, problem) => {
    expect(read(...lines).problems[0]).toMatchObject(problem);
  });
});
