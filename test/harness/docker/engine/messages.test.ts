/** Messages as different engines, builders, registries and runtimes write them. */
import { describe, expect, it } from 'vitest';
import {
  buildCause,
  isFetching,
  plainMessage,
  plainRefusal,
  refusesBuildKit,
  refusesLimits,
  startCause,
  startLack,
} from '../../../../src/harness/docker/engine/messages.ts';

describe('a build that the machine stopped', () => {
  it.each([
    ['failed to copy files: write /tmp/x: no space left on device', 'disk-full'],
    ['toomanyrequests: You have reached your unauthenticated pull rate limit.', 'rate-limited'],
    [
      'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH',
      'credentials',
    ],
    [
      'failed to do request: Head "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused',
      'proxy',
    ],
    [
      'Get "https://registry-1.docker.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'proxy',
    ],
    ['Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout', 'network'],
    ['no active sessions', 'no-command-line'],
    ['process "/bin/sh -c go build" did not complete successfully: exit code: 137', 'out-of-memory'],
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'engine-gone',
    ],
  ])('%s', (message, kind) => {
    expect(buildCause(message, [], '')).toEqual({ kind });
  });

  it('is seen in what a RUN printed, too', () => {
    const printed = ['WARNING: fetching: temporary error (try again later)'];
    expect(buildCause('exit code: 1', printed, '[build 2/3] RUN apk add git')).toEqual({ kind: 'network' });
  });
});

describe('an image that can’t be fetched is named', () => {
  it.each([
    [
      'failed to do request: Head "https://registry-1.docker.io/v2/docker/dockerfile/manifests/1": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
      'resolve image config for docker.io/docker/dockerfile:1',
      'docker/dockerfile:1',
    ],
    [
      'dial tcp: lookup registry-1.docker.io: no such host',
      'resolve image config for docker-image://docker.io/docker/dockerfile:1.7-labs',
      'docker/dockerfile:1.7-labs',
    ],
    [
      'dial tcp: lookup registry-1.docker.io: no such host',
      '[internal] load metadata for docker.io/library/golang:1.26-alpine',
      'golang:1.26-alpine',
    ],
    ['dial tcp: lookup registry-1.docker.io: no such host', '[build 2/3] RUN apk add git', undefined],
  ])('%s %s', (message, step, image) => {
    expect(buildCause(message, [], step)).toEqual(image ? { kind: 'network', image } : { kind: 'network' });
  });
});

describe('a build that the Dockerfile stopped', () => {
  const copy = '[build 2/3] COPY go.mod go.sum ./';
  it.each([
    ['failed to calculate checksum of ref 3aa::x7: "/go.sum": not found', copy, 'no-such-file', 'go.sum'],
    ['failed to compute cache key: "/go.sum" not found: not found', copy, 'no-such-file', 'go.sum'],
    [
      'COPY failed: file not found in build context or excluded by .dockerignore: stat go.sum: file does not exist',
      copy,
      'no-such-file',
      'go.sum',
    ],
    [
      'failed to calculate checksum of ref 3aa::x7: "/app/server": not found',
      '[stage-1 1/1] COPY --from=build /app/server /server',
      'no-such-file',
      'app/server',
    ],
    [
      'docker.io/library/golang:1.99-alpine: not found',
      '[internal] load metadata for docker.io/library/golang:1.99-alpine',
      'no-such-image',
      'golang:1.99-alpine',
    ],
    [
      'pull access denied for gollang, repository does not exist or may require authorization',
      '',
      'no-such-image',
      'gollang',
    ],
    ['manifest unknown', '', 'no-such-image', ''],
  ])('%s', (message, step, kind, name) => {
    const cause = buildCause(message, [], step);
    expect(cause).toEqual(kind === 'no-such-file' ? { kind, path: name } : { kind, image: name });
  });

  it.each([
    ['exec: "/bin/sh": stat /bin/sh: no such file or directory', 'no-shell'],
    ['process "/bin/sh -c go build" did not complete successfully: exit code: 127', 'other'],
    ['', 'other'],
  ])('%s → %s', (message, kind) => {
    expect(buildCause(message, [], '[stage-1 2/2] RUN go build')).toEqual({ kind });
  });

  it('names the line that can’t be read', () => {
    expect(buildCause('dockerfile parse error on line 3: unknown instruction: FORM', [], '')).toEqual({
      kind: 'unreadable-line',
      line: 3,
      message: 'unknown instruction: FORM',
    });
  });
});

it('knows when a builder still waits for a registry', () => {
  expect(isFetching('[internal] load metadata for docker.io/library/golang:1.26-alpine')).toBe(true);
  expect(isFetching('[build 1/6] FROM docker.io/library/golang:1.26-alpine')).toBe(true);
  expect(isFetching('[build 5/6] RUN go build')).toBe(false);
});

it('shows the builder’s own words only', () => {
  expect(plainMessage('failed to build: failed to solve: golang:1: not found')).toBe('golang:1: not found');
  expect(plainMessage('(HTTP code 500) server error - COPY failed')).toBe('COPY failed');
});

describe('a container that was not started', () => {
  it.each([
    ['unable to find user app: no matching entries in passwd file', 'no-such-user'],
    ['exec /server: exec format error', 'wrong-format'],
    ['OCI runtime create failed: exec: "/server": permission denied: unknown', 'not-executable'],
    [
      'OCI runtime create failed: chdir to cwd ("/closed") set in config.json failed: permission denied',
      'closed-workdir',
    ],
    ['mkdir /data: read-only file system', 'read-only-root'],
    ['exec: "/nothing": stat /nothing: no such file or directory', 'other'],
  ])('%s → %s', (message, cause) => {
    expect(startCause(message)).toBe(cause);
    expect(startLack(message)).toBeUndefined();
  });

  it('is the engine’s fault when that can’t start any', () => {
    expect(startLack('write /var/lib/docker/x: no space left on device')).toMatchObject({ state: 'exhausted' });
    expect(startLack('driver failed programming external connectivity on endpoint x')).toMatchObject({
      need: 'docker',
      state: 'unsuitable',
    });
  });

  it('shows the runtime’s own words only', () => {
    const wrapped =
      'failed to create task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app": not found: unknown';
    expect(plainRefusal(wrapped)).toBe('exec: "/app": not found');
  });
});

it('sees that a rootless engine can’t limit memory', () => {
  expect(refusesLimits('NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler')).toBe(true);
  expect(refusesLimits('exec: "/app": not found')).toBe(false);
});

describe('an engine that has no BuildKit', () => {
  it.each([
    'buildkit is only supported with experimental mode',
    'buildkit not supported by daemon',
    'BuildKit is not enabled',
  ])('%s', (message) => expect(refusesBuildKit(message)).toBe(true));

  it.each(['the --mount option requires BuildKit', 'failed to solve: exit code: 1', ''])(
    'is not meant by "%s"',
    (message) => expect(refusesBuildKit(message)).toBe(false),
  );
});
