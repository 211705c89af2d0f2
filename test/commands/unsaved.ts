/** A process of its own: the terminal UI's services over state folders that can't be written; prints the answers as JSON. */
import { join } from 'node:path';
import { servicesFor } from '../../src/commands/tui/services.ts';
import { appDirsOf } from '../../src/workspace/app-dirs.ts';

const [course = ''] = process.argv.slice(2);
const never = new AbortController().signal;
const services = servicesFor(
  {
    cwd: process.cwd(),
    env: process.env,
    appDirs: appDirsOf(process.env),
    version: '0.0.0',
    course: {
      exercises: join(course, 'exercises'),
      solutions: join(course, 'solutions'),
      checks: join(course, 'checks'),
    },
    submissions: '',
    out: () => {},
    err: () => {},
    ownFolders: new Set<string>(),
    notify: () => {},
    terminal: { interactive: true, colour: false, columns: 80 },
    ask: async () => undefined,
    signal: never,
  },
  {},
);
const stage = '01-greeting';
const chosen = await services.chooseFolder('learn');
const opened = await services.open(stage, never);
const result = await services.run(stage, { onEvent: () => {}, signal: never });
const last = (await services.lastRun(stage))?.outcome;
const hint = await services.hint(stage, 'greets', 1);
services.remember({ stage });
await services.settled();
process.stdout.write(JSON.stringify({ chosen, opened, result, last, hint, notices: services.notices }));
process.exit(0);
