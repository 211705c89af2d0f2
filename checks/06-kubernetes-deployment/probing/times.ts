/** How often and how long a probe asks. */
import type { Flaw } from '../manifest/flaw.ts';
import type { Probe } from './probe.ts';

/** Defaults: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe */
function timesOf({ get }: Probe) {
  const seconds = (name: string, otherwise: number) => Number(get(name) ?? otherwise);
  return {
    // Kubernetes takes 0 for unset.
    period: seconds('periodSeconds', 10) || 10,
    timeout: seconds('timeoutSeconds', 1) || 1,
    delay: seconds('initialDelaySeconds', 0),
    failures: seconds('failureThreshold', 3) || 3,
    successes: seconds('successThreshold', 1) || 1,
  };
}

export function wrongTimes(probe: Probe): Flaw | undefined {
  const { period, timeout, delay } = timesOf(probe);
  const wrong =
    period < 1 || period > 30
      ? 'periodSeconds'
      : timeout > period || timeout < 1
        ? 'timeoutSeconds'
        : delay < 0 || delay > 30
          ? 'initialDelaySeconds'
          : undefined;
  if (!wrong) return undefined;
  return {
    at: probe.where(wrong),
    summary: `The ${probe.word} probe’s ${wrong} is out of bounds.`,
    expected: 'periodSeconds 1 to 30, timeoutSeconds 1 to periodSeconds, initialDelaySeconds at most 30',
    actual: `periodSeconds ${period}, timeoutSeconds ${timeout}, initialDelaySeconds ${delay}`,
    hint: 'Your service starts in milliseconds, so it needs no long delay; a short period notices soon when a pod is in trouble.',
  };
}

/** Thrice the longest period that the lesson allows is 90 s. */
const mostSeconds = 120;

/** Readiness that takes minutes to turn keeps sending requests to pods that can't answer them. */
export function turnsTooLate(probe: Probe): Flaw | undefined {
  const { period, failures, successes } = timesOf(probe);
  const field = failures >= successes ? 'failureThreshold' : 'successThreshold';
  const times = Math.max(failures, successes);
  if (period * times <= mostSeconds) return undefined;
  return {
    at: probe.where(field),
    summary: `The readiness probe turns only after ${period * times} s: ${field} ${times}, one try each ${period} s.`,
    expected: `periodSeconds × ${field} of at most ${mostSeconds} s`,
    actual: `${period} × ${times} = ${period * times} s`,
    hint: 'All that time the Service sends requests to a pod that has said it can’t answer them.',
  };
}
