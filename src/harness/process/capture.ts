/** What a program prints, capped at capture, split in lines and stripped of everything that could move a terminal's cursor. */
import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '../../kit/index.ts';
import { printable } from '../../words/printable.ts';

export type CaptureLimits = {
  /** Lines kept from the beginning, and from the end. */
  head: number;
  tail: number;
  /** Bytes of one line; the rest of it is dropped. */
  lineBytes: number;
  /** This many lines may be longer, up to so many bytes: a JSON line with a goroutine trace must stay whole. */
  long?: { lines: number; bytes: number };
};

export const programLimits: CaptureLimits = {
  head: 1_000,
  tail: 4_000,
  lineBytes: 8_192,
  long: { lines: 64, bytes: 65_536 },
};
export const toolLimits: CaptureLimits = { head: 20_000, tail: 5_000, lineBytes: 65_536 };

type Listener = (line: LogLine) => void;

export class Capture {
  /** All that was printed, kept or not. */
  bytes = 0;
  truncated = false;
  readonly #limits: CaptureLimits;
  readonly #begun = performance.now();
  readonly #head: LogLine[] = [];
  #tail: LogLine[] = [];
  #long = 0;
  readonly #listeners = new Set<Listener>();

  constructor(limits: CaptureLimits) {
    this.#limits = limits;
  }

  /** Reads a stream to its end, without ever keeping the program waiting. */
  read(stream: NodeJS.ReadableStream, name: LogLine['stream']): void {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    stream.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      const pieces = (rest + decoder.write(chunk)).split('\n');
      rest = pieces.pop() ?? '';
      for (const piece of pieces) this.#add(piece, name);
      if (rest.length > this.#most) {
        this.#add(rest, name);
        rest = '';
      }
    });
    stream.on('end', () => {
      rest += decoder.end();
      if (rest !== '') this.#add(rest, name);
    });
    // A broken pipe is the end of the output, nothing more.
    stream.on('error', () => {});
  }

  get lines(): readonly LogLine[] {
    return this.#head.concat(this.#tail.slice(-this.#limits.tail));
  }

  get text(): string {
    return this.lines.map((line) => line.text).join('\n');
  }

  onLine(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get #most(): number {
    const { lineBytes, long } = this.#limits;
    return long && this.#long < long.lines ? long.bytes : lineBytes;
  }

  #add(raw: string, stream: LogLine['stream']): void {
    const most = this.#most;
    if (raw.length > most) this.truncated = true;
    if (raw.length > this.#limits.lineBytes) this.#long += 1;
    const line = { stream, text: printable(raw.slice(0, most)), at: performance.now() - this.#begun };
    if (this.#head.length < this.#limits.head) this.#head.push(line);
    else this.#tail.push(line);
    if (this.#tail.length > this.#limits.tail * 2) {
      this.#tail = this.#tail.slice(-this.#limits.tail);
      this.truncated = true;
    }
    for (const listener of this.#listeners) listener(line);
  }
}
