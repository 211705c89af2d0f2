/** A build's log, from any of the builders: its steps, what each printed, which one failed and why. Capped. */
import { printable } from '../../../words/printable.ts';

export type Step = { name: string; printed: string[]; error?: string; waiting?: boolean; done?: boolean };

const mostLines = 4_000;
const mostPrinted = 400;

export class BuildLog {
  readonly lines: string[] = [];
  readonly steps = new Map<string, Step>();
  /** Bytes received, kept or not. */
  bytes = 0;
  /** The builder's final error message; '' until there is one. */
  message = '';
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  say(line: string): void {
    const text = printable(line);
    // The beginning and the newest lines are kept.
    if (this.lines.length >= mostLines) this.lines.splice(mostLines / 2, 1);
    this.lines.push(text);
    if (text.trim() !== '') this.#onLine(text);
  }

  step(id: string, name = ''): Step {
    const known = this.steps.get(id);
    if (known) return known;
    const step: Step = { name, printed: [] };
    this.steps.set(id, step);
    return step;
  }

  print(id: string, line: string): void {
    const { printed } = this.step(id);
    printed.push(printable(line));
    if (printed.length > mostPrinted) printed.splice(0, mostPrinted / 2);
  }

  /** The step it was at when it was stopped. */
  get running(): Step | undefined {
    return [...this.steps.values()].findLast(
      (step) => !step.done && !step.waiting && step.error === undefined && step.name !== '',
    );
  }

  get failed(): Step | undefined {
    return [...this.steps.values()].findLast((step) => step.error !== undefined);
  }
}

/** `docker build --progress=plain`: "#8 [build 3/6] COPY …", "#8 0.512 what it printed", "#8 ERROR: …". */
export function readPlain(log: BuildLog, line: string): void {
  log.say(line);
  const numbered = /^#(\d+) (.*)$/.exec(line);
  if (!numbered) {
    const error = /^(?:ERROR|error): (?:failed to solve: )?(.+)$/.exec(line);
    if (error?.[1]) log.message = error[1];
    else if (/^(failed to |executor failed|unable to prepare context|could not |Cannot connect)/.test(line))
      log.message = line;
    return;
  }
  const [, id = '', text = ''] = numbered;
  if (text.startsWith('ERROR: ')) log.step(id).error = text.slice('ERROR: '.length);
  else if (/^\d+\.\d+ /.test(text)) log.print(id, text.slice(text.indexOf(' ') + 1));
  else if (/^(DONE|CACHED)/.test(text)) log.step(id).done = true;
  else if (!/^(sha256:|transferring|resolve |extracting|exporting|writing|naming|\.\.\.)/.test(text)) {
    const step = log.step(id, text);
    if (step.name === '') step.name = text;
  }
}

/** The classic builder: "Step 4/9 : COPY …", then what the step prints. Podman: "[1/2] STEP 3/6: COPY …". */
export function readClassic(log: BuildLog, line: string): void {
  log.say(line);
  const step = /^(?:\[\d+\/\d+\] )?step \d+\/\d+ ?: (.*)$/i.exec(line);
  if (step) {
    const before = [...log.steps.values()].at(-1);
    if (before) before.done = true;
    log.step(String(log.steps.size), step[1]);
  } else {
    const last = [...log.steps.keys()].at(-1);
    if (last && line.trim() !== '' && !/^ ?--->|^Removing intermediate container/.test(line)) log.print(last, line);
  }
}

/** Ends the log of a classic builder, which does not name the failed step: it is the last one that began. */
export function failLast(log: BuildLog, message: string): void {
  log.message = message;
  const last = [...log.steps.values()].at(-1);
  if (last) last.error = message;
}
