/** Answers that are missing or not what they should be. */
import { describe, type Finding, finding, type Reply } from '#kit';
import { noRoute } from '../../common/findings/no-route.ts';
import { type JsonErrorFault, sentByHttpError } from '../answers/json-error.ts';
import type { AnswerChange, StarterAnswer } from '../answers/starter.ts';
import { callsItself } from '../code/wrappers.ts';
import type { Complaint } from '../log/complaint.ts';
import { answersPass, type Place, wrapperMade, wrapperWrite } from './places.ts';
import type { SeenReply } from './seen.ts';

const contentType = (reply: Reply) => reply.header('content-type') || '(none)';

/** `cause`: what the error was for, e.g. 'a panic'. */
export const notJsonError = (
  { reply, source }: SeenReply,
  { fault, cause, at }: { fault: JsonErrorFault; cause: string; at: Place },
): Finding =>
  finding({
    summary:
      fault === 'type'
        ? `The ${reply.status} for ${cause} holds JSON, but its Content-Type says ${reply.header('content-type') || 'nothing'}.`
        : `The ${reply.status} for ${cause} is not a JSON error.`,
    expected: `status ${reply.status}, Content-Type application/json, body {"error":"…"}`,
    actual: `${describe(reply)}, Content-Type ${contentType(reply)}`,
    hint: howToSendJson(reply, fault),
    evidence: [reply.evidence, at(source)],
  });

function howToSendJson(reply: Reply, fault: JsonErrorFault): string {
  if (fault === 'not-text')
    return 'Under "error" there must be a text, not an object or a number: {"error":"internal error"}. More keys may stand beside it.';
  if (sentByHttpError(reply))
    return 'http.Error sends its text as text/plain. Set the Content-Type yourself, then call WriteHeader, then write the JSON.';
  return fault === 'type'
    ? 'Without a Content-Type, net/http guesses one from the first bytes. Call w.Header().Set("Content-Type", "application/json") before WriteHeader.'
    : 'Set the Content-Type, then call WriteHeader, then write the JSON: an object with a text under "error".';
}

/** `what`: the request, or a description of it. `complaint`: what the program printed about it. */
export const unanswered = (
  { reply, source, log }: SeenReply,
  { what, complaint }: { what: string; complaint?: Complaint },
): Finding => {
  const suspicious = complaint ? complaint.kind === 'stack-overflow' : reply.outcome === 'timed-out';
  const itself = suspicious ? source.show(callsItself(source), 'it calls itself') : undefined;
  return finding({
    summary: `${what} was not answered.`,
    expected: 'an answer of the starter’s route',
    actual: describe(reply),
    hint: complaint
      ? explained(complaint)
      : itself
        ? endless
        : 'Does every layer call next.ServeHTTP? Try it: PORT=9000 go run ., then curl -i 127.0.0.1:9000/teapot.',
    evidence: [reply.evidence, itself ?? (complaint && placeOf(complaint)?.(source)), log],
  });
};

const endless =
  'This method calls itself, and so never comes to an end: call the one of the writer inside it, s.ResponseWriter.Write.';

const isNilPointer = (complaint: Complaint) => complaint.kind === 'panic' && /nil pointer/.test(complaint.words);

function explained(complaint: Complaint): string {
  if (complaint.kind === 'stack-overflow')
    return 'The log says "stack overflow": a function calls itself without end. Does the Write or WriteHeader of a wrapper call itself (s.Write) instead of the one inside it (s.ResponseWriter.Write)?';
  const next = isNilPointer(complaint)
    ? 'Is a wrapper made without the writer that it wraps? Write &recorder{ResponseWriter: w}.'
    : 'The trace that follows in the log names the line.';
  return `One of your layers panics outside of the layer that recovers: ${complaint.words}. ${next}`;
}

function placeOf(complaint: Complaint): Place | undefined {
  if (complaint.kind === 'stack-overflow') return wrapperWrite;
  return isNilPointer(complaint) ? wrapperMade : undefined;
}

/** A route of the starter no longer answers as it did. */
export const answerChanged = (
  { reply, source, log }: SeenReply,
  { path, known, change }: { path: string; known: StarterAnswer; change: AnswerChange },
): Finding => {
  const route = change === 'status' ? noRoute(reply, { method: 'GET', path }, source) : undefined;
  return finding({
    summary: changedSummary(path, known, change, reply),
    expected: `what the starter’s route answers: status ${known.status}, Content-Type ${known.type}, body ${known.body}`,
    actual: `${describe(reply)}, Content-Type ${contentType(reply)}`,
    hint: route?.hint ?? howToPassOn[change],
    evidence: [reply.evidence, route ? route.code : answersPass(source), log],
  });
};

function changedSummary(path: string, known: StarterAnswer, change: AnswerChange, reply: Reply): string {
  if (change === 'type')
    return `GET ${path} is answered with the Content-Type ${contentType(reply)} instead of ${known.type}.`;
  if (change === 'status') return `GET ${path} is answered with status ${reply.status} instead of ${known.status}.`;
  return `GET ${path} is answered with another body than the starter’s.`;
}

const howToPassOn: Record<AnswerChange, string> = {
  status:
    'A layer around the routes passes their answers on. The WriteHeader of a wrapper calls that of the writer inside it, once and with the same status; a layer that buffers an answer sends its status, too, before its body.',
  type: 'The routes say what they send. Set a Content-Type only where a layer makes the answer itself; a layer that buffers an answer copies its headers to w.Header() before it calls WriteHeader.',
  body: 'A layer around the routes passes their answers on: the Write of a wrapper gives every byte to the writer inside it. The routes themselves stay as the starter has them.',
};

export const slowNeverAtGate = ({ reply, log }: SeenReply): Finding =>
  finding({
    summary: 'GET /slow never asked its gate.',
    expected: 'one GET $GATE_URL from the handler of /slow',
    actual: describe(reply),
    hint: 'Keep the starter’s route /slow, and let every layer call next.ServeHTTP.',
    evidence: [reply.evidence, log],
  });

/** The warm-up of no-leak got no answer. */
export const nothingToLeak = ({ reply, log }: Omit<SeenReply, 'source'>): Finding =>
  finding({
    summary: 'GET /implicit was not answered, so no goroutine could be left behind.',
    expected: 'the answer of the starter’s route',
    hint: 'Does every layer call next.ServeHTTP?',
    evidence: [reply.evidence, log],
  });
