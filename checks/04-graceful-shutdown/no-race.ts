/** Probes, events and a signal at once, for the race detector: the draining flag and the worker's queue are shared. */
import type { HttpRequest, Server } from '#kit';
import { noRace } from '../common/no-race.ts';
import { generousMs, openScene, type Scene } from './scene.ts';

/** The drain lasts until the crowd that came with the signal is answered, on any machine; then a second one ends it. */
const settings = { DRAIN_DELAY: '5s', FLUSH_INTERVAL: '20ms' };
const crowdOf = 60;

export const hasNoRace = noRace(
  async (context, start) => {
    const scene = await openScene(context, settings, start);
    const { server } = scene;
    await context.http.together(crowd(server), { frozen: server });
    await context.http.together(crowd(server), { frozen: withSignal(scene) });
    if (server.running) await context.http.together(crowd(server), { frozen: server });
    await scene.exit(2 * generousMs);
  },
  {
    title: 'has no data race between its requests, its worker and the shutdown',
    needs: ['cgo', 'posix-signals', { openFiles: 3 * crowdOf }],
    lesson: 'Two probes, two questions',
  },
);

/** The signal comes while the server stands still, so that it and the crowd lie before the program together. */
const withSignal = ({ server, signal }: Scene) => ({
  freeze() {
    server.freeze();
    signal('SIGTERM');
  },
  thaw: server.thaw,
});

/** Half of them ask for readiness: whatever the shutdown writes, a probe reads. */
const crowd = (server: Server): HttpRequest[] =>
  Array.from({ length: crowdOf }, (_, n) => {
    const url = (path: string) => server.url(path);
    if (n % 2 === 0) return { url: url('/readyz') };
    return n % 4 === 1 ? { url: url('/healthz') } : { url: url('/events'), method: 'POST', body: { n } };
  });
