/** Sentences of Kubernetes and of the container runtime: read here and nowhere else. */

/** What the API server said when it refused an object (a status of 4xx); undefined for any other error. */
export function refusal(error: unknown): string | undefined {
  const { code, body } = error as { code?: number; body?: unknown };
  if (code === undefined || code < 400 || code >= 500) return undefined;
  try {
    const status = typeof body === 'string' ? JSON.parse(body) : body;
    return (status as { message?: string })?.message ?? String(error);
  } catch {
    return String(body);
  }
}

/** 'pods "x" is forbidden: violates PodSecurity "restricted:latest": …' */
export const isPodSecurity = (said: string): boolean => said.includes('PodSecurity');

/** The kernel killed the container before the runtime had handed over to its program: runc's and containerd's words for it. */
export const isOutOfMemoryAtStart = (said: string): boolean => /stopped process|OOM|memory/i.test(said);
