/** Every command of the lessons without an engine works on the reference answer, in order, and says what the lesson says. */
import { expect, test } from 'vitest';
import { temporary } from '../workspace/course.ts';
import { lesson } from './lesson.ts';
import { finishedFolder, freePort, run, scriptOf } from './session.ts';

/** What the lesson promises to the reader of its commands. */
const promised: [stage: string, words: RegExp[]][] = [
  ['00-go-in-an-hour', [/^package strings/m]],
  ['01-http-server', [/HTTP\/1\.1 200 OK/, /\{"status":"ok"\}/]],
  ['02-parallel-fetch', [/HTTP\/1\.1 502 /, /--- PASS: Test\w*Parked/]],
  ['03-middleware', [/^X-Request-Id: night-4711/m, /\{"request_id":"night-4711"\}/]],
  // The request that was in flight is answered.
  ['04-graceful-shutdown', [/HTTP\/1\.1 200 OK[\s\S]*\{"status":"done"\}/]],
];

test.each(promised)('%s', async (stage, words) => {
  const under = temporary();
  const folder = finishedFolder(under, stage);
  const port = String(await freePort());
  const env = { ...process.env, PORT: port };
  const script = scriptOf(lesson(stage), [[/\b(9000|8080)\b/g, port]]);
  const { exit, output } = await run(`${script}\nwait`, folder, env);
  expect(exit, output).toBe(0);
  for (const one of words) expect(output).toMatch(one);
});
