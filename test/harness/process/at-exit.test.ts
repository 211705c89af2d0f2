import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const file = join(import.meta.dirname, '../../../src/harness/process/at-exit.ts');
const run = (script: string) =>
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `import { atExit } from ${JSON.stringify(file)};\n${script}`],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );

it('what is registered ends with the process, whatever the others do; what was taken back does not', () => {
  const out = run(`
    atExit(() => { throw new Error('one that fails'); });
    const forget = atExit(() => console.log('forgotten'));
    atExit(() => console.log('ended'));
    forget();`);
  expect(out).toBe('ended\n');
});

it('hangs one listener on the process, however many runs there are', () => {
  const out = run(`
    const all = Array.from({ length: 50 }, () => atExit(() => {}));
    console.log(process.listenerCount('exit'));
    for (const forget of all) forget();
    console.log(process.listenerCount('exit'));`);
  expect(out).toBe('1\n0\n');
});
