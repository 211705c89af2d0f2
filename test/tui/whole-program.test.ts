/** The real program in a real terminal. Waits for what the screen shows, never for a time. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listStages } from '../../src/course/course.ts';
import { ownCourse } from '../../src/course/own.ts';
import { launcher } from '../built.ts';
import { leftOver, newHome, open, saveSolution, started } from './terminal.ts';

const stage = '01-http-server';
const needed = listStages(ownCourse).filter(({ optional }) => !optional).length;
/** All checks of a stage, on a busy machine. */
const passMs = 300_000;

test(
  'from the first start to two passed stages, by saving files as an editor does',
  async () => {
    const home = newHome();
    const screen = open(home);
    await screen.shows(/From an empty main\.go.*enter begin/s);
    screen.press('\r');
    await screen.shows(/Where should your code live\?.*\.\/go-cloud-workshop/s);
    screen.press('\r');
    await screen.shows(new RegExp(`0 of ${needed} stages passed.*New to Go\\?.*Enter opens the lesson`, 's'));
    screen.press('j');
    await screen.shows(/Begin 01.*Enter opens the lesson/s);
    screen.press('\r');
    await screen.shows(/Lesson +watching.*Why Go for a small service/s);
    screen.press('c');
    await screen.shows(/Checking/);
    await screen.shows(/failed .*listens on the port.*Expected.*Where +main\.go:\d+/s);
    screen.press('h');
    await screen.shows(/For: listens.*h tells more/s);
    screen.press('\u001b');
    await screen.shows(/Stuck\?|Expected/);
    saveSolution(home, stage);
    await screen.shows(/checking \d+ of/);
    await screen.shows(/Stage passed: .*What you have now.*Next +02/s, passMs);
    screen.press('r');
    await screen.shows(/Your numbers.*yours.*the lesson/s);
    screen.press('\u001b');
    await screen.shows(/Stage passed/);
    screen.press('\r');
    await screen.shows(/Parallel fetch › Lesson +watching/);
    saveSolution(home, '02-parallel-fetch');
    // The learner goes on reading; the end is told in the last line.
    await screen.shows(/Stage passed: \d+ of \d+ checks/, passMs);
    screen.press('v');
    await screen.shows(/✓ Stage passed: Parallel fetch.*Next +03/s);
    screen.press('q');
    expect(await screen.ended()).toBe(0);
    expect(screen.terminal.buffer.active.type).toBe('normal');

    const again = open(home);
    await again.shows(new RegExp(`2 of ${needed} stages passed.*Begin 03`, 's'));
    again.press('q');
    expect(await again.ended()).toBe(0);
  },
  2 * passMs,
);

test('Ctrl+C in the middle of a check leaves nothing behind and the terminal as it was', async () => {
  const home = newHome();
  started(home, stage);
  const screen = open(home, { columns: 80, rows: 24 }, [
    'sh',
    '-c',
    `stty -a > before; echo "a line of mine"; "${process.execPath}" "${launcher}"; echo "code $?"; stty -a > after; cmp before after && echo "terminal as before"; read wait`,
  ]);
  await screen.shows(/Stages.*enter open/s);
  screen.press('c');
  await screen.shows(/running +compiles/);
  screen.press('\u0003');
  await screen.shows(/a line of mine\s+code 130\s+terminal as before/);
  expect(screen.terminal.buffer.active.type).toBe('normal');
  screen.press('\r');
  await screen.ended();
  expect(await leftOver(home)).toEqual([]);
});

test('a terminal that is closed in the middle of a check takes the check with it', async () => {
  const home = newHome();
  started(home, stage);
  const screen = open(home);
  await screen.shows(/Stages.*enter open/s);
  screen.press('c');
  await screen.shows(/running +compiles/);
  screen.end(); // SIGHUP
  await screen.ended();
  expect(await leftOver(home)).toEqual([]);
});

