import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LackError } from '../../src/kit/index.ts';
import { nearest } from '../../src/words/nearest.ts';
import { appDirsOf, typedPath } from '../../src/workspace/app-dirs.ts';
import { explainDiskError } from '../../src/workspace/errors.ts';
import { stageNamed } from '../../src/workspace/stages.ts';
import { scaffoldStage } from '../../src/workspace/starter/scaffold.ts';
import { findWorkshop, makeWorkshop, openWorkshop, remember, stageAt } from '../../src/workspace/workshop.ts';
import { begun, temporary, write } from './course.ts';

describe('where the workshop is', () => {
  test('--dir, the environment, a marker above, beside, the one used last, the default', async () => {
    const base = temporary();
    const appDirs = { config: join(base, 'config'), state: join(base, 'state') };
    const [marked, last, cwd] = [join(base, 'marked'), join(base, 'last'), join(base, 'elsewhere')];
    mkdirSync(cwd);
    const find = (from: string, env: Record<string, string> = {}, dir?: string) =>
      findWorkshop({ cwd: from, env, appDirs, ...(dir ? { dir } : {}) });
    expect(find(cwd)).toEqual({ folder: join(cwd, 'go-cloud-workshop'), exists: false, from: 'default' });
    await makeWorkshop(last);
    await remember(appDirs, last);
    expect(find(cwd)).toEqual({ folder: last, exists: true, from: 'remembered' });
    await makeWorkshop(marked);
    mkdirSync(join(marked, '01-x/internal'), { recursive: true });
    expect(find(join(marked, '01-x/internal'))).toEqual({ folder: marked, exists: true, from: 'marker' });
    await makeWorkshop(join(cwd, 'go-cloud-workshop'));
    expect(find(cwd)).toMatchObject({ folder: join(cwd, 'go-cloud-workshop'), exists: true });
    expect(find(cwd, { GO_CLOUD_WORKSHOP_DIR: '~/w', HOME: base })).toEqual({
      folder: join(base, 'w'),
      exists: false,
      from: 'environment',
    });
    expect(find(cwd, { GO_CLOUD_WORKSHOP_DIR: '~/w', HOME: base }, '../marked')).toEqual({
      folder: marked,
      exists: true,
      from: 'option',
    });
  });

  test('the stage that a folder lies in', async () => {
    const { workshop, stage, folder } = await begun();
    await scaffoldStage(workshop, stage);
    expect(stageAt(workshop, [stage], join(folder, '01-http-server/internal'))).toBe(stage);
    expect(stageAt(workshop, [stage], folder)).toBeUndefined();
    expect(stageAt(workshop, [stage], `${folder}/01-http-server-copy`)).toBeUndefined();
  });

  test('a note that cannot be read is kept aside, and the same progress is found again', async () => {
    const { workshop, folder } = await begun();
    write(folder, { '.go-cloud-workshop/workshop.json': '{"schema":' });
    const opened = openWorkshop(folder);
    expect(opened.notice).toMatch(/kept as .*workshop\.unreadable/);
    expect(opened.id).toBe(workshop.id);
    expect(openWorkshop(folder).notice).toBeUndefined();
    expect(existsSync(join(folder, '.go-cloud-workshop/workshop.json'))).toBe(true);
    expect(readdirSync(join(folder, '.go-cloud-workshop'))).toHaveLength(2);
  });

  test('a file in its place is a sentence', async () => {
    const base = temporary();
    write(base, { taken: '' });
    await expect(makeWorkshop(join(base, 'taken'))).rejects.toThrow('is a file, so it cannot be the workshop folder');
    expect(() => openWorkshop(join(base, 'none'))).toThrow('no workshop');
  });
});

describe('stage names', () => {
  const stages = [
    { id: '01-http-server', number: 1, slug: 'http-server' },
    { id: '02-parallel-fetch', number: 2, slug: 'parallel-fetch' },
  ];

  test.each(['01-http-server', '01', '1', 'http-server', 'HTTP-Server', '01-http-server/'])(
    '%s is the first',
    (name) => {
      expect(stageNamed(stages, name)).toBe(stages[0]);
    },
  );

  test.each(['01-http-sever', 'htp-server', '1-http-server', 'http_server'])('%s: did you mean', (name) => {
    expect(() => stageNamed(stages, name)).toThrow(expect.objectContaining({ next: 'Did you mean 01-http-server?' }));
  });

  test('nothing like any: the list', () => {
    expect(() => stageNamed(stages, 'zzz')).toThrow(
      expect.objectContaining({ next: expect.stringContaining('01-http-server, 02-parallel-fetch') }),
    );
  });

  test('a slip is near, another word is not', () => {
    expect(nearest('chekc', ['check', 'list'])).toBe('check');
    expect(nearest('banana', ['check', 'list'])).toBeUndefined();
  });
});

describe('appDirs', () => {
  test('XDG variables count where they are absolute', () => {
    const env = { HOME: '/home/ada', XDG_CONFIG_HOME: '/cfg', XDG_STATE_HOME: 'relative' };
    expect(appDirsOf(env, 'linux')).toEqual({
      config: '/cfg/go-cloud-workshop',
      state: '/home/ada/.local/state/go-cloud-workshop',
    });
    expect(typedPath('~/x', env)).toBe('/home/ada/x');
  });

  test.each(['EACCES', 'EROFS', 'ENOSPC', 'ENOTDIR'])('%s becomes a sentence that names the path', (code) => {
    const explained = explainDiskError(Object.assign(new Error('x'), { code, path: '/a/b' }), '/other');
    expect(explained).toBeInstanceOf(LackError);
    expect((explained as LackError).message).toContain('/a/b');
    expect((explained as LackError).lack.fix).toBeTruthy();
  });
});
