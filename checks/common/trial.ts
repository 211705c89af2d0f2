import type { Trial } from '#kit';

/** The service of stages 04 and 05, to be tried by hand. Without DB_ADDR it depends on nothing, so it is ready at once. */
export const serviceTrial: Trial = {
  upstreams: { GATE_URL: () => ({ open: true }), SINK_URL: () => ({ ok: true }) },
  requests: [
    { says: 'does it live?', path: '/healthz' },
    { says: 'may it get requests? Ask again after x: it drains', path: '/readyz' },
    { says: 'an event, which it delivers to SINK_URL', path: '/events', method: 'POST', body: { type: 'signed-up' } },
    { says: 'a slow handler; its gate opens at once', path: '/slow' },
  ],
};
