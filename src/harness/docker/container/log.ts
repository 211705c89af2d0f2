/** What a container prints, as a check sees it. */
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { type LogLine, late, type ProgramLog, within } from '../../../kit/index.ts';
import { Capture, programLimits } from '../../process/capture.ts';

const shownLines = 60;

export type ContainerLog = ProgramLog & {
  /** Resolves once everything printed has been read. */
  readonly ended: Promise<void>;
  close(): void;
};

export async function followLog(container: Dockerode.Container, onLine: (line: string) => void): Promise<ContainerLog> {
  const capture = new Capture(programLimits);
  capture.onLine((line) => onLine(line.text));
  const stream = (await container.logs({ follow: true, stdout: true, stderr: true })) as unknown as Readable;
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  capture.read(stdout, 'stdout');
  capture.read(stderr, 'stderr');
  container.modem.demuxStream(stream, stdout, stderr);
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      stdout.end();
      stderr.end();
      // The pass-throughs emit their last line in this turn of the loop.
      setImmediate(resolve);
    };
    stream.once('end', end).once('close', end).once('error', end);
  });
  return {
    get lines() {
      return capture.lines;
    },
    get truncated() {
      return capture.truncated;
    },
    get evidence() {
      return { kind: 'log' as const, title: 'What the container printed', text: shown(capture.lines) };
    },
    find: (match, ms = 10_000) => find(capture, ended, match, ms),
    ended,
    close: () => void stream.destroy(),
  };
}

function shown(lines: readonly LogLine[]): string {
  if (lines.length === 0) return '(nothing)';
  const left = lines.length > shownLines ? `… ${lines.length - shownLines} earlier lines left out\n` : '';
  return (
    left +
    lines
      .slice(-shownLines)
      .map(({ text }) => text)
      .join('\n')
  );
}

async function find<T>(
  capture: Capture,
  ended: Promise<void>,
  match: (line: LogLine) => T | undefined,
  ms: number,
): Promise<T | undefined> {
  for (const line of capture.lines) {
    const found = match(line);
    if (found !== undefined) return found;
  }
  let forget = () => {};
  const coming = new Promise<T>((resolve) => {
    forget = capture.onLine((line) => {
      const found = match(line);
      if (found !== undefined) resolve(found);
    });
  });
  const found = await within(ms, Promise.race([coming, ended.then(() => undefined)]));
  forget();
  return found === late ? undefined : found;
}
