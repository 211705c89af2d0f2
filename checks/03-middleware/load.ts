/** What the program is put through for the race detector and the count of goroutines: panics and time-outs in parallel. */
import { type CheckContext, fail, type HttpRequest, type Server } from '#kit';
import type { LeakScenario } from '../common/no-leak.ts';
import type { StartRace } from '../common/no-race.ts';

const paths = [
  '/whoami',
  '/slow',
  '/panic',
  '/slow',
  '/teapot',
  '/slow',
  '/panic-late',
  '/implicit',
  '/slow',
  '/stream',
];

const burst = (server: Server, count: number): HttpRequest[] =>
  Array.from({ length: count }, (_, n) => ({
    url: server.url(paths[n % paths.length] as string),
    // Half of them bring an id, half are given one.
    ...(n % 2 === 0 ? { headers: { 'X-Request-ID': `burst-${n}` } } : {}),
    timeoutMs: 30_000,
  }));

/**
 * The gate opens around the moment of the time-out, sooner for some and later for others: the handler's answer and the
 * middleware's meet.
 */
export async function raceUnderLoad({ upstream, http }: CheckContext, start: StartRace): Promise<void> {
  let n = 0;
  const gate = await upstream.serve((request) => {
    setTimeout(() => request.answer(), 150 + ((n++ * 7) % 100));
  });
  const server = await start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '200ms' } });
  for (let round = 0; round < 3 && server.running; round++) await http.together(burst(server, 60));
}

export async function leakScenario({ upstream, http }: CheckContext): Promise<LeakScenario> {
  const gate = await upstream.hold();
  return {
    env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '300ms' },
    async warmUp(server) {
      const reply = await http.get(server.url('/implicit'));
      if (reply.outcome === 'answered') return;
      fail({
        summary: 'GET /implicit was not answered, so there is nothing to leave behind.',
        expected: 'the answer of the starter’s route',
        hint: 'Does every layer call next.ServeHTTP?',
        evidence: [reply.evidence, server.log.evidence],
      });
    },
    rounds: [
      {
        after: 'requests whose handler panicked',
        run: async (server) => {
          await http.together(
            ['/panic', '/panic-late', '/abort'].flatMap((path) => Array(5).fill({ url: server.url(path) })),
          );
        },
      },
      {
        after: 'requests that timed out',
        run: async (server) => {
          // Held for good: a program without time-outs is let go when its client leaves.
          await http.together(Array(15).fill({ url: server.url('/slow'), timeoutMs: 3_000 }));
        },
      },
    ],
  };
}