test('the frame follows the window, at once and exactly', async () => {
  const home = newHome();
  started(home, stage);
  const screen = open(home, { columns: 120, rows: 40 });
  await screen.shows(/Stages.*q quit/s);
  for (const [columns, rows] of [
    [60, 20],
    [200, 60],
    [80, 24],
  ] as const) {
    screen.resize({ columns, rows });
    await screen.shows(new RegExp(`^ {2}Go cloud workshop › Stages[^\\n]*\\n {2}─{${columns - 4}}\\n[^]*q quit *$`));
    expect(screen.text().split('\n')).toHaveLength(rows);
  }
  screen.resize({ columns: 30, rows: 8 });
  await screen.shows(/too small/);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('without a terminal the same command prints the list and the next step', () => {
  const home = newHome();
  started(home, stage);
  const { status, stdout } = spawnSync(process.execPath, [launcher], {
    cwd: home.folder,
    env: home.env,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/01/);
  expect(stdout).not.toContain('\u001b');
});

test('a dumb terminal gets the same plain text', async () => {
  const home = newHome();
  started(home, stage);
  const screen = open(home, undefined, ['sh', '-c', `TERM=dumb "${process.execPath}" "${launcher}"`]);
  let printed = '';
  screen.onData((data) => {
    printed += data;
  });
  expect(await screen.ended()).toBe(0);
  expect(printed).toMatch(/01-http-server/);
  expect(printed).not.toContain('\u001b');
});

test('where the locale knows ASCII only, nothing else is drawn', async () => {
  const home = newHome();
  started(home, stage);
  home.env.LC_ALL = 'C';
  const screen = open(home, { columns: 60, rows: 24 });
  await screen.shows(/^ {2}Go cloud workshop > Stages.*> 01.*jk move.*q quit/s);
  const ascii = /^[\n\x20-\x7e]*$/;
  expect(screen.text()).toMatch(ascii);
  for (const [key, shows] of [
    ['\r', /Lesson/],
    ['G', /Your turn/],
    ['?', /How it works/],
  ] as const) {
    screen.press(key);
    await screen.shows(shows);
    expect(screen.text()).toMatch(ascii);
  }
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('a screen reader hears words in order, without boxes and without the alternate screen', async () => {
  const home = newHome();
  started(home, stage);
  home.env.INK_SCREEN_READER = 'true';
  const screen = open(home);
  await screen.shows(/Go cloud workshop, Stages.*selected: 01 .*Next .*Keys: .*q quit\./s);
  expect(screen.terminal.buffer.active.type).toBe('normal');
  expect(screen.text()).not.toMatch(/[─━│❯]/);
  screen.press('j');
  await screen.shows(/selected: 02/);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('an editor in the same terminal gets it whole, and the screen comes back', async () => {
  const home = newHome();
  started(home, stage);
  home.env.EDITOR = path.join(home.folder, 'my-editor');
  writeFileSync(home.env.EDITOR, '#!/bin/sh\necho "editing $1"\nread line\n', { mode: 0o755 });
  delete home.env.VISUAL;
  const screen = open(home);
  await screen.shows(/Stages/);
  screen.press('e');
  await screen.shows(/editing/);
  screen.press('x\r');
  await screen.shows(/Stages.*q quit/s);
  expect(screen.text()).not.toContain('is open in');
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('an editor that failed is quoted', async () => {
  const home = newHome();
  started(home, stage);
  home.env.EDITOR = path.join(home.folder, 'my-editor');
  writeFileSync(home.env.EDITOR, '#!/bin/sh\necho "cannot open display" >&2\nexit 1\n', { mode: 0o755 });
  delete home.env.VISUAL;
  const screen = open(home);
  await screen.shows(/Stages/);
  screen.press('e');
  await screen.shows(/my-editor failed: cannot open display/);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('every key goes to the editor while it has the terminal', async () => {
  const home = newHome();
  started(home, stage);
  home.env.EDITOR = path.join(home.folder, 'my-editor');
  const lines = 30;
  const script = `#!/bin/sh\nfor i in $(seq 1 ${lines}); do echo "ready $i."; read line; echo "got $line."; done\n`;
  writeFileSync(home.env.EDITOR, script, { mode: 0o755 });
  delete home.env.VISUAL;
  const screen = open(home);
  await screen.shows(/Stages/);
  screen.press('e');
  for (let n = 1; n <= lines; n += 1) {
    await screen.shows(new RegExp(`ready ${n}\\.`));
    screen.press(`line-${n}\r`);
    if (n < lines) await screen.shows(new RegExp(`got line-${n}\\.`));
  }
  await screen.shows(/Stages.*q quit/s);
  expect(screen.text()).not.toContain('is open in');
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('Ctrl+Z gives the shell its terminal, fg comes back to the same screen', async () => {
  const home = newHome();
  started(home, stage);
  home.env.PS1 = 'shell> ';
  const screen = open(home, { columns: 80, rows: 24 }, ['bash', '--norc', '--noprofile', '-i']);
  await screen.shows(/shell>/);
  screen.press(`"${process.execPath}" "${launcher}"\r`);
  await screen.shows(/Stages.*q quit/s);
  screen.press('?');
  await screen.shows(/How it works/);
  screen.press('\u001a');
  await screen.shows(/Stopped/);
  screen.press('fg\r');
  await screen.shows(/How it works/);
  screen.press('q');
  await screen.shows(/fg\s[\s\S]*shell> *\s*$/);
  screen.press('exit\r');
  await screen.ended();
});

test('--context reaches the UI, here its doctor', async () => {
  const home = newHome();
  started(home, stage);
  home.env.KUBECONFIG = path.join(home.folder, 'kubeconfig');
  const cluster = { name: 'other', cluster: { server: 'http://127.0.0.1:1' } };
  const context = { name: 'other', context: { cluster: 'other', user: 'other' } };
  const users = [{ name: 'other', user: {} }];
  writeFileSync(home.env.KUBECONFIG, JSON.stringify({ clusters: [cluster], contexts: [context], users }));
  const screen = open(home, { columns: 80, rows: 60 }, [process.execPath, launcher, '--context', 'elsewhere']);
  await screen.shows(/Stages.*q quit/s);
  screen.press('d');
  await screen.shows(/no Kubernetes context "elsewhere"/);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test('a second window on the same folder says so', async () => {
  const home = newHome();
  started(home, stage);
  const first = open(home);
  await first.shows(/Stages.*q quit/s);
  expect(first.text()).not.toContain('another window');
  const second = open(home);
  await second.shows(/open in another window too/);
  for (const screen of [first, second]) {
    screen.press('q');
    expect(await screen.ended()).toBe(0);
  }
});
