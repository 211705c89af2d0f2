import { attempt, type BinaryInfo, type Build, type CheckContext, check, fail, failIf, type Server } from '#kit';
import { lasts } from '../common/lasting.ts';
import { notStatic, notUp, silent } from './findings/static.ts';

/** One file without an interpreter that runs with nothing but PORT in its environment, from an empty folder. */
export const staticBinary = check(
  'static',
  'is one static file that needs nothing else to run',
  { timeoutMs: 300_000, lesson: 'One file to ship' },
  async (context) => {
    const build = await built(context);
    const info = await context.go.inspect(build.binary);
    failIf(notStatic(info));
    const server = await expectRunsBare(context);
    const lasting = lasts(server, context);
    lasting.catch(() => {}); // awaited below
    await measureFile(context, build, info);
    await lasting;
  },
);

type Built = Extract<Build, { ok: true }>;

/** The gate `compiles` has built it already. */
async function built({ go }: CheckContext): Promise<Built> {
  const build = await go.build('plain');
  if (!build.ok) throw new Error('the plain build failed after the gate had passed');
  return build;
}

async function expectRunsBare(context: CheckContext): Promise<Server> {
  const { app, http, source } = context;
  const started = await attempt(app.start({ bare: true }));
  if (!started.ok) return fail(notUp(started.finding, source));
  const reply = await http.get(started.value.url('/health'));
  failIf(silent(reply, started.value.log.evidence, source));
  return started.value;
}

async function measureFile(context: CheckContext, build: Built, info: BinaryInfo): Promise<void> {
  const { go, measure, measureWith } = context;
  measure('binary', build.bytes, 'bytes');
  await measureWith('binary-stripped', 'bytes', async () => {
    const small = info.stripped ? build : await go.buildWith('-s -w');
    return small.ok ? small.bytes : undefined;
  });
  await measureWith('rebuild', 'ms', () => go.rebuildMs());
}
