// The calls of the learner's packages: one build for all of them, a process for each check.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** `go` runs the go command; `servers`: where a process is kept, to be ended. */
export function openDriver({ go, folder, module, servers }) {
  let built;
  return { drive, call: ({ server, question }) => servers.get(server).ask(question) };

  async function drive({ server, files, target }) {
    built ??= build(files, target);
    await built;
    const listening = createServer();
    await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const connected = new Promise((resolve) => listening.once('connection', resolve));
    const settings = { GO_CLOUD_WORKSHOP_DRIVER: `127.0.0.1:${listening.address().port} token` };
    const child = spawn(join(folder, 'driver'), [], {
      env: { ...process.env, ...settings },
      stdio: 'ignore',
      cwd: folder,
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const socket = await connected;
    const nextLine = lines(socket);
    await nextLine();
    const ask = (question) => {
      socket.write(`${JSON.stringify({ id: 1, ...question })}\n`);
      return nextLine();
    };
    servers.set(server, { child, exited, ask });
  }

  function build(files, target) {
    const replace = Object.entries(files).map(([path, text], index) => {
      const real = join(folder, `driver${index}.go`);
      writeFileSync(real, text);
      return [join(module, path), real];
    });
    const list = join(folder, 'driver.json');
    writeFileSync(list, JSON.stringify({ Replace: Object.fromEntries(replace) }));
    const args = [
      'build',
      '-buildvcs=false',
      '-ldflags=-s -w',
      '-overlay',
      list,
      '-o',
      join(folder, 'driver'),
      `./${target}`,
    ];
    return go(args, { CGO_ENABLED: '0' }, module);
  }
}

/** One line after the other. The programs answer one question at a time. */
function lines(socket) {
  let waiting = () => {};
  let left = '';
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    left += bytes;
    waiting();
  });
  return () =>
    new Promise((resolve) => {
      waiting = () => {
        const end = left.indexOf('\n');
        if (end < 0) return;
        left = left.slice(end + 1);
        waiting = () => {};
        resolve();
      };
      waiting();
    });
}
