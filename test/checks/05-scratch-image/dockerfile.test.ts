import { describe, expect, it } from 'vitest';
import {
  noDockerfile,
  notFromScratch,
  startsNoProgram,
  unreadable,
} from '../../../checks/05-scratch-image/findings/dockerfile.ts';
import { holdsSecret } from '../../../checks/05-scratch-image/findings/secrets.ts';
import { linesOf } from '../../../checks/05-scratch-image/lines.ts';
import { secretsIn } from '../../../checks/05-scratch-image/secrets.ts';
import { readDockerfile } from '../../../src/harness/docker/dockerfile/dockerfile.ts';
import { sourceOf } from '../../../src/kit/index.ts';
import { filesOf } from '../files.ts';

function read(...lines: string[]) {
  const text = `${lines.join('\n')}\n`;
  const dockerfile = readDockerfile('Dockerfile', text);
  return [dockerfile, linesOf(dockerfile, sourceOf(filesOf({ Dockerfile: text })))] as const;
}

it('a Dockerfile under another name is named', () => {
  expect(noDockerfile(['go.mod']).summary).toBe('There is no Dockerfile yet.');
  expect(noDockerfile(['dockerfile.txt']).summary).toContain('there is only dockerfile.txt');
});

describe('unreadable', () => {
  it.each([
    [['FROM scratch', 'ENTRYPONT ["/x"]'], 'line 2: there is no instruction ENTRYPONT; did you mean ENTRYPOINT?'],
    [['FROM scratch', 'SERVER x'], 'line 2: there is no instruction SERVER.'],
    [['FROM scratch', 'RUN'], 'line 2: RUN needs at least one word after it.'],
    [['FROM a b'], 'line 1: FROM takes an image, and "AS name" after it.'],
    [['RUN x', 'FROM scratch'], 'line 1: RUN comes before the first FROM.'],
    [['# nothing'], 'line 1: there is no FROM in it.'],
  ])('%j', (lines, words) => {
    expect(unreadable(...read(...lines))?.summary).toBe(`Docker can't read Dockerfile, ${words}`);
  });

  it('nothing else', () => expect(unreadable(...read('FROM scratch', 'COPY a b'))).toBeUndefined());
});

describe('stages', () => {
  it('the last is FROM scratch, and another builds', () => {
    expect(notFromScratch(...read('FROM golang AS build', 'FROM scratch'))).toBeUndefined();
    expect(notFromScratch(...read('FROM scratch'))?.summary).toContain('one stage only');
    expect(notFromScratch(...read('FROM golang'))?.summary).toContain('single stage: everything in golang ships');
    expect(notFromScratch(...read('FROM golang AS build', 'FROM alpine'))).toMatchObject({
      summary: expect.stringContaining('The last stage is FROM alpine'),
      evidence: [{ at: { line: 2 } }],
    });
  });
});

describe('the program is started by the exec form', () => {
  const start = (...lines: string[]) => startsNoProgram(...read('FROM golang AS build', 'FROM scratch', ...lines));
  it.each([['ENTRYPOINT ["/server"]'], ['CMD ["/server"]']])('%s', (line) => expect(start(line)).toBeUndefined());
  it('CMD counts beside an empty ENTRYPOINT', () => expect(start('ENTRYPOINT []', 'CMD ["/server"]')).toBeUndefined());
  it('none', () => {
    expect(start()?.actual).toBe('neither ENTRYPOINT nor CMD');
    expect(start('ENTRYPOINT []')?.actual).toBe('an empty ENTRYPOINT, and no CMD');
  });
  it('shell form', () => {
    expect(start('ENTRYPOINT /server -v')).toMatchObject({
      summary: expect.stringContaining('shell form'),
      expected: 'the exec form, a JSON array: ENTRYPOINT ["/server"]',
      evidence: [{ at: { line: 3 } }],
    });
    expect(start("ENTRYPOINT ['/server']")?.hint).toContain('double quotes');
  });
});

