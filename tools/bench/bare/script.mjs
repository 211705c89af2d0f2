// The bare script that a check is compared with: the same builds, starts, requests, signals and upstreams, each step as soon as
// those it needs are done. No verdicts, no evidence, no clean-up except a kill. Arguments: the work (see trace.ts), the source.
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from './client.mjs';
import { openDriver } from './driver.mjs';
import { openUpstreams } from './upstreams.mjs';

const [workFile, source] = process.argv.slice(2);
const work = JSON.parse(readFileSync(workFile, 'utf8'));
const { steps, probe } = work;
const folder = mkdtempSync(join(tmpdir(), 'bare-'));
const module = join(folder, 'source');
cpSync(source, module, { recursive: true });

const binaries = {};
/** Per server: its process, its port, our end of its probe. */
const servers = new Map();
const upstreams = openUpstreams(work);
const driver = openDriver({ go, folder, module, servers });
const client = openClient((server) => servers.get(server)?.port);

const actions = {
  go: ({ mode, args, env }) => build(mode, args, env),
  rebuild,
  start,
  signal: ({ server, name }) => servers.get(server).child.kill(name),
  pause: ({ ms }) => new Promise((wake) => setTimeout(wake, ms)),
  exited: ({ server }) => servers.get(server).exited,
  kill: ({ server }) => end(server),
  refused: ({ server }) => until(async () => !(await accepts(servers.get(server).port))),
  ask: ({ server, question }) => servers.get(server).probe[question](),
  ...client,
  ...driver,
  ...upstreams.actions,
};

const done = new Map();
for (const step of steps) done.set(step.id, new Promise((resolve) => Object.assign(step, { resolve })));
for (const step of steps) take(step);
// What is still open at the end (a request that is never answered) stays open, as it did in the check.
const last = steps.filter(({ action }) => action.do === 'kill' || action.do === 'go').map(({ id }) => done.get(id));
await Promise.all(last);
rmSync(folder, { recursive: true });
process.exit(0);

async function take({ id, needs, pauseMs, ms, action, resolve }) {
  await Promise.all(needs.map((need) => done.get(need)));
  if (pauseMs > 0) await new Promise((wake) => setTimeout(wake, pauseMs));
  trace('>', id, action);
  // Of many requests sent at once, an upstream holds different ones than in the recording: do not wait for a request that takes
  // much longer than it did then.
  if (action.do === 'request') setTimeout(resolve, ms + 500).unref();
  await actions[action.do](action, id);
  trace('<', id, action);
  resolve();
}

/** BARE_TRACE=1 shows where a replay spends its time. */
function trace(sign, id, action) {
  if (process.env.BARE_TRACE)
    process.stderr.write(`${performance.now().toFixed(0)} ${sign} ${id} ${JSON.stringify(action).slice(0, 160)}\n`);
}

async function build(mode, args, env) {
  if (mode === 'vet') return go(args, env, module);
  const binary = join(folder, `bin-${Object.keys(binaries).length}`);
  binaries[mode] = binary;
  const extra = mode === 'probe' ? overlay() : { args: [], env: {} };
  const [command, ...flags] = args;
  await go([command, '-buildvcs=false', '-o', binary, ...flags, ...extra.args, '.'], { ...env, ...extra.env }, module);
}

/** The injected file, as the check had it. */
function overlay() {
  const replace = Object.entries(probe.files).map(([path, text], index) => {
    const real = join(folder, `probe${index}.go`);
    writeFileSync(real, text);
    return [join(module, path), real];
  });
  const list = join(folder, 'overlay.json');
  writeFileSync(list, JSON.stringify({ Replace: Object.fromEntries(replace) }));
  return { args: ['-overlay', list], env: probe.env };
}

async function rebuild() {
  const copy = mkdtempSync(join(folder, 'edit-'));
  cpSync(module, copy, { recursive: true });
  const args = ['build', '-buildvcs=false', '-o', join(copy, 'out'), '.'];
  await go(args, { CGO_ENABLED: '0' }, copy);
  appendFileSync(join(copy, 'main.go'), `\nvar Edited = ${process.pid}\n`);
  await go(args, { CGO_ENABLED: '0' }, copy);
}

function go(args, env, cwd) {
  const settings = { GOFLAGS: '', GOENV: 'off', GOWORK: 'off', GOTOOLCHAIN: 'local', ...env };
  const child = spawn('go', args, {
    cwd,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`go ${args.join(' ')}: ${code}`))));
  });
}

async function start({ server, mode, env, listens }) {
  const port = await upstreams.freePort();
  const settled = Object.entries(env).map(([name, value]) => [name, upstreams.address(value)]);
  const probing =
    mode === 'probe'
      ? await (await import('../../../src/harness/go/probe/probe.ts')).listenForProbe(module)
      : undefined;
  const settings = { PORT: String(port), GORACE: 'atexit_sleep_ms=0', ...probing?.env, ...Object.fromEntries(settled) };
  const child = spawn(binaries[mode], [], { env: { ...process.env, ...settings }, stdio: 'ignore', cwd: folder });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  servers.set(server, { child, port, exited, probe: probing?.probe });
  if (listens) await until(() => accepts(port));
}

async function end(server) {
  const { child, exited } = servers.get(server);
  child.kill('SIGKILL');
  await exited;
}

async function until(ask) {
  while (!(await ask())) await new Promise((resolve) => setTimeout(resolve, 1));
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(!socket.destroy().connecting));
    socket.once('error', () => resolve(false));
  });
}
