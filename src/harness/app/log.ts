/** What a program has printed, as a check sees it. */
import { type Evidence, late, type ProgramLog, within } from '../../kit/index.ts';
import { relativePaths } from '../go/diagnostics.ts';
import type { Capture } from '../process/capture.ts';
import type { Running } from '../process/launch.ts';

export function openLog(running: Running, root: string): ProgramLog {
  const capture: Capture = running.output;
  return {
    get lines() {
      return capture.lines;
    },
    get truncated() {
      return capture.truncated;
    },
    get evidence() {
      return logEvidence(capture, root);
    },
    async find(match, ms = 10_000) {
      for (const line of capture.lines) {
        const found = match(line);
        if (found !== undefined) return found;
      }
      let unlisten = () => {};
      const coming = new Promise<ReturnType<typeof match>>((resolve) => {
        unlisten = capture.onLine((line) => {
          const found = match(line);
          if (found !== undefined) resolve(found);
        });
      });
      const ended = running.exited.then(() => undefined);
      const found = await within(ms, Promise.race([coming, ended]));
      unlisten();
      return found === late ? undefined : found;
    },
  };
}

/** The newest lines: what a program says last says most about its end. */
function logEvidence(capture: Capture, root: string): Evidence {
  const most = 60;
  const { lines } = capture;
  const left = lines.length > most ? `… ${lines.length - most} earlier lines left out\n` : '';
  const shown = lines.slice(-most).map((line) => relativePaths(line.text, root));
  return {
    kind: 'log',
    title: 'What the program printed',
    text: lines.length === 0 ? '(nothing)' : left + shown.join('\n'),
  };
}
