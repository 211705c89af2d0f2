/** What an API server answers when it does not do what it is asked: its words, and whose fault that is. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Lack, LackError } from '../../kit/index.ts';

export type ApiError = {
  /** 0 where there was no answer at all. */
  status: number;
  /** The server's own words. */
  said: string;
  retryAfterMs?: number;
};

/** undefined for an error that did not come from asking a server: a bug of ours. */
export function apiError(error: unknown): ApiError | undefined {
  const { code, body, headers, message, cause, name } = (error ?? {}) as {
    code?: unknown;
    body?: unknown;
    headers?: Record<string, string>;
    message?: string;
    cause?: { code?: unknown; message?: string };
    name?: string;
  };
  if (typeof code === 'number') {
    const seconds = Number(headers?.['retry-after'] ?? Number.NaN);
    return { status: code, said: wordsOf(body) ?? `status ${code}`, retryAfterMs: orNone(seconds * 1000) };
  }
  const network = typeof code === 'string' || typeof cause?.code === 'string' || name === 'TimeoutError';
  if (!network && message !== 'fetch failed') return undefined;
  return { status: 0, said: cause?.message || message || 'no answer' };
}

const orNone = (value: number) => (Number.isFinite(value) ? value : undefined);

/** A Status object has a message; what a proxy in between says is plain text. */
function wordsOf(body: unknown): string | undefined {
  try {
    const status = (typeof body === 'string' ? JSON.parse(body) : body) as { message?: unknown } | null;
    return typeof status?.message === 'string' && status.message !== '' ? status.message : undefined;
  } catch {
    return String(body).trim().slice(0, 500) || undefined;
  }
}

/**
 * The manifest's fault, though the status says that it is the server's: server-side apply can't merge a list that holds the
 * same key twice, and etcd takes no object above 1.5 MiB.
 */
const refusedWith500 = /duplicate entries for key|request is too large|ResourceExhausted: .*larger than max/;

/** A policy that somebody put into this cluster; Kubernetes itself has none of these. */
const policy = /admission webhook|failed calling webhook|ValidatingAdmissionPolicy|MutatingAdmissionPolicy/;
const noAnswerFromPolicy = /failed calling webhook/;
/** The check's own quota is the one on pods. */
const otherQuota = /exceeded quota: (?!pods,)|failed quota: |(minimum|maximum) \S+ usage per|limit to request ratio/;
const byRole = /^[^"]*"[^"]*" is forbidden: User |cannot \w+ resource "/;
/** Each port of the nodes can be given once in a cluster, and another namespace has it. */
const takenPort = /nodePort: Invalid value: \d+: provided port is already allocated/;
const terminating = /because it is being terminated|namespaces "[^"]*" not found/;

/** What the server can't or won't do on this machine, whatever the manifest says; undefined where it refuses the manifest. */
export function lackOfApi({ status, said }: ApiError, context: string): Lack | undefined {
  const lack = (state: Lack['state'], what: string, fix: string): Lack => ({ need: 'kubernetes', state, what, fix });
  const first = said.split('\n')[0]?.replace(/\.?\s*$/, '') ?? '';
  const another = 'Use another cluster: --context NAME.';
  if (noAnswerFromPolicy.test(said))
    return lack('unsuitable', `A webhook of the cluster "${context}" does not answer: ${first}.`, another);
  if (policy.test(said))
    return lack('forbidden', `A policy of the cluster "${context}" refuses it: ${first}.`, another);
  if (terminating.test(said))
    return lack('unsuitable', `Somebody deletes the check’s namespace while it runs: ${first}.`, 'Check again.');
  if (otherQuota.test(said)) return lack('exhausted', `A quota of "${context}" is used up: ${first}.`, another);
  if (takenPort.test(said))
    return lack(
      'taken',
      `A nodePort of the Service is in use in the cluster "${context}": ${first}.`,
      'Delete the Service that has it (kubectl get services -A), or leave nodePort out: Kubernetes then chooses one.',
    );
  if (status === 401 || byRole.test(said))
    return lack(
      'forbidden',
      `You may not do this in the cluster "${context}": ${first}.`,
      'Use a context whose user may create namespaces and all that is in them, or ask its administrator.',
    );
  if (status === 0)
    return lack('unreachable', `The cluster "${context}" does not answer: ${first}.`, 'Start it again.');
  if (status === 429)
    return lack('exhausted', `The API server of "${context}" has too much to do: ${first}.`, 'Wait, then check again.');
  if (status < 500 || refusedWith500.test(said)) return undefined;
  return lack('unreachable', `The API server of "${context}" fails: ${first}.`, 'Wait, then check again.');
}

/** What has just been created may not be seen by the admission yet: https://github.com/kubernetes/kubernetes/issues/66689 */
const notYet = /status unknown for quota|serviceaccount "default" not found/;

const mayPass = ({ status, said }: ApiError) =>
  status === 0 || status === 429 || (status >= 500 && !refusedWith500.test(said)) || notYet.test(said);

const tries = 6;

/**
 * Asks, and asks again where the answer may pass (too many requests, an overloaded server, a broken connection). What the machine
 * then still lacks is thrown as a Lack; a refusal of what was asked for is thrown as it came.
 */
export async function asked<T>(context: string, ask: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      const answer = apiError(error);
      if (!answer) throw error;
      if (tried < tries && mayPass(answer)) {
        await pause(Math.min(answer.retryAfterMs ?? 100 * 2 ** tried, 5000));
        continue;
      }
      const lack = lackOfApi(answer, context);
      throw lack ? new LackError(lack) : error;
    }
  }
}
