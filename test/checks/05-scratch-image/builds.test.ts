/** What a learner is told about a build that failed: facts → a lack of the machine's, or a finding. */
import { describe, expect, it } from 'vitest';
import { buildLack } from '../../../checks/05-scratch-image/findings/builds/lacks.ts';
import { notBuilt } from '../../../checks/05-scratch-image/findings/builds.ts';
import { linesOf } from '../../../checks/05-scratch-image/lines.ts';
import { readBuildContext } from '../../../src/harness/docker/build/context.ts';
import { readDockerfile } from '../../../src/harness/docker/dockerfile/dockerfile.ts';
import { type BuildCause, type FailedImageBuild, type MachineTrouble, sourceOf } from '../../../src/kit/index.ts';
import { filesOf } from '../files.ts';

const text =
  'FROM golang:1.26-alpine AS build\nCOPY go.mod go.sum ./\nFROM scratch\nCOPY --from=build /server /server\n';
const dockerfile = readDockerfile('Dockerfile', text);

function failed(cause: BuildCause, more: Partial<FailedImageBuild> = {}): FailedImageBuild {
  return { ok: false, builder: 'buildkit', ms: 900_000, output: [], message: 'it broke', printed: [], cause, ...more };
}

function explain(build: FailedImageBuild, own = text) {
  const files = filesOf({ Dockerfile: own, 'go.mod': '', 'secret.txt': '', '.dockerignore': '\n\n*.txt\n' });
  const read = readDockerfile('Dockerfile', own);
  const { decides } = readBuildContext(files);
  return notBuilt({ build, dockerfile: read, files: files.list(), decides, lines: linesOf(read, sourceOf(files)) });
}

