/** Parallel fetch: a dashboard made of two upstreams, asked at once. Verdicts depend on who waits for whom, never on a stopwatch. */
import { duration, plural, size, stage } from '#kit';
import { cancelsSibling } from './02-parallel-fetch/cancels-sibling.ts';
import { clientGone } from './02-parallel-fetch/client-gone.ts';
import { deadline } from './02-parallel-fetch/deadline.ts';
import { defaults } from './02-parallel-fetch/defaults.ts';
import { fanOut } from './02-parallel-fetch/fan-out.ts';
import { merges } from './02-parallel-fetch/merges.ts';
import { leavesNoGoroutine } from './02-parallel-fetch/no-leak.ts';
import { hasNoRace } from './02-parallel-fetch/no-race.ts';
import { parallel } from './02-parallel-fetch/parallel.ts';
import { reusesConnections } from './02-parallel-fetch/reuses-connections.ts';
import { upstreamError } from './02-parallel-fetch/upstream-error.ts';
import { validates } from './02-parallel-fetch/validates.ts';
import { resident } from './common/claims.ts';
import { compiles } from './common/compiles.ts';
import { explainFault } from './common/explain-fault.ts';
import { listens } from './common/listens.ts';
import { vets } from './common/vets.ts';

export default stage({
  title: 'Parallel fetch',
  about: 'A dashboard made of two services, asked at once: goroutines, channels, context.',
  needs: ['go'],
  explainFault,
  trial: {
    upstreams: {
      PROFILE_URL: (path) => ({ id: Number(path.split('/').at(-1)), name: 'Ada', member_since: 2019 }),
      ORDERS_URL: () => [{ order: 1, total: 19.9 }],
    },
    requests: [
      { says: 'profile and orders in one answer', path: '/api/dashboard/7' },
      { says: 'a malformed id', path: '/api/dashboard/abc' },
      { says: 'is it there?', path: '/health' },
    ],
  },
  checks: [
    compiles(),
    vets(),
    listens('/health'),
    validates,
    parallel,
    merges,
    upstreamError,
    cancelsSibling,
    clientGone,
    deadline,
    defaults,
    leavesNoGoroutine,
    hasNoRace,
    reusesConnections,
    fanOut,
  ],
  measures: {
    'dashboard-latency': {
      title: 'One dashboard',
      claim: 'as long as the slowest upstream, not as all of them together',
    },
    'slowest-upstream': { title: 'Its slowest upstream' },
    'upstreams-together': { title: 'Its upstreams one after the other' },
    connections: { title: 'Connections for 200 dashboards in a row, to one upstream', claim: 'at most 4' },
    'memory-per-dashboard': {
      title: 'Memory of one dashboard in flight',
      claim: 'tens of kB: three connections and their buffers; a parked goroutine itself takes 2–8 kB',
      beside: [{ label: 'a parked goroutine', least: 2e3, value: 8e3 }],
    },
    startup: { title: 'Start to first connection', claim: 'milliseconds' },
    resident: { title: 'Memory at rest', ...resident },
  },
  learned: (numbers) => {
    const { 'dashboard-latency': latency, 'slowest-upstream': slowest, 'upstreams-together': together } = numbers;
    const { 'memory-per-dashboard': memory, connections } = numbers;
    return [
      ...(latency && slowest && together
        ? [
            `Your dashboard took ${duration(latency)}. Its slowest upstream took ${duration(slowest)}; one after the other they would have taken ${duration(together)}.`,
          ]
        : []),
      ...(memory
        ? [
            `A dashboard in flight cost ${size(memory)}: three connections with their buffers, and the goroutines that wait for them. A parked goroutine alone takes 2–8 kB (go test -v -run Parked .).`,
          ]
        : []),
      ...(connections ? [`200 dashboards in a row needed ${plural(connections, 'connection')} to each upstream.`] : []),
      'Starting a goroutine includes deciding how it ends: by a result that has room, or by a context that is cancelled.',
    ];
  },
});
