import { type CheckContext, check, describe, fail } from '#kit';
import { explainStart } from './explain-start.ts';
import { shipped, startMs } from './program.ts';
import { finalLine } from './words.ts';

/** As little as a well-kept cluster allows: read-only root, no capabilities, no new privileges, 32 MiB, half a CPU. */
export const runs = check(
  'runs',
  'answers in a locked-down container with 32 MiB of memory',
  { needs: ['docker'], after: ['builds'], exclusive: true, lesson: 'Run it as a cluster would', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const ship = await shipped(context);
    const container = await context.docker.run(ship.image);
    const ready = container.started ? await container.answers('/healthz', startMs) : undefined;
    if (!container.started || ready === undefined) {
      const exit = container.started ? await container.exited(0) : undefined;
      const said = explainStart(
        ship,
        container.started ? container.log.lines.map(({ text }) => text) : [container.message],
        container.started,
        exit,
      );
      fail({
        summary: said.summary,
        expected: 'the container starts, and GET /healthz on port 8080 answers 200',
        actual: said.actual,
        hint: said.hint,
        evidence: [
          container.started
            ? container.log.evidence
            : { kind: 'log', title: 'What the engine said', text: container.message },
          await finalLine(context, ...said.look),
        ],
      });
    }
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
