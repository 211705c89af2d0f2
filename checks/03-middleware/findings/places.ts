/** Places in the learner's code that findings point at. Where the code is not written yet, the starter's STEP for it. */
import { type Evidence, functionsIn, inComment, inText, type Source, type SourcePattern } from '#kit';
import { limitApplied, otherLimit } from '../code/limits.ts';

export type Place = (source: Source) => Evidence | undefined;

const place =
  (title: string, ...patterns: SourcePattern[]): Place =>
  (source) =>
    source.find(title, ...patterns);

const step =
  (number: number): Place =>
  (source) =>
    source.find('the place for it', inComment(new RegExp(`\\bSTEP ${number}\\b`)));

/** The first place there is. */
const either =
  (...places: Place[]): Place =>
  (source) =>
    places.map((find) => find(source)).find((evidence) => evidence !== undefined);

export const recovery = either(place('where a panic is recovered', /\brecover\(\)/), step(3));
export const goroutineStart = place('where a goroutine is started', /\bgo func\(/);
export const stackTaken = either(place('where the stack is taken', /debug\.Stack|runtime\.Stack/), recovery);

/** The layers: what calls the next handler. Other functions, which ask services for example, set the header, too. */
const inLayers =
  (title: string, ...patterns: SourcePattern[]): Place =>
  (source) => {
    const layers = functionsIn(source).filter((one) => source.within([one]).has(/\.ServeHTTP\(/));
    return layers.length > 0 ? source.within(layers).find(title, ...patterns) : undefined;
  };
export const idHeader = either(
  inLayers('where the header is read or set', inText(/Header(?:\(\))?\.Set\("X-Request-ID/i), inText(/X-Request-ID/i)),
  step(1),
  place('where the header is read or set', inText(/X-Request-ID/i)),
);
export const idMade = either(place('where ids are made', /func new\w*ID\(|rand\.|UnixNano|UnixMilli/), idHeader);
export const idChecked = either(
  place('where ids are checked', /\blen\(\w*[iI][dD]\)|\b128\b/, /0x7[eE]|IsPrint|TrimSpace|len\(\w*[iI][dD]\)/),
  idHeader,
);
export const idShared = either(
  place('shared by all requests', /^var \w*(?:[iI]d|ID)\b|\.Store\(/),
  place('where the id is found', /func requestID\(/),
);
export const contextMade = place('where a context is made', /context\.(Background|TODO)\(\)|WithValue/);
export const idLogged = place('where the id is logged', inText(/request_id"/));

export const linesMade = either(
  place('where lines are made', /slog\.New|log\.New|json\.(Marshal|NewEncoder)\b|log\.Printf|slog\.Info/),
  step(2),
);
/** Where none came: in the layer for it, not where the logger is. */
export const noLineMade = either(
  inLayers('where the line is made', /\.(?:Info|Log|LogAttrs|Print(?:f|ln)?|Encode)(?:Context)?\(/),
  step(2),
  linesMade,
);
/** Where the line names this key. */
export const keyLogged = (key: string): Place =>
  either(place('where it is logged', inText(new RegExp(`\\b${key}\\\\?"`))), linesMade);
export const durationLogged = either(place('where the line is made', inText(/duration_ms"/)), step(2));
export const timeTaken = place('where the time is taken', /time\.Now\(\)/);
export const recorder = either(place('your recorder', /\) WriteHeader\(/), step(2));
export const loggingWrapped = either(place('one place that wraps', /[wW]ith\w*[lL]og\w*\(/), step(2));
export const answersPass = place('one place that an answer goes through', /\) WriteHeader\(|\.WriteHeader\(\w+\.\w+\)/);
export const wrapperWrite = place('the Write of a wrapper', /^func \(\w+ \*?\w+\) Write\(/);
export const wrapperMade = place('where a wrapper is made', /&\w+\{/);

export const timeLimit = either(
  (source) => source.show(otherLimit(source), 'another limit than the setting’s'),
  place('where the time is limited', /TimeoutHandler\(|WithTimeout\w*\(|WithDeadline\w*\(|time\.(After|NewTimer)/),
  step(4),
  place('where the layers are put together', /func newHandler/),
);
export const aroundStream = either(
  (source) => source.show(limitApplied(source), 'where the limit is put around'),
  timeLimit,
);
export const buffering = either(place('buffers its answers', /TimeoutHandler\(/), step(5));
export const writeTimeout = place('the write time-out', /WriteTimeout|SetWriteDeadline/);
export const detached = either(
  place('where the work is detached', /WithoutCancel|context\.(Background|TODO)\(\)/),
  timeLimit,
);
export const streamRoute = place('where /stream goes its own way', inText(/\/stream"/));
export const layersWrapped = place('where you wrap', /[wW]ith[A-Z]\w*\(.*[wW]ith[A-Z]\w*\(/);
export const layers = either(place('where you wrap', /TimeoutHandler\(/), layersWrapped);

/** The type of this name, which hides what is inside it. */
export const wrapperType = (name: string): Place =>
  place('has neither Flush nor Unwrap', new RegExp(`^type ${name} struct`));
/** A field of http.Server, else the server itself. */
export const serverField = (field: string): Place =>
  either(place(`where ${field} is set`, new RegExp(`\\b${field}\\b`)), server);
const server = either(place('the server', /http\.Server\{/, /ListenAndServe/), step(6));
export const endsProgram = place('ends the program', /\blog\.Fatal|\bos\.Exit\(/);
