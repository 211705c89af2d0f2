/** Completion: what is offered, as values; then in the real shells, where this machine has them. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { globals } from '../../src/commands/argv/globals.ts';
import { verbs } from '../../src/commands/argv/verbs.ts';
import { complete, type Known } from '../../src/commands/completion/candidates.ts';
import { play } from './play.ts';

const asked: (string | undefined)[] = [];
const known: Known = {
  verbs,
  globals,
  shells: ['bash', 'zsh'],
  stages: async () => [{ value: '01-a', about: 'A' }, { value: '02-b' }],
  checks: async (stage) => {
    asked.push(stage);
    return [{ value: 'health' }, { value: 'listens' }];
  },
  reporters: (verb) => (verb === 'verify' ? ['junit'] : ['jsonl', 'junit']),
};
const offered = async (...words: string[]) => (await complete(words, known)).values.map(({ value }) => value);
const paths = async (...words: string[]) => (await complete(words, known)).paths;

test('verbs, but not those for programs', async () => {
  expect(await offered('che')).toEqual(['check']);
  expect(await offered('comp')).toEqual(['completion']);
  expect(await offered('')).toEqual(expect.arrayContaining(['check', 'verify', 'help']));
  expect(await offered('--dir', 'x', 'li')).toEqual(['list']);
  expect(await offered('help', 'ver')).toEqual(['verify']);
  expect(await offered('help', 'verify', '')).toEqual([]);
});

test('options of the verb, and those of all verbs', async () => {
  expect(await offered('check', '--al')).toEqual(['--allow-blocked', '--all']);
  expect(await offered('list', '--')).toEqual(['--json', '--dir', '--context', '--workshop', '--help']);
  expect(await offered('check', '--only', 'health', '--wa')).toEqual(['--watch']);
});

test('stages, once or several times as the verb takes them', async () => {
  expect(await offered('check', '')).toEqual(['01-a', '02-b']);
  expect(await offered('check', '01-a', '')).toEqual([]);
  expect(await offered('verify', '01-a', '0')).toEqual(['01-a', '02-b']);
  expect(await offered('new', '')).toEqual([]);
  expect(await offered('check', '--watch', '02')).toEqual(['02-b']);
});

test('checks after --only and --check, of the stage that was named', async () => {
  asked.length = 0;
  expect(await offered('check', '02-b', '--only', '')).toEqual(['health', 'listens']);
  expect(await offered('check', '--only', 'health', 'li')).toEqual(['listens']);
  expect(await offered('hint', '--check', 'he')).toEqual(['health']);
  expect(asked).toEqual(['02-b', undefined, undefined]);
});

test('reporters, also behind "=" as a word or, as bash splits it, as three', async () => {
  expect(await offered('check', '--reporter', 'j')).toEqual(['jsonl', 'junit']);
  expect(await offered('check', '--reporter=ju')).toEqual(['--reporter=junit']);
  expect(await offered('check', '--reporter', '=', 'ju')).toEqual(['--reporter=junit']);
  expect(await offered('verify', '--reporter', '')).toEqual(['junit']);
  expect(await offered('check', '--json=x')).toEqual([]);
});

test('folders, files and shells', async () => {
  expect(await paths('check', '--path', '')).toBe('folders');
  expect(await paths('verify', '--badge', '')).toBe('files');
  expect(await paths('check', '')).toBeUndefined();
  expect(await offered('completion', 'z')).toEqual(['zsh']);
});

test('the verb looks up stages and checks of the course, and says nothing where there is none', async () => {
  const game = play();
  const ask = async (...words: string[]) => (await game.run('complete', '--', ...words)).out;
  expect(await ask('check', '01')).toBe('01-greeting\tA greeting\n');
  expect(await ask('check', '01', '--only', 'gr')).toBe('greets\tgreets the world\n');
  expect(await ask('check', '--only', 'ver')).toBe('version\thas a Go to be compiled with\n');
  expect(await ask('check', '--path', '')).toBe(':folders\n');
  expect(await game.run('complete', '--blank', '--', 'completion')).toMatchObject({
    out: 'bash\nzsh\nfish\npowershell\n',
  });
  for (const words of [
    ['check', '77', '--only', ''],
    ['--workshop', 'nowhere', 'check', ''],
  ])
    expect(await game.run('complete', '--', ...words)).toEqual({ code: 0, out: '', err: '' });
});

test('a shell that there is no script for is refused', async () => {
  const game = play();
  expect(await game.run('completion', 'bsh')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Did you mean bash?'),
  });
});

// A shell that is not here is not asked.
const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** The shell sources the script as its first lines say, and is asked as a press of Tab asks it. */
async function ask(shell: 'bash' | 'zsh' | 'fish', query: string): Promise<string[]> {
  const game = play();
  const { out: script } = await game.run('completion', shell);
  writeFileSync(join(game.cwd, 'script'), script);
  const { stdout, stderr } = spawnSync(shell, [...(shell === 'fish' ? ['--no-config'] : []), '-c', query], {
    cwd: game.cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: game.cwd },
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

if (has('bash'))
  describe('bash', () => {
    const press = (...words: string[]) =>
      ask(
        'bash',
        `source ./script; COMP_WORDS=(go-cloud-workshop ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length};
       $(complete -p go-cloud-workshop | sed -E 's/.*-F ([^ ]+) .*/\\1/'); printf '%s\\n' "\${COMPREPLY[@]}"`,
      );

    test('completes', async () => {
      expect(await press('chec')).toEqual(['check']);
      expect(await press('check', '01')).toEqual(['01-http-server']);
      expect(await press('check', '01', '--only', 'heal')).toEqual(['health']);
      expect(await press('check', '--reporter', '=', 'juni')).toEqual(['junit']);
      expect(await press('check', '--path', '')).toEqual([]);
    });
  });

if (has('fish'))
  describe('fish', () => {
    const press = async (line: string) => {
      const lines = await ask('fish', `source ./script; complete -C 'go-cloud-workshop ${line}'`);
      return lines.map((one) => one.split('\t')[0]);
    };

    test('completes', async () => {
      expect(await press('chec')).toEqual(['check']);
      expect(await press('check 01')).toEqual(['01-http-server']);
      expect(await press('check 01 --only heal')).toEqual(['health']);
      expect(await press('completion ')).toEqual(['bash', 'fish', 'powershell', 'zsh']);
    });
  });

if (has('zsh'))
  describe('zsh', () => {
    /** _describe is what shows the candidates: here it prints them. */
    const press = (...words: string[]) =>
      ask(
        'zsh',
        `compdef() { registered=$1 }; _describe() { print -l -- "\${(@P)2}" }; _files() { print files $@ }; compset() { }
       source ./script; words=(go-cloud-workshop ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; $registered`,
      );

    test('completes', async () => {
      expect(await press('chec')).toEqual([expect.stringMatching(/^check:Grade a stage/)]);
      expect(await press('check', '01')).toEqual(['01-http-server:A complete service in one binary']);
      expect(await press('check', '01', '--only', 'heal')).toEqual([expect.stringMatching(/^health:answers GET/)]);
      expect(await press('check', '--path', '')).toEqual(['files -/']);
    });
  });
