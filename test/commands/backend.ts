/** A process of its own: calls everything the terminal UI calls, and prints the answers as JSON. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { servicesFor } from '../../src/commands/tui/services.ts';
import { appDirsOf } from '../../src/workspace/app-dirs.ts';

const [course = ''] = process.argv.slice(2);
const cwd = process.cwd();
const cli = {
  cwd,
  env: process.env,
  appDirs: appDirsOf(process.env),
  version: '0.0.0',
  course: {
    exercises: join(course, 'exercises'),
    solutions: join(course, 'solutions'),
    checks: join(course, 'checks'),
  },
  submissions: join(course, 'test/submissions'),
  out: () => {},
  err: () => {},
  ownFolders: new Set<string>(),
  notify: () => {},
  terminal: { interactive: true, colour: false, columns: 80 },
  ask: async () => undefined,
  signal: new AbortController().signal,
};
const open = () => servicesFor(cli, {});
const stage = '01-greeting';
const never = new AbortController().signal;

const backend = open();
const before = { folder: backend.folder() ?? null, suggested: backend.suggestedFolder, stages: await backend.stages() };
writeFileSync(join(cwd, 'taken'), '');
const refused = await backend.chooseFolder('taken');
const chosen = await backend.chooseFolder(' ~/learn ');
const opened = await backend.open(stage, never);
const nothing = (await backend.lastRun(stage)) ?? null;
const seen: string[] = [];
const result = await backend.run(stage, { onEvent: (event) => void seen.push(event.type), signal: never });
const hints = await Promise.all(([1, 2, 3] as const).map((tier) => backend.hint(stage, 'greets', tier)));
const stop = new AbortController();
writeFileSync(join(opened.folder, 'main.go'), 'package main // hello WAIT');
const cancelled = await backend.run(stage, {
  onEvent: (event) => event.type === 'check:start' && event.id === 'waits' && stop.abort(),
  signal: stop.signal,
});
const row = (await backend.stages())[0];
backend.remember({ stage, watch: true });
await backend.settled();
const later = open();
const again = { folder: later.folder(), memory: later.recall(), last: (await later.lastRun(stage))?.checks.length };
const report = await later.report(stage);
const solution = await later.solution(stage);
const lesson = await later.lesson(stage);
const saved = new Promise<readonly string[]>((resolve) => {
  const watching = new AbortController();
  void later
    .watch(
      stage,
      (files) => {
        watching.abort();
        resolve(files);
      },
      watching.signal,
    )
    .then(() => writeFileSync(join(opened.folder, 'main.go'), 'no program'));
});
const changed = await saved;
writeFileSync(join(cwd, 'learn/.go-cloud-workshop/workshop.json'), '{');
await later.settled();
const noticed = open().notices;
rmSync(join(cwd, 'learn'), { recursive: true });
const lost = await later.run(stage, { onEvent: () => {}, signal: never });
const remade = { ...(await later.open(stage, never)), there: existsSync(join(cwd, 'learn/01-greeting/main.go')) };
const editing = await later.edit({ stage, file: 'main.go', line: 3 }, { lend: (run) => run() });
process.stdout.write(
  JSON.stringify({
    before,
    refused,
    chosen,
    opened,
    nothing,
    seen,
    result,
    hints,
    cancelled,
    row,
    again,
    report,
    solution,
    lesson,
    changed,
    noticed,
    lost,
    remade,
    editing,
    crashed: backend.crashed(new Error('x')),
  }),
);
process.exit(0);
