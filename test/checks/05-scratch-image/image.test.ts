/** Findings about what an image says and holds. */
import { describe, expect, it } from 'vitest';
import { noCertificates } from '../../../checks/05-scratch-image/findings/certificates.ts';
import {
  changesUser,
  notANumber,
  outOfRange,
  rootAllTheSame,
} from '../../../checks/05-scratch-image/findings/non-root.ts';
import { moreThanTheBinary } from '../../../checks/05-scratch-image/findings/only-the-binary.ts';
import { contentNotes, tooLarge } from '../../../checks/05-scratch-image/findings/small.ts';
import {
  dynamic,
  flagNotes,
  noBinary,
  otherProcessor,
} from '../../../checks/05-scratch-image/findings/static-binary.ts';
import type { ImageFile } from '../../../src/kit/index.ts';
import { contentsOf, file, server, shipOf, staticElf } from './image.ts';
import { ordinaryLines } from './lines.ts';

describe('static-binary', () => {
  it('there is none', () => {
    const lines = ordinaryLines();
    expect(noBinary(shipOf({}, [file('/readme')]), lines).summary).toBe('There is no binary in the image.');
    expect(noBinary(shipOf({}, [file('/server')]), lines).summary).toContain('/server is not a binary');
    const instead = (more: Partial<ImageFile>) => noBinary(shipOf({}, [file('/server', more)]), lines);
    expect(instead({ content: 'archive' }).hint).toContain('a package that is not main');
    expect(instead({ content: 'foreign-binary' }).hint).toContain('GOOS=linux');
    expect(instead({ content: 'script' }).actual).toBe('a script');
    expect(instead({ kind: 'folder' }).actual).toBe('a folder');
    const two = shipOf({ entrypoint: ['/run'] }, [file('/a', { elf: true }), file('/b', { elf: true })]);
    expect(noBinary(two, lines)).toMatchObject({
      summary: '/run is none of the 2 binaries in the image.',
      actual: 'no file /run; there are /a and /b',
    });
  });

  it('it is dynamic, and why', () => {
    const lines = ordinaryLines();
    const loader = { ...staticElf, interpreter: '/lib/ld-linux.so.2' };
    expect(dynamic(server, staticElf, lines)).toBeUndefined();
    expect(dynamic(server, { ...loader, goBuild: { CGO_ENABLED: '1' } }, lines)).toMatchObject({
      actual: 'interpreter /lib/ld-linux.so.2; built with CGO_ENABLED=1',
      evidence: [{ at: { line: 2 } }],
    });
    expect(dynamic(server, { ...loader, goBuild: { '-buildmode': 'pie' } }, lines)?.hint).toContain('-buildmode=pie');
  });

  it('it is for another processor', () => {
    expect(otherProcessor(server, staticElf, 'amd64', ordinaryLines())).toBeUndefined();
    expect(otherProcessor(server, staticElf, 'arm64', ordinaryLines())?.summary).toBe(
      '/server is built for amd64, and the image is for arm64.',
    );
  });

  it('flags are advice', () => {
    expect(flagNotes(server, staticElf)).toEqual([]);
    expect(flagNotes(server, { ...staticElf, stripped: false, goBuild: { CGO_ENABLED: '0' } })).toHaveLength(2);
    // Not made by Go: -trimpath means nothing to it.
    expect(flagNotes(server, { ...staticElf, goBuild: {} })).toEqual([]);
  });
});

describe('non-root', () => {
  it.each(['65532', '65532:65532', '1:0'])('%s is fine', (user) =>
    expect(notANumber(user, ordinaryLines())).toBeUndefined(),
  );
  it.each([
    ['', 'The program runs as root.', 'no USER in the last stage, which means root'],
    ['0:0', 'The program runs as root.', 'USER 0:0'],
    ['root', 'The program runs as root.', 'USER root'],
    ['65532 # nobody', 'USER 65532 # nobody: the comment is taken for a part of the name.', 'USER 65532 # nobody'],
    ['app', 'USER app is a name, and only a number is certain here.', 'USER app'],
  ])('"%s" is not', (user, summary, actual) => {
    expect(notANumber(user, ordinaryLines())).toMatchObject({ summary, actual, evidence: [{ at: { line: 6 } }] });
  });

  it.each([
    ['2147483648', 'user id'],
    ['65532:99999999999', 'group id'],
  ])('%s is out of range', (user, words) => expect(outOfRange(user, ordinaryLines())?.summary).toContain(words));

  it('a setuid program of root’s runs as root, and one of another user does not', () => {
    expect(changesUser(file('/server', { mode: 0o4755 }), '1', ordinaryLines())).toMatchObject({
      summary: expect.stringContaining('/server has the setuid bit'),
      actual: 'mode 4755, owner 0',
    });
    expect(changesUser(file('/server', { mode: 0o4755, uid: 1 }), '1', ordinaryLines())).toBeUndefined();
    expect(changesUser(file('/server', { mode: 0o2755 }), '1', ordinaryLines())).toBeUndefined();
  });

  it('the process counts, where the engine tells', () => {
    expect(rootAllTheSame('1', undefined, ordinaryLines())).toBeUndefined();
    expect(rootAllTheSame('1', [1], ordinaryLines())).toBeUndefined();
    expect(rootAllTheSame('1', [1, 0], ordinaryLines())?.actual).toBe('user ids: 1, 0');
  });
});

