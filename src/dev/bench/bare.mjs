// The bare script that a check is compared with: the same builds, the same starts, the same requests, one after the other,
// as somebody would write it in an afternoon. No verdicts, no evidence, no clean-up beyond a kill.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [workFile, source] = process.argv.slice(2);
const work = JSON.parse(readFileSync(workFile, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'bare-'));
const module = join(folder, 'source');
cpSync(source, module, { recursive: true });

const binaries = {};
for (const { args, env } of work.builds) {
  if (args[0] === 'vet') go(args, env, module);
  else {
    const binary = join(folder, `bin-${Object.keys(binaries).length}`);
    go([args[0], '-o', binary, ...args.slice(1), '.'], env, module);
    binaries[
      args.includes('-race') ? 'race' : env.GOOS || args.some((arg) => arg.startsWith('-ldflags')) ? binary : 'plain'
    ] ??= binary;
  }
}
for (let index = 0; index < work.rebuilds; index += 1) {
  const copy = join(folder, `edit-${index}`);
  cpSync(module, copy, { recursive: true });
  go(['build', '-buildvcs=false', '-o', join(copy, 'out'), '.'], { CGO_ENABLED: '0' }, copy);
  appendFileSync(join(copy, 'main.go'), '\nvar Edited = 1\n');
  go(['build', '-buildvcs=false', '-o', join(copy, 'out'), '.'], { CGO_ENABLED: '0' }, copy);
}
for (const start of work.starts) {
  const port = await freePort();
  const env = { ...process.env, ...start.env, PORT: String(port), GORACE: 'atexit_sleep_ms=0' };
  const child = spawn(binaries[start.flavour] ?? binaries.plain, [], { env, stdio: 'ignore', cwd: folder });
  while (!(await accepts(port)));
  for (const batch of start.requests) await Promise.all(batch.map((request) => send(port, request)));
  child.kill('SIGKILL');
}
rmSync(folder, { recursive: true });

function go(args, env, cwd) {
  const settings = { GOFLAGS: '', GOENV: 'off', GOWORK: 'off', GOTOOLCHAIN: 'local', ...env };
  const { status, stderr } = spawnSync('go', args, { cwd, env: { ...process.env, ...settings }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(!socket.destroy().connecting));
    socket.once('error', () => resolve(false));
  });
}

function send(port, { method, path, headers, body }) {
  return new Promise((resolve) => {
    const request = http.request(
      { host: '127.0.0.1', port, method, path, headers, agent: false, timeout: 10_000 },
      (response) => {
        response.resume().once('close', resolve);
      },
    );
    request.once('error', resolve).once('timeout', () => request.destroy());
    request.end(body);
  });
}
