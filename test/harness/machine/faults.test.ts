import { describe, expect, it } from 'vitest';
import { lackOf, lackOfLaunch, lackOfPath } from '../../../src/harness/machine/faults.ts';
import { lackInOutput } from '../../../src/harness/machine/tool-output.ts';

const errno = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

describe('an error of the system', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'ENFILE', 'ENOMEM'])(
    '%s is a lack of the machine anywhere',
    (code) => {
      expect(lackOf(errno(code))).toMatchObject({ need: 'disk', fix: expect.stringMatching(/./) });
    },
  );

  it.each(['EACCES', 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])('%s is one only where a person chose the path', (code) => {
    expect(lackOf(errno(code, '/a'))).toBeUndefined();
    expect(lackOfPath(errno(code, '/a'), '/b', 'name another folder')?.what).toContain('/a');
  });

  it('names the path, and how to choose another', () => {
    expect(lackOf(errno('ENOSPC', '/tmp/x'))).toMatchObject({
      what: 'The disk that holds /tmp/x is full.',
      fix: expect.stringContaining('TMPDIR'),
    });
    expect(lackOfPath(errno('ENOSPC'), '/home/ada/work', 'name another folder with --dir')).toMatchObject({
      what: 'The disk that holds /home/ada/work is full.',
      fix: expect.stringContaining('--dir'),
    });
  });

  it.each([errno('ENOENT'), errno('EAGAIN'), new Error('boom'), undefined, 'text'])('%s is none', (error) => {
    expect(lackOf(error)).toBeUndefined();
  });
});

describe('a program that can’t be started', () => {
  it('lies in a folder that runs none', () => {
    expect(lackOfLaunch('EACCES', '/tmp')).toMatchObject({ state: 'forbidden', what: expect.stringContaining('/tmp') });
  });

  it('or is one too many', () => {
    expect(lackOfLaunch('EAGAIN', '/tmp').what).toMatch(/another process/);
    expect(lackOfLaunch('ENOEXEC', '/tmp').what).toContain('ENOEXEC');
  });
});

describe('what a go command prints', () => {
  it.each<[string, RegExp, RegExp]>([
    ['go: writing: write /tmp/go-build1/b001: no space left on device', /disk is full/, /Free some space/],
    ['mkdir /home/ada/.cache: read-only file system', /can’t write/, /GOCACHE/],
    ['build cache is required, but could not be located: GOCACHE is not defined', /build cache/, /GOCACHE/],
    ['go: open /root/x: permission denied', /may not/, /owner and permissions/],
    ['net/http: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed', /memory/, /Close some programs/],
  ])('%s: the machine', (line, meaning, fix) => {
    const lack = lackInOutput(`# dashboard\n${line}\n`);
    expect(lack?.what.split('\n')).toEqual([line, expect.stringMatching(meaning)]);
    expect(lack?.fix).toMatch(fix);
  });

  it('about a line of the program is the program’s, whatever it says', () => {
    expect(lackInOutput('./main.go:3:2: permission denied is not an expression\n')).toBeUndefined();
    expect(lackInOutput('vet: ./main.go:3:2: read-only file system\n')).toBeUndefined();
  });
});
