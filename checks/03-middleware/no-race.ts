/** Panics and time-outs in parallel, for the race detector. */
import type { CheckContext, HttpRequest, Server } from '#kit';
import { noRace, type StartRace } from '../common/no-race.ts';

export const noDataRace = noRace(burstsOfRequests, {
  title: 'has no data race under parallel panics and time-outs',
  lesson: 'Time-outs',
});

/**
 * The gate opens around the moment of the time-out, sooner for some and later for others, so that the handler's answer
 * and the middleware's meet.
 */
async function burstsOfRequests({ upstream, http }: CheckContext, start: StartRace): Promise<void> {
  let n = 0;
  const gate = await upstream.serve((request) => {
    setTimeout(() => request.answer(), 150 + ((n++ * 7) % 100));
  });
  const server = await start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: '200ms' } });
  for (let round = 0; round < 3 && server.running; round++) await http.together(burst(server, 60), { frozen: server });
}

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

/** Every second request brings an id, the others get one. */
const burst = (server: Server, count: number): HttpRequest[] =>
  Array.from({ length: count }, (_, n) => ({
    url: server.url(paths[n % paths.length] ?? '/'),
    headers: n % 2 === 0 ? { 'X-Request-ID': `burst-${n}` } : undefined,
    timeoutMs: 30_000,
  }));
