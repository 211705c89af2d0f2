/** What pods should not do while their database is away, and after it is back, in words. */
import { type Answer, duration, type Evidence, type Finding, type Pod } from '#kit';
import { database } from '../manifest/contract.ts';

export const stayReady = (afterMs: number, evidence: Evidence[]): Finding => ({
  summary: `The pods stay ready while the database ${database.address} refuses connections.`,
  expected: 'readiness 503, so that no requests are sent to them',
  actual: `still ready after ${duration(afterMs)}`,
  hint: `Does the readiness probe ask /readyz, and is DB_ADDR set to ${database.address}?`,
  evidence,
});

export const wereRestarted = (evidence: Evidence[]): Finding => ({
  summary: 'Kubernetes restarted pods because their database was away.',
  expected: 'unready, but alive: no restart',
  actual: 'the liveness probe failed',
  hint: 'A restart does not bring a database back. Liveness asks /healthz, and nothing else.',
  evidence,
});

export const notAlive = ({ name }: Pod, answer: Answer, evidence: Evidence[]): Finding => ({
  summary: `While the database is away, /healthz of the pod ${name} does not answer 200.`,
  expected: 'status 200',
  actual: answer.error ?? `status ${answer.status}`,
  hint: 'Liveness stays 200 as long as the process lives.',
  evidence,
});

export const stayUnready = (afterMs: number, evidence: Evidence[]): Finding => ({
  summary: 'The database is back, but the pods do not become ready again.',
  expected: 'ready within a few seconds',
  actual: `still unready after ${duration(afterMs)}`,
  hint: 'Does /readyz try the database again each time it is asked?',
  evidence,
});
