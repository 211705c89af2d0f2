import { duration, stage } from '#kit';
import { defaults } from './04-graceful-shutdown/defaults.ts';
import { exitsCleanly } from './04-graceful-shutdown/exits-cleanly.ts';
import { finishesInFlight } from './04-graceful-shutdown/finishes-in-flight.ts';
import { forcedExit } from './04-graceful-shutdown/forced-exit.ts';
import { healthz } from './04-graceful-shutdown/healthz.ts';
import { noDroppedRequests } from './04-graceful-shutdown/no-dropped-requests.ts';
import { leavesNothing } from './04-graceful-shutdown/no-leak.ts';
import { hasNoRace } from './04-graceful-shutdown/no-race.ts';
import { readyz } from './04-graceful-shutdown/readyz.ts';
import { refusesNew } from './04-graceful-shutdown/refuses-new.ts';
import { secondSignal } from './04-graceful-shutdown/second-signal.ts';
import { stopsWorkers } from './04-graceful-shutdown/stops-workers.ts';
import { turnsUnready } from './04-graceful-shutdown/turns-unready.ts';
import { resident, startup } from './common/claims.ts';
import { compiles } from './common/compiles.ts';
import { explainFault } from './common/explain-fault.ts';
import { listens } from './common/listens.ts';
import { serviceTrial } from './common/trial.ts';
import { vets } from './common/vets.ts';

/** In the order in which a learner gets there: the probes, the signal, the drain, the end. */
export default stage({
  title: 'Probes and a graceful end',
  about: 'A service that can be stopped at any moment without losing a request or an event.',
  needs: ['go'],
  explainFault,
  trial: serviceTrial,
  checks: [
    compiles({ lesson: 'The contract' }),
    vets({ lesson: 'Catching a signal' }),
    listens('/healthz', { lesson: 'The contract' }, { shownBy: '/readyz', env: { DRAIN_DELAY: '1ms' } }),
    healthz,
    readyz,
    exitsCleanly,
    turnsUnready,
    finishesInFlight,
    refusesNew,
    forcedExit,
    stopsWorkers,
    defaults,
    hasNoRace,
    leavesNothing,
    noDroppedRequests,
    secondSignal,
  ],
  measures: {
    startup: { title: 'from exec to the first accepted connection', claim: 'milliseconds' },
    resident: { title: 'resident memory at rest', ...resident },
    ready: { title: 'from exec to ready', ...startup },
    exit: { title: 'from SIGTERM to exit, with nothing in flight', claim: 'a few milliseconds after DRAIN_DELAY' },
  },
  learned: ({ ready, exit }) => [
    ...(ready === undefined
      ? []
      : [
          `Your service is ready ${duration(ready)} after its start. A rolling deployment waits for this, pod after pod.`,
        ]),
    ...(exit === undefined
      ? []
      : [
          `With nothing in flight it is gone ${duration(exit)} after SIGTERM. What takes time is the drain, the requests and the last batch, and all three are settings.`,
        ]),
  ],
});
