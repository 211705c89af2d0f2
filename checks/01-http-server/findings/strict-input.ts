/** Bodies with too much in them: fields, documents, bytes. */
import { type Finding, finding, type Source } from '#kit';
import { answering } from '../../common/routes/answering.ts';
import { type Advice, type Answer, codeOf } from './answer.ts';

/** For a field that was not refused. */
export function extraField(answer: Answer, field: keyof typeof whyRefused): Advice {
  const own = codeOf(answer);
  if (field === 'role' && own.source.has(refusesFields))
    return { hint: refusedAlready, code: own.find(/\.Decode\(/, refusesFields) };
  return { hint: whyRefused[field], code: own.find(/NewDecoder\(|json\.Unmarshal\(/) };
}

const refusesFields = /\.DisallowUnknownFields\(\)/;
const refusedAlready =
  'DisallowUnknownFields is called, so look at what follows: it must come before Decode, on the very decoder that reads this body, and the error that Decode returns then must lead to the 400.';

const whyRefused = {
  role: 'decoder.DisallowUnknownFields() makes Decode return an error for it. Silently dropping what a client sends hides its typing mistakes.',
  id: 'The server gives the id, so a new user has a name and an e-mail only. Decode into a struct without an id: DisallowUnknownFields accepts every field of the struct.',
} as const;

/** For a document with something behind it that was not refused. */
export function trailing(answer: Answer): Advice {
  const { source, find } = codeOf(answer);
  const asksMore = source.has(/\.More\(\)/) && !source.has(/\.Token\(\)/);
  return {
    hint: asksMore
      ? notMore
      : 'Decode reads one document and stops, whatever follows. Call decoder.Token() (or Decode) once more and expect io.EOF.',
    code: find(...(asksMore ? [/\.More\(\)/] : []), /\.Decode\(/),
  };
}

const notMore =
  'More looks for a next element only, and takes a closing brace for the end. Call decoder.Token() (or Decode) once more instead, and expect io.EOF.';

/** For a body over the limit that was not refused with 413. */
export function tooLarge(answer: Answer): Advice {
  const { reply } = answer;
  const { source, find } = codeOf(answer);
  const limited = source.has(/MaxBytes(Reader|Handler)\(|Limit(ed)?Reader/);
  return {
    hint: limited ? (reply.status === 400 ? toldApart : limitedOtherwise) : unlimited,
    code: find(/MaxBytesReader|MaxBytesHandler|LimitReader|ContentLength/, /NewDecoder\(|ReadAll\(/),
  };
}

const toldApart =
  'A body that is too large is told apart from one that is wrong: errors.As(err, &tooLarge) with var tooLarge *http.MaxBytesError finds it, also inside a wrapped error. io.LimitReader only cuts the body off, which then looks like broken JSON.';
const limitedOtherwise =
  'A limit is there: is it 1<<20 bytes, does the decoder read from what MaxBytesReader returned instead of r.Body, and is the answer to its error, a *http.MaxBytesError, 413?';
const unlimited =
  'http.MaxBytesReader(w, r.Body, 1<<20) in place of r.Body ends reading with a *http.MaxBytesError, for which the answer is 413. Without a limit, one client can fill the memory.';

/** `status`: of the answer; undefined when none came. */
export function chunkedAccepted(status: string | undefined, source: Source): Finding | undefined {
  if (status === '413') return undefined;
  return finding({
    summary: 'A body of 1 MiB + 1 byte that is sent in chunks, without a Content-Length, is not refused with 413.',
    expected: 'status 413',
    actual: status === undefined ? 'no answer' : `status ${status}`,
    hint: 'r.ContentLength is what the client announces, and -1 where it announces nothing. http.MaxBytesReader counts what really comes.',
    evidence: [readsBody(source)],
  });
}

/** Unknown is not too large. A body that is not answered at all is another check's business. */
export function chunkedRefused(status: string | undefined, source: Source): Finding | undefined {
  if (status === undefined || status.startsWith('2')) return undefined;
  return finding({
    summary: 'A small body that is sent in chunks, without a Content-Length, is refused.',
    expected: 'status 201',
    actual: `status ${status}`,
    hint: 'r.ContentLength is -1 where the client announces nothing, which says nothing about the size. http.MaxBytesReader counts what really comes.',
    evidence: [readsBody(source)],
  });
}

const readsBody = (source: Source) =>
  answering({ method: 'POST', path: '/api/users' }, source).find(
    /ContentLength/,
    /MaxBytesReader|ReadAll\(|NewDecoder\(/,
  );
