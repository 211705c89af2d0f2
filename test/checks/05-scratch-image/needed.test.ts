/** What an image may hold beside its binary: by content, in every layer. And who may read it. */
import { describe, expect, it } from 'vitest';
import { closedTo } from '../../../checks/05-scratch-image/image/access.ts';
import { notNeeded } from '../../../checks/05-scratch-image/image/needed.ts';
import { secretsOf } from '../../../checks/05-scratch-image/secrets.ts';
import type { FileContent, ImageContents, ImageFile } from '../../../src/kit/index.ts';
import { contentsOf, file, server, shipOf } from './image.ts';

const bundle = '/etc/ssl/certs/ca-certificates.crt';
const { image } = shipOf();

describe('beside the binary', () => {
  const rest = (files: ImageFile[], env = {}) =>
    notNeeded({ ...image, env }, contentsOf([server, ...files]), server).map(({ path }) => path);
  const all: [string, FileContent, boolean][] = [
    [bundle, 'certificates', true],
    ['/etc/ssl/certs/own.pem', 'certificates', true],
    ['/certs/own.pem', 'certificates', false],
    ['/etc/ssl/certs/sh', 'elf', false],
    ['/etc/ssl/certs/tls.key', 'private-key', false],
    ['/etc/ssl/certs/README', 'text', false],
    ['/usr/share/zoneinfo/Europe/Berlin', 'zone', true],
    [bundle, 'certificates-and-more', false],
    ['/usr/share/zoneinfo/README', 'text', false],
    ['/opt/zoneinfo/main.go', 'text', false],
    ['/opt/zoneinfo/tool', 'elf', false],
    ['/etc/localtime', 'zone', true],
    ['/zoneinfo.zip', 'zone-archive', true],
    ['/zoneinfo.zip', 'other', false],
    ['/etc/resolv.conf', 'empty', true],
    ['/etc/secret', 'empty', false],
    ['/server2', 'elf', false],
  ];
  it.each(all)('%s as %s: %s', (path, content, fine) =>
    expect(rest([file(path, { content })])).toEqual(fine ? [] : [path]),
  );

  it('settings of the image say where Go looks', () => {
    const own = file('/certs/own.pem', { content: 'certificates' });
    expect(rest([own], { SSL_CERT_FILE: '/certs/own.pem' })).toEqual([]);
    expect(rest([own], { SSL_CERT_DIR: '/certs/' })).toEqual([]);
  });

  it('other names of the binary are no further files', () => {
    expect(rest([file('/app', { target: '/server' }), file('/bin', { kind: 'link', target: 'x' })])).toEqual([]);
  });

  it.each([
    ['/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\napp:x:1:1::/:\n', true],
    ['/etc/passwd', 'DB_PASSWORD=hunter2\n', false],
    ['/etc/group', '# accounts\n\napp:x:1:\n', true],
    ['/etc/nsswitch.conf', 'hosts: files dns\n', true],
    ['/etc/nsswitch.conf', 'hello\n', false],
    ['/etc/passwd', 'root:*:0:0:::\nbin:!:1:1:::\nold::2:2:::\n', true],
    ['/etc/passwd', 'root:$6$salt$hash:0:0::/:/bin/sh\n', false],
    ['/etc/group', 'app:$1$salt$hash:1:\n', false],
    ['/usr/share/zoneinfo/zone.tab', '# zones\nAD\t+4230+00131\tEurope/Andorra\n', true],
    ['/usr/share/zoneinfo/zone1970.tab', 'AE,OM\t+2518+05518\tAsia/Dubai\tCrozet\n', true],
    ['/usr/share/zoneinfo/zone.tab', 'DB_PASSWORD=hunter2\n', false],
    ['/usr/share/zoneinfo/iso3166.tab', 'AG\tAntigua & Barbuda\n', true],
    [
      '/zoneinfo/tzdata.zi',
      '# version 2026a\nR d 1916 o - Jun 14 23s 1 S\nZ Africa/Abidjan -0:16:8 - LMT 1912\n0 - GMT\nL A B\n',
      true,
    ],
    ['/zoneinfo/tzdata.zi', 'package main\n', false],
    ['/usr/share/zoneinfo/leapseconds', 'Leap\t1972\tJun\t30\t23:59:60\t+\tS\n#expires 1\n', true],
    ['/usr/share/zoneinfo/leap-seconds.list', '2272060800      10      # 1 Jan 1972\n', true],
    ['/usr/share/zoneinfo/+VERSION', '2026a\n', true],
    ['/usr/share/zoneinfo/SECURITY', 'Please report any sensitive vulnerability to tz.\n', true],
    ['/usr/share/zoneinfo/SECURITY', 'TOKEN=x\n', false],
  ])('%s must be what its name says: %j', (path, text, fine) => {
    const one = file(path);
    const contents: ImageContents = { ...contentsOf([server, one]), read: () => Buffer.from(text) };
    expect(notNeeded(image, contents, server)).toHaveLength(fine ? 0 : 1);
  });

  it('what a later layer overwrites is judged, too', () => {
    const secret = file('/server', { layer: 0 });
    const contents = contentsOf([server], {}, [[secret], [server]]);
    expect(notNeeded(image, contents, server)).toMatchObject([{ path: '/server', buried: true }]);
    const older = file('/server', { layer: 0, elf: true });
    expect(notNeeded(image, contentsOf([server], {}, [[older], [server]]), server)).toEqual([]);
  });
});

describe('who may read the certificates', () => {
  const closed = (user: string, mode: number, more: Partial<ImageFile> = {}, folder = 0o755) => {
    const files = [
      file('/etc/ssl/certs', { kind: 'folder', mode: folder }),
      file(bundle, { mode, content: 'certificates', ...more }),
    ];
    return closedTo({ ...image, user }, contentsOf(files), bundle)?.path;
  };
  it.each([
    ['1', 0o644, {}, undefined],
    ['1', 0o600, {}, bundle],
    ['1', 0o400, { uid: 1 }, undefined],
    ['1', 0o040, { uid: 1 }, bundle],
    ['1:7', 0o440, { gid: 7 }, undefined],
    ['1', 0o440, { gid: 0 }, undefined],
    ['1:7', 0o440, { gid: 0 }, bundle],
    ['0', 0o000, {}, undefined],
    ['app', 0o600, {}, undefined],
  ])('user %s, mode %i, %j', (user, mode, more, path) => expect(closed(user, mode, more)).toBe(path));

  it('also with a folder on the way', () => expect(closed('1', 0o644, {}, 0o700)).toBe('/etc/ssl/certs'));
});

describe('secrets in what the image says', () => {
  it.each([
    [{ env: { DB_PASSWORD: 'x' } }, 'Env'],
    [{ labels: { 'deploy.token': 'x' } }, 'Labels'],
    [{ entrypoint: ['/server', '-password', 'x'] }, 'Entrypoint'],
    [{ cmd: ['--api-key=x'] }, 'Cmd'],
    [{ onBuild: ['RUN curl https://ada:lovelace@example.org/'] }, 'OnBuild'],
    [{ history: ['RUN echo ghp_abcdefghijabcdefghijabcdefghij012345'] }, 'history'],
  ])('%j', (more, where) => expect(secretsOf({ ...image, ...more }).map((one) => one.where)).toEqual([where]));

  it('none in an ordinary one', () => {
    const env = { PATH: '/bin', SSL_CERT_FILE: '/certs/ca.pem', SORT_KEY: 'created_at' };
    expect(secretsOf({ ...image, env, labels: { 'io.go-cloud-workshop.run': 'run-1' } })).toEqual([]);
  });
});
