/** What a program has printed, as a check sees it, whether it runs on this machine or in a container. */
import { type LogLine, late, type ProgramLog, within } from '../../kit/index.ts';
import type { Capture } from './capture.ts';

export type Printed = {
  capture: Capture;
  /** Settles once nothing more can come. */
  ended: Promise<unknown>;
  /** Of the evidence. */
  title: string;
  /** How a line is shown; as it is where unset. */
  shown?: (text: string) => string;
};

export function programLog(printed: Printed): ProgramLog {
  const { capture } = printed;
  return {
    get lines() {
      return capture.lines;
    },
    get truncated() {
      return capture.truncated;
    },
    get evidence() {
      return { kind: 'log' as const, title: printed.title, text: newest(printed) };
    },
    find: (match, ms = 10_000) => find(printed, match, ms),
  };
}

const shownLines = 60;

/** What a program says last says most about its end. */
function newest({ capture: { lines }, shown = (text) => text }: Printed): string {
  if (lines.length === 0) return '(nothing)';
  const left = lines.length - shownLines;
  const text = lines.slice(-shownLines).map((line) => shown(line.text));
  return [...(left > 0 ? [`… ${left} earlier lines left out`] : []), ...text].join('\n');
}

async function find<T>(
  { capture, ended }: Printed,
  match: (line: LogLine) => T | undefined,
  ms: number,
): Promise<T | undefined> {
  for (const line of capture.lines) {
    const found = match(line);
    if (found !== undefined) return found;
  }
  let unlisten = () => {};
  const coming = new Promise<T>((resolve) => {
    unlisten = capture.onLine((line) => {
      const found = match(line);
      if (found !== undefined) resolve(found);
    });
  });
  const found = await within(ms, Promise.race([coming, ended.then(() => undefined)]));
  unlisten();
  return found === late ? undefined : found;
}