describe('what the machine lacks is nobody’s mistake', () => {
  const lacks: [MachineTrouble, string, string][] = [
    ['disk-full', 'exhausted', 'disk is full'],
    ['rate-limited', 'exhausted', 'refuses more downloads'],
    ['credentials', 'unsuitable', 'credentials helper'],
    ['proxy', 'unreachable', 'proxy'],
    ['out-of-memory', 'exhausted', 'out of memory'],
    ['engine-gone', 'stopped', 'went away'],
  ];
  it.each(lacks)('%s', (kind, state, words) => {
    const lack = buildLack(failed({ kind }), dockerfile);
    expect(lack).toMatchObject({ need: 'docker', state, what: expect.stringContaining(words) });
    expect(lack?.fix).not.toBe('');
  });

  it('names the image to fetch beforehand', () => {
    expect(buildLack(failed({ kind: 'network' }), dockerfile)?.fix).toContain('docker pull golang:1.26-alpine');
    const slow = buildLack(failed({ kind: 'timed-out', fetching: true }), dockerfile);
    expect(slow).toMatchObject({ what: expect.stringContaining('15 minutes') });
    expect(slow?.fix).toContain('docker pull golang:1.26-alpine');
  });

  it('names the reader that # syntax= asks for, not the base image', () => {
    const offline = failed({ kind: 'network', image: 'docker/dockerfile:1' });
    const lack = buildLack(offline, readDockerfile('Dockerfile', `# syntax=docker/dockerfile:1\n${text}`));
    expect(lack).toMatchObject({ state: 'unreachable', what: expect.stringContaining('docker/dockerfile:1') });
    expect(lack?.fix).toContain('leave that line out');
    expect(lack?.fix).not.toContain('golang');
    const needed = `# syntax=docker/dockerfile:1\n${text.replace('COPY go', 'COPY --link go')}`;
    expect(buildLack(offline, readDockerfile('Dockerfile', needed))?.fix).not.toContain('leave that line out');
  });

  const word = { kind: 'builder-too-old', word: 'COPY --link', line: 4 } as const;
  it.each([
    [{ ...word, engine: 'Docker 20.10.24' }, 'buildkit', 'too-old', 'Docker 20.10.24', 'Update Docker'],
    [{ ...word, engine: 'Podman 4.3.1' }, 'podman', 'too-old', 'Podman 4.3.1', 'Update Podman'],
    [{ ...word, engine: 'Docker 28.5.2' }, 'classic', 'unsuitable', 'DOCKER_BUILDKIT=0', 'Unset DOCKER_BUILDKIT'],
    [{ kind: 'no-command-line' }, 'buildkit', 'missing', 'no plugin buildx', 'docker-buildx'],
  ] as const)('a right line that the builder can’t build: %j %s', (cause, builder, state, what, fix) => {
    expect(buildLack(failed(cause, { builder }), dockerfile)).toMatchObject({
      need: 'docker',
      state,
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
  });

  it('leaves the Dockerfile’s mistakes alone', () => {
    expect(buildLack(failed({ kind: 'other' }), dockerfile)).toBeUndefined();
    expect(buildLack(failed({ kind: 'timed-out', fetching: false }), dockerfile)).toBeUndefined();
  });

  it('does not take a misspelt stage for a missing network', () => {
    const typo = text.replace('--from=build', '--from=bild');
    const offline = failed({ kind: 'network' }, { message: 'Head "https://registry/v2/library/bild": no such host' });
    expect(buildLack(offline, readDockerfile('Dockerfile', typo))).toBeUndefined();
    const { summary, evidence } = explain(offline, typo);
    expect(summary).toContain('a stage named bild');
    expect(evidence[0]?.at).toEqual({ file: 'Dockerfile', line: 4 });
  });
});

describe('what the Dockerfile lacks is explained', () => {
  const at = (step: string) => ({ step: { text: step, line: 2 } });
  const copy = at('[build 2/3] COPY go.mod go.sum ./');
  const cases: [BuildCause, Partial<FailedImageBuild>, string][] = [
    [{ kind: 'no-such-file', path: 'go.sum' }, copy, 'it copies go.sum, and this module has none'],
    [{ kind: 'no-such-file', path: 'secret.txt' }, copy, '.dockerignore:3 (*.txt) leaves it out'],
    [{ kind: 'no-such-file', path: 'nothing' }, copy, 'there is no nothing to copy'],
    [
      { kind: 'no-such-file', path: 'app/server' },
      at('[stage-1 1/1] COPY --from=build /app/server /server'),
      'has no /app/server',
    ],
    [{ kind: 'no-such-image', image: 'golang:1.99-alpine' }, {}, 'no image golang:1.99-alpine'],
    [{ kind: 'no-such-image', image: '' }, {}, 'no image of that name'],
    [
      { kind: 'unreadable-line', line: 3, message: 'unknown instruction: FORM' },
      {},
      'line 3: unknown instruction: FORM',
    ],
    [{ kind: 'other' }, { message: 'secret netrc: not found' }, 'requires a secret'],
    [{ kind: 'no-shell' }, {}, 'RUN needs a shell'],
    [{ kind: 'other' }, { printed: ['/bin/sh: go: not found'] }, 'no go command'],
    [{ kind: 'other' }, { printed: ['no Go files in /src'] }, 'no package at that path'],
    [{ kind: 'other' }, at('[stage-1 2/2] RUN make'), 'at Dockerfile:2: it broke'],
    [{ kind: 'timed-out', fetching: false }, at('[build 3/3] RUN ./server'), 'still running after 15 minutes'],
    [{ kind: 'printed-too-much' }, at('[build 3/3] RUN yes'), 'printed without end'],
  ];
  it.each(cases)('%j %j', (cause, more, words) => {
    const { summary, actual, hint } = explain(failed(cause, more));
    expect(summary).toContain(words);
    expect(summary).toMatch(/[.!?]$/);
    expect(actual).not.toBe('');
    expect(hint).toBeTruthy();
  });

  it('shows the line and what the step printed', () => {
    const { evidence } = explain(failed({ kind: 'other' }, { ...copy, printed: ['first', '', 'last'] }));
    expect(evidence.map(({ kind }) => kind)).toEqual(['code', 'log']);
    expect(evidence[1]?.text).toBe('first\nlast\n\nit broke');
  });
});
