/** Doctor and verdict draw the same lack: what is wrong, and what to do about it. */
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../src/kit/index.ts';
import { write } from '../workspace/course.ts';
import { kit, type Play, play } from './play.ts';

type Row = { name: string; state: string; detail: string; fix?: string; neededFor: string };

test('the Node that runs the program is named with its place: a clone brings its own', async () => {
  const { found } = JSON.parse((await play().run('doctor', '--json')).out) as { found: Row[] };
  const detail = found.find(({ name }) => name === 'Node')?.detail;
  expect(detail).toContain(process.version);
  expect(detail).toContain(process.execPath);
  const own = /node_modules.node.bin/.test(process.execPath);
  expect(detail?.includes('the project’s own')).toBe(own);
});

test('an engine that is installed but not running is stopped, with the cause apart from the fix', async () => {
  const game = play();
  const env = { DOCKER_HOST: `unix://${join(game.base, 'no.sock')}` };
  const row = await engineRow(game, { env });
  expect(row).toMatchObject({ state: 'stopped', neededFor: 'stage 04' });
  expect(row.detail).toContain('no.sock');
  expect(row.fix).toMatch(/^Start it/);
  expect((await game.start(['doctor'], { env }).ended).out).toMatch(/stopped +Docker engine: /);
});

test.runIf(process.platform !== 'win32')('an engine that the user may not use is forbidden', async () => {
  const game = play();
  const row = await engineRow(game, { env: { DOCKER_HOST: await lockedSocket(game) }, asNobody: true });
  expect(row.state).toBe('forbidden');
  expect(row.fix).toContain('usermod -aG docker');
  expect(row.detail).not.toContain('usermod');
});

test('a blocked check says the same as the doctor', async () => {
  const game = play();
  const env = { DOCKER_HOST: `unix://${join(game.base, 'no.sock')}` };
  const row = await engineRow(game, { env });
  const { out } = await game.start(['check', '04', '--path', game.cwd, '--reporter', 'jsonl'], { env }).ended;
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
  const verdict = events.find((event) => event.type === 'check:end')?.verdict;
  expect(verdict).toMatchObject({
    status: 'blocked',
    lack: { need: 'docker', state: row.state, what: row.detail, fix: row.fix },
  });
});

test('a port has a row only where a check needs it', async () => {
  const game = play();
  const ports = async () => {
    const { out } = await game.start(['doctor', '--json'], {}).ended;
    const { found } = JSON.parse(out) as { found: Row[] };
    return found.filter((row) => row.name.startsWith('Port ')).map(({ name, neededFor }) => [name, neededFor]);
  };
  expect(await ports()).toEqual([]);
  write(game.course, {
    'exercises/04-port/README.md': '# 04\n',
    'checks/04-port.ts': `import { check, stage } from ${kit};
export default stage({ title: 'A port', needs: [], checks: [check('runs', 'runs', { needs: [{ port: 9123 }] }, async () => {})] });`,
  });
  expect(await ports()).toEqual([['Port 9123', 'stage 04']]);
});

async function engineRow(game: Play, options: Parameters<Play['start']>[1]): Promise<Row> {
  write(game.course, {
    'exercises/04-engine/README.md': '# 04\n',
    'checks/04-engine.ts': `import { check, stage } from ${kit};
export default stage({ title: 'An engine', needs: ['docker'], checks: [check('runs', 'runs', async () => {})] });`,
  });
  const { out } = await game.start(['doctor', '--json'], options).ended;
  const { found } = JSON.parse(out) as { found: Row[] };
  return found.find((row) => row.name === 'Docker engine') as Row;
}

/** A socket on which somebody listens, and that nobody may open. */
async function lockedSocket(game: Play): Promise<string> {
  const path = join(game.base, 'locked.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  chmodSync(path, 0o000);
  return `unix://${path}`;
}
