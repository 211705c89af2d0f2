/** Paths and methods that the contract does not have. */
import { type Finding, finding, inText } from '#kit';
import { type Advice, type Answer, codeOf } from './answer.ts';

/** For a method that was not refused with 405. */
export function notRefused(answer: Answer): Advice {
  const { reply, source } = answer;
  return {
    hint:
      reply.status === 404
        ? 'The path is in the contract, so 404 is not the answer (unless its route is not written yet): 405 says that only the method does not fit. The mux does this by itself for patterns with a method, unless a pattern "/" takes everything that no other pattern wants.'
        : 'A pattern without a method, like "/health", takes every method, and "/" takes every path. Write "GET /health": the mux then answers 405 with Allow by itself.',
    // The pattern that took it; in a router of one's own, the place that looks at the method.
    code: codeOf(answer).registered ?? source.certain.find(/switch .*Method|\.Method [!=]=/),
  };
}

/** RFC 9110, 10.2.1: a list, which may come on several lines. */
export function wrongAllow(answer: Answer, method: string, allowed: readonly string[]): Finding | undefined {
  const { request, reply } = answer;
  const values = (reply.headers.allow ?? []).flatMap((line) => line.split(',')).map((one) => one.trim());
  if (allowed.every((one) => values.includes(one)) && !values.includes(method)) return undefined;
  const none = values.length === 0;
  return finding({
    summary: none
      ? `${request}: 405 without an Allow header.`
      : `${request}: the Allow header does not name the right methods.`,
    expected: `Allow: ${allowed.join(', ')} (HEAD and OPTIONS may be listed too)`,
    actual: none ? 'no Allow header' : `Allow: ${values.join(', ')}`,
    hint: 'A 405 has to say which methods are allowed. Set Allow before WriteHeader, or let the mux do it: it knows the methods of your patterns.',
    evidence: [reply.evidence, codeOf(answer).find(inText(/"Allow"|MethodNotAllowed|405/))],
  });
}

/** For an unknown path that was not answered with 404. */
export const notUnknown = (answer: Answer): Advice => ({
  hint: 'No such path is in the contract. A pattern that ends with a slash matches everything below it, and "/" matches every path ("/{$}" is the root alone); strings.HasPrefix also accepts more than one path.',
  code: codeOf(answer).registered ?? answer.source.certain.find(/HasPrefix\(/),
});
