/** The UI in a real terminal, with a world that misbehaves on purpose. */
import { expect, test } from 'vitest';
import { programWith } from './bundle.ts';
import { newHome, open } from './terminal.ts';

const size = { columns: 120, rows: 40 };

test('an error in a screen restores the terminal and says where the report lies', async () => {
  const program = await programWith(`
    world.onRun = () => {
      world.rows = [{ ...world.rows[0], title: Symbol('broken') }];
      world.runs.at(-1).finish();
    };
  `);
  const screen = open(newHome(), size, ['sh', '-c', `"${process.execPath}" "${program}"; echo "code $?"; read wait`]);
  await screen.shows(/q quit/);
  screen.press('c');
  await screen.shows(/that is a bug of ours.*\/home\/ada\/crash\.txt\s+code 70/s);
  expect(screen.terminal.buffer.active.type).toBe('normal');
  screen.press('\r');
  await screen.ended();
});

test('an uncaught error ends the same way', async () => {
  const program = await programWith(`
    world.onRun = () => setTimeout(() => { throw new Error('out of the blue'); });
  `);
  const screen = open(newHome(), size, ['sh', '-c', `"${process.execPath}" "${program}"; echo "code $?"; read wait`]);
  await screen.shows(/q quit/);
  screen.press('c');
  await screen.shows(/out of the blue.*code 70/s);
  expect(screen.terminal.buffer.active.type).toBe('normal');
  screen.press('\r');
  await screen.ended();
});

test('ten thousand lines do not move the frame, and keys still work while they arrive', async () => {
  const program = await programWith(`
    world.onRun = () => {
      const run = world.runs.at(-1);
      const checks = Array.from({ length: 14 }, (_, index) => ({ id: 'c' + index, title: 'does thing ' + index, points: 1, level: 'required' }));
      run.emit({ type: 'run:start', schema: 1, stage: http, checks }, { type: 'check:start', id: 'c0' });
      let sent = 0;
      const send = () => {
        for (let index = 0; index < 250; index += 1) run.emit({ type: 'check:log', id: 'c0', source: 'app', line: 'line ' + (sent += 1) + ' \\u65e5\\u672c '.repeat(40) });
        if (sent < 10_000) setTimeout(send, 5);
      };
      send();
    };
  `);
  const screen = open(newHome(), size, [process.execPath, program]);
  await screen.shows(/q quit/);
  screen.press('c');
  await screen.shows(/running.*line/s);
  screen.press('j');
  await screen.shows(/❯ · waiting does thing 1/);
  screen.press('k');
  await screen.shows(/line 10000/);
  const rows = screen.text().split('\n');
  expect(rows[0]).toContain('Go cloud workshop › HTTP server › Checks');
  expect(rows.at(-1)).toContain('q quit');
  screen.press('q');
  await screen.shows(/Stopping what was started/);
  screen.press('\u0003');
  expect(await screen.ended()).toBe(130);
});
