/** Panics and time-outs in parallel, and the goroutines they leave behind. */
import { type CheckContext, fail } from '#kit';
import { type LeakScenario, noLeak } from '../common/no-leak.ts';
import { nothingToLeak } from './findings/answers.ts';

export const noLeakedGoroutine = noLeak(panicsAndTimeouts, {
  title: 'leaves no goroutine behind after panics and time-outs',
  lesson: 'Time-outs',
});

async function panicsAndTimeouts({ upstream, http }: CheckContext): Promise<LeakScenario> {
  const gate = await upstream.hold();
  return {
    env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '300ms' },
    async warmUp(server) {
      const reply = await http.get(server.url('/implicit'));
      if (reply.outcome !== 'answered') fail(nothingToLeak({ reply, log: server.log.evidence }));
    },
    rounds: [
      {
        after: 'requests whose handler panicked',
        run: async (server) => {
          const panicking = ['/panic', '/panic-late', '/abort'].map((path) => server.url(path));
          await http.together(panicking.flatMap((url) => Array(5).fill({ url })));
        },
      },
      {
        after: 'requests that timed out',
        run: async (server) => {
          // The gate is never opened: the handler of a program without time-outs ends when its client leaves.
          await http.together(Array(15).fill({ url: server.url('/slow'), timeoutMs: 3_000 }));
        },
      },
    ],
  };
}
