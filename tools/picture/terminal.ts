/** A real program in a real pty, drawn by a headless terminal. */

import * as pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

export type Size = { columns: number; rows: number };

export class Screen {
  readonly terminal: xterm.Terminal;
  readonly #process: pty.IPty;
  readonly #ended: Promise<number>;
  #changed: (() => void)[] = [];

  constructor(command: string[], { columns, rows }: Size, options: { cwd: string; env: Record<string, string> }) {
    const [file = '', ...args] = command;
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#process = pty.spawn(file, args, { cols: columns, rows, name: 'xterm-256color', ...options });
    this.#process.onData((data) => this.terminal.write(data, () => this.#tell()));
    this.#ended = new Promise((resolve) => this.#process.onExit(({ exitCode }) => resolve(exitCode)));
    this.#ended.then(() => this.#tell());
  }

  text(): string {
    const { active } = this.terminal.buffer;
    const lines = Array.from({ length: this.terminal.rows }, (_, row) => active.getLine(active.viewportY + row));
    return lines.map((line) => line?.translateToString(true) ?? '').join('\n');
  }

  /** What the program writes, before the terminal understands it. */
  onData(listener: (data: string) => void): void {
    this.#process.onData(listener);
  }

  get pid(): number {
    return this.#process.pid;
  }

  press(keys: string): void {
    this.#process.write(keys);
  }

  resize({ columns, rows }: Size): void {
    this.terminal.resize(columns, rows);
    this.#process.resize(columns, rows);
  }

  /** Waits until the screen's text matches; after `patienceMs` throws with what it shows. */
  shows(pattern: RegExp, patienceMs = 100_000): Promise<void> {
    return this.becomes(() => pattern.test(this.text()), patienceMs, `showed ${pattern}`);
  }

  async becomes(holds: () => boolean, patienceMs = 100_000, what = `became so that ${holds}`): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (!holds()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`the screen never ${what}; it shows\n${this.text()}`);
      await this.#change(left);
    }
  }

  ended(): Promise<number> {
    return this.#ended;
  }

  end(): void {
    this.#process.kill();
  }

  #change(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#changed.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #tell(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}
