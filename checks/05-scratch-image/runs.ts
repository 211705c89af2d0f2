import { block, type CheckContext, type Container, check, describe, type Evidence, fail, type NotStarted } from '#kit';
import { explainStart } from './explain-start.ts';
import { type Shipped, shipped, startMs } from './program.ts';
import { finalLine } from './words.ts';

/** As little as a well-kept cluster allows: read-only root, no capabilities, no new privileges, 32 MiB, half a CPU. */
export const runs = check(
  'runs',
  'answers in a locked-down container with 32 MiB of memory',
  { needs: ['docker'], after: ['builds'], exclusive: true, lesson: 'Run it as a cluster would', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const ship = await shipped(context);
    const container = await context.docker.run(ship.image);
    if (!container.started) return notStarted(context, ship, container);
    const ready = await container.answers('/healthz', startMs);
    if (ready === undefined) return unanswered(context, ship, container);
    const reply = await context.http.get(container.url('/healthz'));
    if (reply.status !== 200)
      fail({
        summary: 'The container runs, and GET /healthz does not answer 200.',
        expected: 'GET /healthz → 200',
        actual: describe(reply),
        hint: 'The service of the starter answers it. Is it this program that the Dockerfile builds (./cmd/server)?',
        evidence: [reply.evidence, container.log.evidence],
      });
    context.measure('start', ready, 'ms');
  },
);

const expected = 'the container starts, and GET /healthz on port 8080 answers 200';

async function notStarted(context: CheckContext, ship: Shipped, { message }: NotStarted): Promise<never> {
  const said = explainStart(ship, [message], false, undefined);
  if (!said)
    block({
      need: 'docker',
      state: 'unsuitable',
      what: `The Docker engine would not start the container, and says: ${message}`,
      fix: '',
    });
  const engine: Evidence = { kind: 'log', title: 'What the engine said', text: message };
  const { summary, actual, hint, look } = said;
  fail({ summary, expected, actual, hint, evidence: [engine, await finalLine(context, ...look)] });
}

async function unanswered(context: CheckContext, ship: Shipped, container: Container): Promise<never> {
  const lines = container.log.lines.map(({ text }) => text);
  const said = explainStart(ship, lines, true, await container.exited(0));
  if (!said) throw new Error('a container that was started is always explained');
  const { summary, actual, hint, look } = said;
  fail({ summary, expected, actual, hint, evidence: [container.log.evidence, await finalLine(context, ...look)] });
}