describe('small', () => {
  const big = file('/server', { elf: true, bytes: 20e6 });

  it('says what weighs most', () => {
    const finding = tooLarge(contentsOf([big, file('/a')]), undefined);
    expect(finding.summary).toBe('The image ships 20 MB, and 15 MB are enough for this service.');
    expect(finding.evidence[0]?.text).toMatch(/^ *20 MB {2}\/server\n/);
  });

  it('tells what ships and can no longer be seen', () => {
    const small = file('/server', { elf: true, bytes: 5e6, layer: 1 });
    const finding = tooLarge(contentsOf([small], {}, [[big], [small]]), undefined);
    expect(finding.actual).toBe('25 MB in 2 layers, of which a container sees 5 MB');
    expect(finding.hint).toContain('layer below');
  });

  it('shows with a pass what is inside', () => {
    expect(contentNotes(contentsOf([server]))).toEqual([
      'Inside, largest first: 6 MB /server.',
      'Layer by layer: 6 MB layer 1: COPY.',
    ]);
  });
});

describe('only-the-binary', () => {
  const explain = (...paths: string[]) => {
    const rest = paths.map((path) => ({ ...file(path), buried: false, foreignLines: false }));
    return moreThanTheBinary(rest, contentsOf([server, ...rest]), ordinaryLines());
  };

  it('names kinds of files, and files one by one while they are few', () => {
    expect(explain('/src/main.go', '/src/go.mod', '/notes').summary).toBe('The image also holds Go source and /notes.');
    expect(explain('/bin/busybox', '/sbin/apk').summary).toBe('The image also holds a shell and a package manager.');
    const many = ['/a', '/b', '/c', '/d', '/e'].map((path) => `${path}/x`);
    expect(explain('/.git/HEAD', '/x/.git/config', ...many).summary).toContain('a .git folder and 5 more files');
  });

  it('tells what only a lower layer ships', () => {
    const secret = { ...file('/server'), buried: true, foreignLines: false };
    const finding = moreThanTheBinary([secret], contentsOf([server]), ordinaryLines());
    expect(finding.summary).toBe('A lower layer also ships /server, although a later one hides it.');
    expect(finding.hint).toContain('still ships in its own layer');
  });

  it('points at the COPY that brought them', () => {
    expect(explain('/certs/readme').evidence[1]?.at).toMatchObject({ line: 4 });
  });
});

describe('certificates', () => {
  const wanted = '/etc/ssl/certs/ca-certificates.crt';
  it.each([
    [{ wanted }, 'There are no certificates in the image.', 5],
    [{ wanted, empty: wanted }, `${wanted} holds no certificates.`, 5],
    [
      { wanted, elsewhere: '/certs/ca.crt' },
      'The certificates are at /certs/ca.crt, where Go does not look for them.',
      4,
    ],
  ])('%j', (seen, summary, line) => {
    const finding = noCertificates(seen, ordinaryLines());
    expect(finding).toMatchObject({ summary, expected: `a bundle at ${wanted}`, evidence: [{ at: { line } }] });
  });

  it('a bundle with the name of the folder', () => {
    const seen = { wanted, elsewhere: '/etc/ssl/certs', inPlaceOfFolder: true };
    expect(noCertificates(seen, ordinaryLines())).toMatchObject({
      summary: expect.stringContaining('/etc/ssl/certs is the bundle itself'),
      hint: expect.stringContaining('Write /etc/ssl/certs/.'),
    });
  });
});
