/** The UI as a shell's job: stopped, continued, and never left without its terminal. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../src/kit/index.ts';
import type { Screen } from '../../tools/picture/terminal.ts';
import { programWith } from './bundle.ts';
import { type Home, newHome, open } from './terminal.ts';

const size = { columns: 80, rows: 24 };

/** A program that writes its process id into its working folder. */
const telling = () => programWith(`process.getBuiltinModule('node:fs').writeFileSync('pid', String(process.pid));`);

/** An interactive shell in which `command` has just opened the UI. */
async function inShell(home: Home, command: string): Promise<Screen> {
  home.env.PS1 = 'shell> ';
  const screen = open(home, size, ['bash', '--norc', '--noprofile', '-i']);
  await screen.shows(/shell>/);
  screen.press(`${command}\r`);
  await screen.shows(/Stages.*q quit/s);
  return screen;
}

async function leave(screen: Screen): Promise<void> {
  screen.press('q');
  await screen.becomes(() => screen.terminal.buffer.active.type === 'normal');
  screen.press('exit\r');
  await screen.ended();
}

const pidOf = (home: Home) =>
  eventually(60_000, () => {
    const file = path.join(home.folder, 'pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
  });

test.skipIf(process.platform === 'win32')(
  'Ctrl+Z stops the parents that wait for the program too, as npm and npx do',
  async () => {
    const home = newHome();
    // The shell between waits for its child as npm does, and knows nothing of stopped ones.
    const screen = await inShell(home, `sh -c '"${process.execPath}" "${await telling()}"; echo ended'`);
    screen.press('\u001a');
    await screen.shows(/Stopped/);
    screen.press('echo $((6 * 7)) is typed\r');
    await screen.shows(/42 is typed/);
    screen.press('fg\r');
    await screen.shows(/Stages.*❯ 01.*q quit/s);
    screen.press('j');
    await screen.shows(/❯ 02/);
    await leave(screen);
  },
);

test.skipIf(process.platform === 'win32')(
  'after SIGSTOP and fg the whole screen is back and hears every key',
  async () => {
    const home = newHome();
    const screen = await inShell(home, `"${process.execPath}" "${await telling()}"`);
    const pid = await pidOf(home);
    expect(pid).toBeGreaterThan(0);
    process.kill(pid as number, 'SIGSTOP');
    await screen.shows(/Stopped/);
    screen.press('stty sane; clear\r');
    await screen.becomes(() => !screen.text().includes('Stages'));
    screen.press('fg\r');
    await screen.shows(/^ {2}Go cloud workshop › Stages.*❯ 01.*q quit/s);
    expect(screen.terminal.buffer.active.type).toBe('alternate');
    screen.press('\u001b[B');
    await screen.shows(/❯ 02/);
    await leave(screen);
  },
);

test('Ctrl+Z where no shell could continue the program changes nothing', async () => {
  const screen = open(newHome(), size, [process.execPath, await telling()]);
  await screen.shows(/Stages.*q quit/s);
  screen.press('\u001aj');
  await screen.shows(/❯ 02.*q quit/s);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});
