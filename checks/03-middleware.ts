/** Logging, request ids, recovery and time-outs as real services need them. */
import { duration, size, stage } from '#kit';
import { defaults } from './03-middleware/defaults.ts';
import { explainFault } from './03-middleware/explain-fault.ts';
import { keepsStreaming } from './03-middleware/keeps-streaming.ts';
import { logsRequests } from './03-middleware/logs-requests.ts';
import { noLeakedGoroutine } from './03-middleware/no-leak.ts';
import { noDataRace } from './03-middleware/no-race.ts';
import { order } from './03-middleware/order.ts';
import { panicsLate } from './03-middleware/panics-late.ts';
import { recovers } from './03-middleware/recovers.ts';
import { requestId } from './03-middleware/request-id.ts';
import { slowClients } from './03-middleware/slow-clients.ts';
import { timesOut } from './03-middleware/times-out.ts';
import { resident, startup } from './common/claims.ts';
import { compiles } from './common/compiles.ts';
import { listens } from './common/listens.ts';
import { vets } from './common/vets.ts';

export default stage({
  title: 'Middleware',
  about: 'Wrap a service in logging, request ids, recovery and time-outs.',
  needs: ['go'],
  explainFault,
  trial: {
    upstreams: { GATE_URL: () => ({ open: true }) },
    requests: [
      { says: 'a status of its own, for the log', path: '/teapot' },
      { says: 'your request id', path: '/whoami', headers: { 'X-Request-ID': 'from-curl' } },
      { says: 'a panic', path: '/panic' },
      { says: 'a slow handler; its gate opens at once', path: '/slow' },
    ],
  },
  checks: [
    compiles(),
    vets(),
    listens('/teapot'),
    logsRequests,
    requestId,
    recovers,
    panicsLate,
    timesOut,
    defaults,
    keepsStreaming,
    slowClients,
    order,
    noDataRace,
    noLeakedGoroutine,
  ],
  measures: {
    startup: { title: 'start → first connection', ...startup },
    resident: { title: 'memory at rest', ...resident },
    latency: { title: 'one request through all layers' },
  },
  learned: ({ startup, resident, latency }) => [
    'Every request now has an id, a log line, a time limit and a safety net: four functions, no framework.',
    ...(latency === undefined
      ? []
      : [`Through all the layers a request takes ${duration(latency)} here, client and loopback included.`]),
    ...(startup === undefined || resident === undefined
      ? []
      : [`The service was ready after ${duration(startup)} and rests at ${size(resident)}.`]),
  ],
});
