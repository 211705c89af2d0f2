/** `help`, `--version`, and what the help says of exit codes, settings and places. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentation } from '../../src/commands/argv/help.ts';
import { run } from '../../src/commands/argv/program.ts';
import { type CliContext, exitCodes } from '../../src/commands/context.ts';

const root = join(import.meta.dirname, '../..');

/** Help loads no verb, so it can be asked for in this process. */
async function say(...words: string[]) {
  let out = '';
  const add = (text: string) => {
    out += text;
  };
  const code = await run(words, { version: '1.2.3', out: add, err: add } as unknown as CliContext);
  return { code, out };
}

test.each([[['help']], [['--help']], [['-h']], [['--dir', '.', 'help']]])('%j shows all verbs', async (words) => {
  const { code, out } = await say(...words);
  expect(code).toBe(0);
  expect(out).toMatch(/Commands:[\s\S]* check [\s\S]* completion <shell>/);
  expect(out).not.toMatch(/^ +complete /m);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('help VERB is VERB --help, whatever follows', async () => {
  const { out } = await say('check', '--help');
  expect(out).toContain('--allow-blocked');
  for (const words of [
    ['help', 'check'],
    ['help', 'check', '01', '--path', '.'],
    ['--dir', '.', 'help', 'check'],
  ])
    expect(await say(...words)).toEqual({ code: 0, out });
});

test('help for a verb that there is not is refused, with what was meant', async () => {
  await expect(say('help', 'chek')).rejects.toThrow('There is no verb "chek".');
  await expect(say('hlep')).rejects.toMatchObject({ next: expect.stringContaining('help') });
});

test.each(['-v', '--version', '-V'])('%s prints the version alone', async (flag) => {
  expect(await say(flag)).toEqual({ code: 0, out: '1.2.3\n' });
});

test('the help names every exit code and where the documentation is', async () => {
  const { out } = await say('help');
  const told = [...out.matchAll(/^ {2}(\d+) {2}/gm)].map(([, code]) => Number(code));
  expect(told).toEqual([...new Set(Object.values(exitCodes))].toSorted((a, b) => a - b));
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(documentation).toBe(homepage);
  expect(out).toContain(documentation);
});

/** What we set for processes of our own. */
const internal = ['GO_CLOUD_WORKSHOP_RUN', 'GO_CLOUD_WORKSHOP_DRIVER', 'GO_CLOUD_WORKSHOP_PROBE'];

test('the help names every setting of ours that the program reads', async () => {
  const { out } = await say('help');
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const read = sources.flatMap(
    (name) => readFileSync(join(root, 'src', name), 'utf8').match(/GO_CLOUD_WORKSHOP_[A-Z_]+/g) ?? [],
  );
  const settings = [...new Set(read)].filter((name) => !internal.includes(name));
  expect(settings.length).toBeGreaterThan(3);
  expect(settings.filter((name) => !out.includes(name))).toEqual([]);
});
