/** What the lesson's contract fixes, and the harness needs to know. */
import type { ClusterSpec } from '#kit';

/** Where the service finds its database: DB_ADDR. */
export const database = { service: 'db', port: 5432, address: 'db:5432' };

export const contract = {
  /** The Service has the same name. */
  deployment: 'user-service',
  image: 'go-cloud-workshop/user-service:v1',
  port: 8080,
  fakes: [database],
  upstreams: { GATE_URL: '/gate', SINK_URL: '/sink' },
  imageFrom: 'scratch-image',
} satisfies ClusterSpec;
