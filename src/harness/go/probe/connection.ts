/** The connection over which the program answers questions. */
import type { Socket } from 'node:net';

export type ProbeAnswer = { text: string | undefined } | 'ended';

/** One question at a time; an answer is its length in bytes, a newline, and that many bytes. -1 stands for no answer. */
export class ProbeConnection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #size = 0;
  #ended = false;
  #news: () => void = () => {};
  #turn: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received.push(bytes);
      this.#size += bytes.length;
      this.#news();
    });
    socket.on('error', () => {}); // followed by 'close'
    socket.on('close', () => {
      this.#ended = true;
      this.#news();
    });
  }

  ask(question: string): Promise<ProbeAnswer> {
    const answer = this.#turn.then(async (): Promise<ProbeAnswer> => {
      this.#socket.write(`${question}\n`);
      const length = Number(await this.readLine());
      if (length === -1) return { text: undefined };
      const bytes = await this.#read(length);
      return bytes ? { text: bytes.toString('utf8') } : 'ended';
    });
    this.#turn = answer;
    return answer;
  }

  /** A line of text without its newline; undefined when the connection ended. */
  async readLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.#all().indexOf('\n');
      if (end >= 0)
        return this.#take(end + 1)
          .toString('utf8')
          .trimEnd();
      if (this.#ended) return undefined;
      await this.#more();
    }
  }

  async #read(length: number): Promise<Buffer | undefined> {
    while (!(this.#size >= length)) {
      if (this.#ended || Number.isNaN(length)) return undefined;
      await this.#more();
    }
    return this.#take(length);
  }

  #all(): Buffer {
    const all = Buffer.concat(this.#received);
    this.#received = [all];
    return all;
  }

  #take(length: number): Buffer {
    const all = this.#all();
    this.#received = [all.subarray(length)];
    this.#size -= length;
    return all.subarray(0, length);
  }

  #more = () =>
    new Promise<void>((resolve) => {
      this.#news = resolve;
    });

  close(): void {
    this.#socket.destroy();
  }
}
