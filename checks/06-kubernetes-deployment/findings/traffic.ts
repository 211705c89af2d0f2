/** Requests through the Service that were not answered as they should be, in words. */
import {
  type Answer,
  duration,
  type Evidence,
  type Finding,
  type LoadFailure,
  type LoadReport,
  type Pod,
  plural,
  type SelfRestart,
} from '#kit';

export const notServed = (url: string, answer: Answer, evidence: Evidence[]): Finding => ({
  summary: `GET ${url} from inside the cluster is not answered with 200.`,
  expected: 'status 200',
  actual: answer.error ?? `status ${answer.status} ${answer.body.trim().slice(0, 200)}`,
  hint:
    answer.error === undefined
      ? 'The pods answer, but not as the service of stage 04 does: is this the image of the contract?'
      : 'Does the Service lead to the pods? kubectl get endpointslices shows it. A headless one (clusterIP: None) has no port of its own: clients reach the pods directly, and nothing listens on 80 there.',
  evidence,
});

export const neverSteady = (evidence: Evidence[]): Finding => ({
  summary: 'The service does not answer steadily, even while nothing changes.',
  expected: '40 requests in a row answered with 200',
  actual: 'never 40 in a row within a minute',
  hint: 'Are there pods behind the Service that are not ready, or not yours?',
  evidence,
});

/** Nobody has touched it since the rollout: so what happens next may be its own doing. */
export const restartedAlone = ({ name, restarts, ended }: Pod, evidence: Evidence[]): Finding => ({
  summary: `The pod ${name} restarts by itself (${plural(restarts, 'restart')}), before anything is done to it.`,
  expected: 'a pod that is ready stays up until somebody deletes it',
  actual: ended ? endOf(ended) : 'its container was restarted',
  hint:
    ended?.reason === 'OOMKilled'
      ? memoryHint
      : 'The events tell who ended it: the kubelet after a failed liveness probe, or the program itself.',
  evidence,
});

export const neverSettled = (pods: readonly Pod[], ms: number, evidence: Evidence[]): Finding => ({
  summary: `The pods do not come to rest: after ${duration(ms)} some are not ready or still ending.`,
  expected: 'every pod is ready, and none is being deleted',
  actual: pods.map(stateOf).join(', ') || 'no pods',
  hint: 'The check before this one may have left them so; look at it first.',
  evidence,
});

/** The cause of whatever was lost meanwhile. */
export const endedUnderLoad = (end: SelfRestart, { sent, failed }: LoadReport, evidence: Evidence[]): Finding => ({
  summary: `The container ${end.container} of ${end.pod} ended by itself under load; ${failed} of ${sent} requests failed.`,
  expected: 'a pod serves until it is asked to end',
  actual: endOf(end),
  hint: end.reason === 'OOMKilled' ? memoryHint : 'What it printed before it ended is below, with the events.',
  evidence,
});

const memoryHint =
  'The kernel kills what exceeds resources.limits.memory. Under load a Go service needs more than at rest; 128Mi is plenty.';

const endOf = ({ container, reason, exitCode }: { container: string; reason: string; exitCode: number }) =>
  `${container} ended with exit code ${exitCode}${reason === '' || reason === 'Error' ? '' : ` (${reason})`}`;

const stateOf = ({ name, ready, deleting }: Pod) =>
  `${name}: ${deleting ? 'being deleted' : ready ? 'ready' : 'not ready'}`;

export const lostInRollout = (report: LoadReport, evidence: Evidence[]): Finding => ({
  summary: `${report.failed} of ${report.sent} requests failed while a new version rolled out.`,
  expected: 'every request is answered',
  actual: firstOf(report),
  hint: 'A pod gets SIGTERM and is taken out of the Service at the same moment, but the news takes a while to reach every client. DRAIN_DELAY (5s here) keeps serving until then; a readiness probe keeps requests from new pods until they answer.',
  evidence: [failures(report), ...evidence],
});

const healing = {
  expected: 'a new pod becomes ready, and the others answer every request meanwhile',
  hint: 'The deleted pod must drain, and the others must be ready: two replicas, a readiness probe, DRAIN_DELAY.',
};

export const notReplaced = (
  victim: string,
  pods: readonly Pod[],
  report: LoadReport,
  evidence: Evidence[],
): Finding => ({
  ...healing,
  summary: `The pod ${victim} was deleted, and nothing took its place.`,
  actual: pods.map(stateOf).join(', ') || 'no pods',
  evidence: [...(report.failed > 0 ? [failures(report)] : []), ...evidence],
});

export const lostInHealing = (report: LoadReport, evidence: Evidence[]): Finding => ({
  ...healing,
  summary: `${report.failed} of ${report.sent} requests failed while one pod was replaced.`,
  actual: firstOf(report),
  evidence: [failures(report), ...evidence],
});

const firstOf = ({ failures: [first] }: LoadReport) =>
  first ? `the first failure: ${first.reason}${nearby(first, ', while ')}` : 'no failure was recorded';

const nearby = ({ near }: LoadFailure, before: string) => (near ? `${before}${near.pod} was ${near.phase}` : '');

function failures({ failures: all }: LoadReport): Evidence {
  const lines = all
    .slice(0, 20)
    .map((one) => `${one.at}  ${one.connection} connection: ${one.reason}${nearby(one, '; ')}`);
  return { kind: 'events', title: 'Requests that failed', text: lines.join('\n') };
}
