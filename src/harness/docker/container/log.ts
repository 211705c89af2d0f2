/** Follows what a container prints. */
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import type { ProgramLog } from '../../../kit/index.ts';
import { Capture, programLimits } from '../../process/capture.ts';
import { programLog } from '../../process/program-log.ts';

export type FollowedLog = {
  log: ProgramLog;
  /** Resolves once everything printed has been read. */
  ended: Promise<void>;
  close(): void;
};

export async function followLog(container: Dockerode.Container, onLine: (line: string) => void): Promise<FollowedLog> {
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
  const log = programLog({ capture, ended, title: 'What the container printed' });
  return { log, ended, close: () => void stream.destroy() };
}
