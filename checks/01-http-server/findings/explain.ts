/** What usually causes a wrong answer of this service, and the line to look at. */
import { type Explanation, inText, type Reply, type ReplyProblem, type Source } from '#kit';
import { forgottenReturn } from '../../common/code/forgotten-return.ts';
import { noRoute } from '../../common/findings/no-route.ts';
import { literalSince } from '../../common/routes/patterns.ts';
import { renamedField } from '../code/slips.ts';
import { type Advice, type Answer, codeOf } from './answer.ts';

/** A check's own advice is about a wrong status or document; the form of the answer has its own causes. */
export function explain(problem: ReplyProblem, answer: Answer, { hint, code }: Advice): Explanation {
  const { reply, source } = answer;
  const own = codeOf(answer);
  switch (problem.kind) {
    case 'status':
      return (
        formValues(reply, problem.wanted, source) ??
        notRead(reply, problem.wanted, source) ??
        routed(answer, problem.wanted) ??
        byStatus(answer, problem.wanted, { hint, code })
      );
    case 'content-type':
      return { hint: headerTooLate, evidence: [own.find(...writes)] };
    case 'not-json':
      return whyNotJson(answer, problem.several);
    case 'not-an-error':
      return { hint: anError, evidence: [own.wrote(reply.body) ?? own.find(/http\.Error\(/)] };
    default:
      return { hint, evidence: [code ?? own.find()] };
  }
}

/** A member that the decoder looks for under another name stays empty, and an empty one is refused. */
function notRead(reply: Reply, wanted: number, source: Source): Explanation | undefined {
  const slip = reply.status === 400 && wanted < 300 ? renamedField(source) : undefined;
  return slip && { hint: slip.hint, evidence: [slip.code] };
}

/** The handler was never called, or not the one that should be. Refused methods and unknown paths are what another check is about. */
function routed({ reply, asked, source }: Answer, wanted: number): Explanation | undefined {
  if (!asked || wanted === 404 || (wanted === 405 && literalSince(source) === undefined)) return undefined;
  const { status } = reply;
  const expected = wanted < 300 ? status >= 300 : status === 404 || status === 405 || (status >= 300 && status < 400);
  const why = expected ? noRoute(reply, asked, source) : undefined;
  return why && { hint: why.hint, evidence: [why.code] };
}

/** u, ok := users[id] */
const lookup = /,\s*\w+\s*:?=\s*[\w.]+\[/;

/** An error that the learner's handler wrote is the place where it said no. */
function byStatus(answer: Answer, wanted: number, { hint, code }: Advice): Explanation {
  const { status, body } = answer.reply;
  const own = codeOf(answer);
  const wrote = status >= 400 ? own.wrote(body) : undefined;
  const why = adviceFits(status, wanted) && hint !== undefined ? hint : whyStatus(status, wanted, wrote !== undefined);
  const place = wanted < 300 && status === 404 ? own.source.find(lookup) : undefined;
  return { hint: why, evidence: [place ?? wrote ?? code ?? own.find(statusInCode(status))] };
}

/** Advice on what a handler should do says nothing where no handler was reached, or none is written yet. */
const adviceFits = (got: number, wanted: number): boolean =>
  wanted === 404 || wanted === 405 || !(got === 405 || got === 501 || (got >= 300 && got < 400));

/** A program that reads forms finds none in JSON, and refuses what the contract allows. */
function formValues(reply: Reply, wanted: number, source: Source): Explanation | undefined {
  const form = reply.status === 400 && wanted < 300 ? source.find(/\.(Post)?FormValue\(|\.Parse\w*Form\(/) : undefined;
  if (!form) return undefined;
  return {
    hint: 'FormValue reads the query and HTML forms, not JSON: decode r.Body with encoding/json.',
    evidence: [form],
  };
}

function whyStatus(got: number, wanted: number, byHandler: boolean): string {
  if (got >= 300 && got < 400)
    return 'A redirect usually means that the pattern ends with a slash and the path does not.';
  if (got === 404 && byHandler)
    return 'Your own handler gave this answer, so the route is right: it looked and found nothing. Compare what it looks up with what was stored, and under which key.';
  if (got === 404)
    return 'No route matched, or the handler itself answered 404. Compare the pattern with the path, letter by letter.';
  if (got === 405)
    return 'The path is known, but this method is not: is there a pattern for it, such as "POST /api/users"?';
  if (got === 501) return 'The starter answers 501 until the handler is written.';
  if (got === 400 && wanted < 300)
    return 'The server refused what the contract allows. The error in its answer says what it objects to.';
  if (got === 500) return 'A 5xx status says that the server is at fault. What the client got wrong is a 4xx.';
  if (got === 200 && wanted >= 400)
    return 'Without a call of WriteHeader (or writeError) the status is 200. Is there a return after it?';
  if (got === 200) return 'Without a call of WriteHeader the status is 200: pass the right one to writeJSON.';
  return 'The status is the first argument of WriteHeader, and the second of writeJSON.';
}

const anError = 'An error is {"error":"…"} with a text: writeError in json.go makes such a body.';
const headerTooLate =
  'Set it with w.Header().Set before WriteHeader and before the first byte of the body: what is set later is lost, and Go guesses text/plain. fmt.Fprintln lets it guess, http.Error always sends text/plain; writeJSON does it right.';
const writes = [/http\.Error\(/, /Fprint(ln|f)?\(w|io\.WriteString\(w/, /w\.Write\(/, /\.WriteHeader\(/];

function whyNotJson(answer: Answer, several: boolean): Explanation {
  const { reply, source } = answer;
  const own = codeOf(answer);
  const coding = reply.header('content-encoding');
  if (coding)
    return {
      hint: `It is sent with Content-Encoding: ${coding}, but the request did not ask for that with an Accept-Encoding header. Send the JSON as it is.`,
      evidence: [source.certain.find(inText(/Content-Encoding/), /gzip\.New/)],
    };
  if (several)
    return {
      hint: 'The handler answered twice: a return is missing after the error was written.',
      evidence: [forgottenReturn(own.source, reply.status) ?? own.find(statusInCode(reply.status))],
    };
  return {
    hint: 'Let encoding/json write it: JSON put together by hand breaks at the first quote or control character in a name.',
    evidence: [own.find(...writes)],
  };
}

/** Where a handler writes an error's status, as a name of net/http or as a number. */
function statusInCode(status: number): RegExp {
  const name = names[status];
  return new RegExp(`\\(.*\\b(?:${name ? `${name}|` : ''}${status})\\b`);
}

const names: Record<number, string> = {
  200: 'StatusOK',
  201: 'StatusCreated',
  400: 'StatusBadRequest',
  404: 'StatusNotFound',
  409: 'StatusConflict',
  422: 'StatusUnprocessableEntity',
  500: 'StatusInternalServerError',
};
