/** Finds the lines about requests in the output of a running program. */
import type { ProgramLog } from '#kit';
import { type Printed, printedObject } from './printed.ts';
import { isComplete, isRequestLine, samePath } from './request-line.ts';

/** A line may lag behind its answer: it is written afterwards, perhaps by another goroutine. */
const lagMs = 4_000;

export type RequestLog = {
  /** All that was printed so far, line by line. */
  texts(): string[];
  /** The line about the request for `path`, once it is printed; undefined when none comes. */
  line(path: string, options?: { method?: string; ms?: number }): Promise<Printed | undefined>;
  /** The line with this id and a status, once it is printed. */
  lineWithId(id: string): Promise<Printed | undefined>;
  /** All lines about requests for `path` printed so far. */
  lines(path: string): Printed[];
  /** The last JSON line about `path` printed so far, whatever it lacks. */
  lastAbout(path: string): Printed | undefined;
  /** The complete lines of the request that brought this id, where there is more than one. */
  repeated(path: string, id: string): Printed[] | undefined;
};

export function requestLog(log: Pick<ProgramLog, 'lines' | 'find'>): RequestLog {
  const printed = () => log.lines.map(({ text }) => printedObject(text)).filter((one) => one !== undefined);
  const find = (matches: (line: Printed) => boolean, ms: number) =>
    log.find(({ text }) => {
      const one = printedObject(text);
      return one && matches(one) ? one : undefined;
    }, ms);
  const isAbout = (path: string) => (one: Printed) => isRequestLine(one) && samePath(one.object.path, path);
  return {
    texts: () => log.lines.map(({ text }) => text),
    line: (path, { method, ms = lagMs } = {}) =>
      find((one) => isAbout(path)(one) && (method === undefined || one.object.method === method), ms),
    lineWithId: (id) => find(({ object }) => object.request_id === id && 'status' in object, lagMs),
    lines: (path) => printed().filter(isAbout(path)),
    lastAbout: (path) => printed().findLast(({ object }) => object.path === path),
    repeated(path, id) {
      const lines = printed().filter((one) => isAbout(path)(one) && one.object.request_id === id && isComplete(one));
      return lines.length > 1 ? lines : undefined;
    },
  };
}
