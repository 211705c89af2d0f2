/** Complaints as Docker 20.10 (both builders), newer BuildKit and Podman 4.3 write them. */
import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../../src/harness/docker/dockerfile/dockerfile.ts';
import { refusedWord } from '../../../../src/harness/docker/dockerfile/modern.ts';

const dockerfile = readDockerfile(
  'Dockerfile',
  [
    '# syntax=docker/dockerfile:1',
    'FROM --platform=$BUILDPLATFORM golang:1.26-alpine AS build',
    'RUN --mount=type=cache,target=/x go build',
    'RUN <<EOF',
    'go vet ./...',
    'EOF',
    'FROM scratch',
    'COPY --link --chmod=755 --from=build /server /server',
    'ENTRYPONT ["/server"]',
  ].join('\n'),
);

it('finds what not every builder knows, and the reader that is asked for', () => {
  expect(dockerfile.syntax).toBe('docker/dockerfile:1');
  expect(dockerfile.modern).toEqual([
    { word: 'FROM --platform=$BUILDPLATFORM', line: 2 },
    { word: 'RUN --mount', line: 3 },
    { word: 'RUN <<EOF', line: 4 },
    { word: 'COPY --link', line: 8 },
    { word: 'COPY --chmod', line: 8 },
  ]);
});

it.each([
  ['# comment\nFROM scratch', undefined],
  ['# escape=`\n# Syntax = docker/dockerfile:1.4\nFROM scratch', 'docker/dockerfile:1.4'],
  ['FROM scratch\n# syntax=docker/dockerfile:1', undefined],
])('%j asks for %s', (text, wanted) => expect(readDockerfile('Dockerfile', text).syntax).toBe(wanted));

describe('what a builder refuses', () => {
  it.each([
    ['dockerfile parse error line 8: Unknown flag: link', 8, 'COPY --link'],
    ['dockerfile parse error on line 8: unknown flag: --chmod', 8, 'COPY --chmod'],
    ['the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/', 3, 'RUN --mount'],
    ['dockerfile parse error line 5: unknown instruction: GO', 5, 'RUN <<EOF'],
    ['building at STEP "GO ": Build error: Unknown instruction: "GO"', undefined, 'RUN <<EOF'],
    [
      'building at STEP "COPY --link": COPY only supports the --chmod=<permissions> --chown=<uid:gid> and the --from=<image|stage> flags',
      8,
      'COPY --link',
    ],
    ['failed to parse platform : "" is an invalid component of ""', 2, 'FROM --platform=$BUILDPLATFORM'],
  ])('%s', (message, line, word) => expect(refusedWord(message, dockerfile, line)?.word).toBe(word));

  it.each([
    ['dockerfile parse error line 8: Unknown flag: lnk', 8],
    ['dockerfile parse error line 9: unknown instruction: ENTRYPONT', 9],
    ['dockerfile parse error line 3: Unknown flag: link', 3],
    ['process "/bin/sh -c go build" did not complete successfully: exit code: 1', 3],
  ])('is the Dockerfile’s own mistake: %s', (message, line) =>
    expect(refusedWord(message, dockerfile, line)).toBeUndefined(),
  );
});
