/** Stage 05's explanations, on messages as different builders write them. */
import { describe, expect, it } from 'vitest';
import { blockIfMachine } from '../../checks/05-scratch-image/build-lacks.ts';
import { explain, type Failed } from '../../checks/05-scratch-image/explain-build.ts';
import { secretsIn } from '../../checks/05-scratch-image/secrets.ts';
import { readDockerfile } from '../../src/harness/docker/dockerfile/dockerfile.ts';
import type { CheckContext } from '../../src/kit/index.ts';

const text =
  'FROM golang:1.26-alpine AS build\nCOPY go.mod go.sum ./\nFROM scratch\nCOPY --from=build /server /server\n';
const read = readDockerfile('Dockerfile', text);
const context = {
  files: { read: () => undefined, list: () => ['go.mod', 'secret.txt'] },
  docker: { buildContext: () => ({ decides: () => ({ file: '.dockerignore', line: 3, pattern: '*.txt' }) }) },
} as unknown as CheckContext;

const failed = (message: string, step = '', printed: string[] = []): Failed => ({
  ok: false,
  builder: 'buildkit',
  ms: 1,
  output: [],
  message,
  printed,
  why: 'failed',
  ...(step ? { step: { text: step, line: 2 } } : {}),
});

describe('what the machine lacks is nobody’s mistake', () => {
  it.each([
    ['failed to copy files: write /tmp/x: no space left on device', 'disk is full'],
    ['toomanyrequests: You have reached your unauthenticated pull rate limit.', 'refuses more downloads'],
    [
      'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH',
      'credentials helper',
    ],
    [
      'failed to do request: Head "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused',
      'proxy',
    ],
    [
      'Get "https://registry-1.docker.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'proxy',
    ],
    [
      'golang:1.26-alpine: failed to resolve source metadata: dial tcp: lookup registry-1.docker.io: no such host',
      'docker pull golang:1.26-alpine',
    ],
    ['Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout', 'not in reach'],
    ['process "/bin/sh -c go build" did not complete successfully: exit code: 137', 'out of memory'],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'went away'],
  ])('%s', (message, words) => {
    expect(() => blockIfMachine(failed(message), read)).toThrow(words);
  });

  it('sees it in what a RUN printed', () => {
    const offline = failed('exit code: 1', '[build 2/3] RUN apk add git', [
      'WARNING: fetching: temporary error (try again later)',
    ]);
    expect(() => blockIfMachine(offline, read)).toThrow('not in reach');
  });

  it('does not take a misspelt stage for a missing network', () => {
    const typo = readDockerfile('Dockerfile', text.replace('--from=build', '--from=bild'));
    const offline = failed(
      'failed to do request: Head "https://registry-1.docker.io/v2/library/bild/manifests/latest": no such host',
    );
    expect(() => blockIfMachine(offline, typo)).not.toThrow();
    expect(explain(offline, typo, context).summary).toContain('a stage named bild');
  });
});

describe('what the Dockerfile lacks is explained', () => {
  const copy = '[build 2/3] COPY go.mod go.sum ./';
  it.each([
    [
      'failed to compute cache key: failed to calculate checksum of ref 3aa::x7: "/go.sum": not found',
      copy,
      'it copies go.sum',
    ],
    ['failed to compute cache key: "/go.sum" not found: not found', copy, 'it copies go.sum'],
    [
      'COPY failed: file not found in build context or excluded by .dockerignore: stat go.sum: file does not exist',
      copy,
      'it copies go.sum',
    ],
    [
      'failed to calculate checksum of ref 3aa::x7: "/secret.txt": not found',
      '[build 2/3] COPY secret.txt ./',
      '.dockerignore:3 (*.txt) leaves it out',
    ],
    [
      'failed to calculate checksum of ref 3aa::x7: "/app/server": not found',
      '[stage-1 1/1] COPY --from=build /app/server /server',
      'has no /app/server',
    ],
    [
      'docker.io/library/golang:1.99-alpine: not found',
      '[internal] load metadata for docker.io/library/golang:1.99-alpine',
      'no image golang:1.99-alpine',
    ],
    ['pull access denied for gollang, repository does not exist or may require authorization', '', 'no image gollang'],
    ['dockerfile parse error on line 3: unknown instruction: FORM', '', 'line 3: unknown instruction: FORM'],
    ['the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/', '', 'only BuildKit knows'],
    [
      'process "/bin/sh -c go build" did not complete successfully: exit code: 127',
      '[stage-1 2/2] RUN go build',
      'at Dockerfile:2',
    ],
  ])('%s', (message, step, words) => {
    const build = failed(message, step);
    expect(() => blockIfMachine(build, read)).not.toThrow();
    const { summary, hint } = explain(build, read, context);
    expect(summary).toContain(words);
    expect(summary).toMatch(/[.!?]$/);
    expect(hint).not.toBe('');
  });
});

describe('secrets', () => {
  const names = (line: string) =>
    secretsIn(readDockerfile('Dockerfile', `FROM scratch\n${line}\n`)).map(({ name }) => name);
  it.each([
    'ARG GITHUB_TOKEN',
    'ENV DB_PASSWORD=x',
    'ENV API_KEY=1 B=2',
    'ENV clientSecret=1',
    'ENV DATABASE_URL=postgres://ada:lovelace@db/users',
    'ENV AWS=AKIAIOSFODNN7EXAMPLE',
  ])('are seen: %s', (line) => expect(names(line)).toHaveLength(1));
  it.each([
    'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
    'ENV DB_PASSWORD_FILE=/run/secrets/db',
    'ENV KEYBOARD=us MONKEY=1',
    'ENV GATE_URL=http://gate:8080/x',
    'ARG TARGETARCH',
  ])('are not seen: %s', (line) => expect(names(line)).toEqual([]));
});
