import { describe, expect, it } from 'vitest';
import {
  neverAnswered,
  notStarted,
  refusedByEngine,
  type Silence,
} from '../../../checks/05-scratch-image/findings/runs.ts';
import type { Image, StartCause } from '../../../src/kit/index.ts';
import { file, server, shipOf } from './image.ts';
import { ordinaryLines } from './lines.ts';

const ended = { code: 1, outOfMemory: false, ms: 10 };

describe('a container that the engine did not start', () => {
  const explain = (cause: StartCause, ship = shipOf()) =>
    notStarted(ship, { started: false, cause, message: 'said by the engine' }, ordinaryLines());

  const causes: [StartCause, Partial<Image>, string, number][] = [
    ['no-such-user', { user: 'app' }, 'no user "app"', 6],
    ['wrong-format', {}, "can't run /server", 7],
    ['not-executable', {}, 'user 65532:65532 may not execute /server', 5],
    ['closed-workdir', {}, 'the folder of WORKDIR', 3],
    ['read-only-root', {}, 'read-only', 7],
  ];
  it.each(causes)('%s %j', (cause, image, words, line) => {
    expect(explain(cause, shipOf(image))).toMatchObject({
      summary: expect.stringContaining(words),
      actual: 'said by the engine',
      evidence: [{ title: 'What the engine said' }, { at: { line } }],
    });
  });

  it('for a reason that the image shows', () => {
    expect(explain('other', shipOf({ entrypoint: [] }))?.summary).toContain('names no program');
    expect(explain('other', shipOf({ entrypoint: ['/bin/sh', '-c', '/server'] }))?.summary).toContain('no shell');
    expect(explain('other', shipOf({ entrypoint: ['/app'] }))).toMatchObject({
      summary: expect.stringContaining('there is no /app'),
      hint: expect.stringContaining('/server'),
    });
    expect(explain('other', shipOf({ entrypoint: ['/app'] }, [file('/readme')]))?.hint).toContain(
      'No binary was copied',
    );
    const dynamic = shipOf({}, [server], { interpreter: '/lib/ld-linux.so.2' });
    expect(explain('other', dynamic)?.summary).toContain('the loader it needs is not');
    expect(explain('other', shipOf({}, [server], { arch: 'arm64' }))?.hint).toContain('for arm64, the image for amd64');
  });

  it('for an unknown reason is not the learner’s mistake', () => {
    expect(explain('other')).toBeUndefined();
    const lack = refusedByEngine({ started: false, cause: 'other', message: 'no idea' });
    expect(lack).toMatchObject({ need: 'docker', what: expect.stringContaining('no idea') });
  });
});

describe('a container that never answered', () => {
  const explain = (silence: Partial<Silence> = {}, ship = shipOf()) =>
    neverAnswered(ship, { printed: [], log: { kind: 'log', title: 'log', text: '' }, ...silence }, ordinaryLines());

  it('needed too much memory', () => {
    const finding = explain({ exit: { ...ended, code: 137, outOfMemory: true } });
    expect(finding).toMatchObject({ summary: expect.stringContaining('more than 32 MiB') });
    expect(finding.actual).toContain('ended by the engine');
  });

  it('was refused by the runtime after its start', () => {
    expect(explain({ exit: { ...ended, refused: 'wrong-format' } }).summary).toContain("can't run /server");
  });

  it.each([
    ['listen tcp :80: bind: permission denied', 'may not open its port'],
    ['open /data/x: read-only file system', 'writes into its image'],
    ['bye', 'ended before it answered'],
  ])('printed "%s"', (line, words) => {
    expect(explain({ printed: [line], exit: ended })).toMatchObject({
      summary: expect.stringContaining(words),
      actual: 'it ended by itself, exit code 1',
    });
  });

  it.each([
    [
      { PORT: ':8080' },
      'listen tcp: address ::8080: too many colons',
      'the image sets PORT=:8080, which is not a port',
    ],
    [{ FLUSH_INTERVAL: '0s' }, 'FLUSH_INTERVAL must be more than 0', 'FLUSH_INTERVAL, which the image sets to "0s"'],
    [{ GOMEMLIMIT: '28MB' }, 'fatal error: malformed GOMEMLIMIT', 'GOMEMLIMIT, which the image sets to "28MB"'],
    [{ PORT: '8080', 'a(b': 'x' }, 'open a(b: no such file', 'ended before it answered.'],
  ])('ended because of a setting of the image: %j', (env, line, words) => {
    const ship = shipOf({ env: env as Record<string, string> });
    expect(explain({ printed: [line], exit: ended }, ship).summary).toContain(words);
  });

  it('listens elsewhere', () => {
    expect(explain()).toMatchObject({
      summary: 'The program runs, and nothing answers on port 8080.',
      actual: 'it runs, and nothing answers',
      hint: expect.stringContaining(':8080'),
    });
    expect(explain({}, shipOf({ env: { PORT: '9090' } })).hint).toContain('PORT=9090');
  });
});