describe('secrets', () => {
  const names = (line: string) =>
    secretsIn(readDockerfile('Dockerfile', `FROM scratch\n${line}\n`)).map(({ name }) => name);
  it.each([
    'ARG GITHUB_TOKEN',
    'ENV DB_PASSWORD=x',
    'ENV API_KEY=1 B=2',
    'ENV clientSecret=12',
    'ENV DSN=app:hunter2@tcp(db:3306)/app',
    'ENV DSN="host=db user=app password=hunter2 dbname=app"',
    'ENV DSN="Password=hunter2;Server=db;User Id=app"',
    'ENV DSN=jdbc:postgresql://db/app?user=app&password=hunter2',
    'ENV STORAGE=DefaultEndpointsProtocol=https;AccountName=a;AccountKey=bXlrZXlteWtleW15a2V5bXlrZXk=',
    'ENV OPENAI=sk-proj-abcdefghijklmnopqrstuvwxyz',
    'ENV ALERTS=https://hooks.slack.com/services/T01234567/B01234567/abcdefghijklmnopqrstuvwx',
    'ENV DATABASE_URL=postgres://ada:lovelace@db/users',
    'ENV AWS=AKIAIOSFODNN7EXAMPLE',
    'ENV PRIVATEKEY=MIIEowIBAAKCAQEA',
    'ENV DB_PASS=hunter2',
    'ENV SIGNINGKEY=abc STRIPE_KEY=def',
    `ARG P=DB_\nENV \${P}PASSWORD=hunter2`,
    `ARG U=postgres://app:hunter2\nENV DATABASE_URL=\${U}@db/app`,
    'ENV "API_TOKEN"="x"',
    'ENV API_TOKEN x y',
    'LABEL deploy.token=abc',
    'LABEL url="https://ada:lovelace@example.org/"',
    'ENTRYPOINT ["/server", "--db-password=hunter2"]',
    'CMD ["/server", "-token", "hunter2"]',
    'ONBUILD RUN curl https://ada:lovelace@example.org/',
    'ONBUILD ENV DB_PASSWORD=hunter2',
    'ENV DB_PWD=hunter2',
    'ENV CACHE=redis://:hunter2@cache:6379',
  ])('are seen: %s', (line) => expect(names(line)).toHaveLength(1));
  it.each([
    'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
    'ENV DB_PASSWORD_FILE=/run/secrets/db',
    'ENV FIRST_PASS=1 NEXT_TOKEN=x STRIPE_PUBLISHABLE_KEY=pk_live_x RECAPTCHA_SITE_KEY=6Lc',
    'ENV DSN="host=db user=app password=$PASSWORD dbname=app"',
    'ENV DSN=postgres://user:***@db/app',
    'LABEL base=docker-image://golang:1.26-alpine@sha256:aaaa',
    'LABEL about="Checks the password=policy of accounts"',
    'ENV KEYBOARD=us MONKEY=1',
    'ENV GATE_URL=http://gate:8080/x',
    'ARG TARGETARCH',
    'ENV PWD=/src OLDPWD=/x',
    'ONBUILD ENV LOG_LEVEL=debug',
    'ENV SORT_KEY=created_at PUBLIC_KEY=MIIBIjANBg PARTITION_KEY=tenant CACHE_KEY=v2',
    'ENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/gcp.json',
    'ENV TLS_KEY=/tls/tls.key REQUIRE_TOKEN=true MAX_TOKEN=4096',
    'ENV DB_PASSWORD=',
    `ENV DATABASE_URL=postgres://app:\${DB_PASSWORD}@db/app`,
    'LABEL org.opencontainers.image.source=https://github.com/ada/user-service',
    'CMD ["-key-file", "/tls/key", "--token-file=/run/secrets/token"]',
  ])('are not seen: %s', (line) => expect(names(line)).toEqual([]));

  it('are told by their name or by their value', () => {
    expect(holdsSecret(...read('FROM scratch', 'ENV API_TOKEN=x'))?.actual).toBe('line 2: ENV API_TOKEN, by its name');
    expect(holdsSecret(...read('FROM scratch', 'ENV AWS=AKIAIOSFODNN7EXAMPLE'))?.actual).toContain(
      'looks like an AWS access key',
    );
    expect(holdsSecret(...read('FROM scratch'))).toBeUndefined();
  });

  it('says who can read it', () => {
    const summary = (line: string) => holdsSecret(...read('FROM golang', line, 'FROM scratch'))?.summary;
    expect(summary('ENV API_TOKEN=x')).toContain('everybody who has the Dockerfile');
    expect(summary('ARG API_TOKEN')).toContain('stays in the build cache');
    expect(summary('RUN git clone https://x:ghp_abcdefghijabcdefghijabcdefghij012345@github.com/a/b')).toContain(
      'What RUN holds looks like a secret',
    );
    expect(summary('RUN grep -q -e "-----BEGIN PRIVATE KEY-----" /tls.key')).toBeUndefined();
    expect(summary('RUN go test -db postgres://test:test@localhost/test ./...')).toBeUndefined();
    expect(holdsSecret(...read('FROM golang', 'FROM scratch', 'ENV API_TOKEN=x'))?.summary).toContain(
      'who has the image',
    );
  });
});
