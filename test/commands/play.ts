/** The real program with a small course, a working folder and XDG folders of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporary, write } from '../workspace/course.ts';

const root = join(import.meta.dirname, '../..');
export const kit = JSON.stringify(join(root, 'src/kit/index.ts'));

/** Checks that only read main.go: no test here waits for a compiler. */
const greeting = `import { block, check, fail, stage } from ${kit};
export default stage({
  title: 'A greeting',
  about: 'a program that greets',
  needs: [],
  learned: ({ size }) => ['Your program has ' + size + ' bytes.'],
  measures: { size: { title: 'size of the source', claim: 'small', beside: [{ label: 'Java', value: 400 }] } },
  checks: [
    check('compiles', 'compiles', { gate: true }, async ({ files, measure }) => {
      measure('size', (files.read('main.go') ?? '').length, 'bytes');
      if (!files.read('main.go')?.startsWith('package main')) fail({ summary: 'It does not compile.', hint: 'Begin with package main.' });
    }),
    check('greets', 'greets the world', { lesson: 'Greeting' }, async ({ files, source }) => {
      if (!files.read('main.go')?.includes('hello')) fail({ summary: 'It does not say hello.', expected: 'hello', actual: 'silence', hint: 'Call sayHello in main.', evidence: [source.find(/func main/)] });
    }),
    check('waits', 'comes to an end', async ({ files, signal, log }) => {
      if (!files.read('main.go')?.includes('WAIT')) return;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }),
    check('breaks', 'does not break the checker', async ({ files }) => {
      if (files.read('main.go')?.includes('BREAK')) throw new Error('token=abc123 in ' + process.env.HOME + '/secret');
    }),
    check('engine', 'runs in an engine', async ({ files }) => {
      if (files.read('main.go')?.includes('ENGINE')) block({ need: 'docker', state: 'missing', what: 'There is no engine here.', fix: 'Get one.' });
    }),
    check('polite', 'says please', { level: 'stretch', points: 3 }, async ({ files }) => {
      if (!files.read('main.go')?.includes('please')) fail({ summary: 'It does not say please.', hint: 'Say please.' });
    }),
  ],
});
`;

const needsGo = `import { check, stage } from ${kit};
export default stage({ title: 'Go is here', needs: ['go'], checks: [check('version', 'has a Go to be compiled with', async ({ go }) => { await go.version(); })] });
`;

const starter = 'package main\n\nfunc main() {\n}\n';
const solution = 'package main\n\nfunc sayHello() { print("hello, please") }\n\nfunc main() {\n\tsayHello()\n}\n';

const course = {
  'exercises/01-greeting/README.md': '# 01\n\n## Greeting\n\nSay `hello`.\n\n## Next\n\nend\n',
  'exercises/01-greeting/go.mod': 'module greeting\n\ngo 1.22\n',
  'exercises/01-greeting/main.go': starter,
  'solutions/01-greeting/go.mod': 'module greeting\n\ngo 1.22\n',
  'solutions/01-greeting/main.go': solution,
  'checks/01-greeting.ts': greeting,
  'exercises/02-go/go.mod': 'module b\n\ngo 1.22\n',
  'exercises/02-go/main.go': starter,
  'solutions/02-go/go.mod': 'module b\n\ngo 1.22\n',
  'checks/02-go.ts': needsGo,
  'exercises/03-later/README.md': '# 03\n',
};

export type Ended = { code: number | null; out: string; err: string };
export type Play = {
  base: string;
  cwd: string;
  /** The learner's folder of stage 01, once started. */
  own: string;
  course: string;
  run(...args: string[]): Promise<Ended>;
  start(
    args: string[],
    options?: StartOptions,
  ): { child: ChildProcess; ended: Promise<Ended>; says(words: RegExp): Promise<void> };
  write(files: Record<string, string>): void;
};
type StartOptions = { cwd?: string; env?: Record<string, string>; asNobody?: boolean };

export function play(): Play {
  const base = temporary();
  const cwd = join(base, 'home');
  mkdirSync(cwd);
  write(join(base, 'course'), course);
  const own = join(cwd, 'go-cloud-workshop/01-greeting');
  const start: Play['start'] = (args, options = {}) => launch(base, cwd, args, options);
  return {
    base,
    cwd,
    own,
    course: join(base, 'course'),
    start,
    run: (...args) => start(args).ended,
    write: (files) => write(own, files),
  };
}

function launch(base: string, home: string, args: string[], { cwd = home, env = {}, asNobody = false }: StartOptions) {
  const { PATH = '' } = process.env;
  // Permissions don't bind root: tests that run as root play the learner as the user nobody.
  const nobody = asNobody && process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (asNobody) for (const folder of [base, home]) chmodSync(folder, 0o777);
  const child = spawn(process.execPath, [join(root, 'src/cli.ts'), '--workshop', join(base, 'course'), ...args], {
    cwd,
    env: {
      PATH,
      HOME: home,
      XDG_CONFIG_HOME: join(base, 'config'),
      XDG_STATE_HOME: join(base, 'state'),
      TMPDIR: base,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...nobody,
  });
  const seen = { out: '', err: '' };
  const waiting: { words: RegExp; resolve: () => void }[] = [];
  const look = () => {
    for (const one of waiting) if (one.words.test(seen.out + seen.err)) one.resolve();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen.out += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    seen.err += text;
    look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...seen }));
  });
  const says = (words: RegExp) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ words, resolve });
      look();
      void ended.then(() => reject(new Error(`ended without saying ${words}:\n${seen.out}${seen.err}`)));
    });
  return { child, ended, says };
}
