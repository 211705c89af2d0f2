/** Our output may end before we do: its reader leaves (`list | head -1`), or its device is full. */

/** Nobody reads the rest, and that is no error. EIO: the terminal is gone. */
const left = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED']);

export type Output = {
  /** A sentence about output that got lost; undefined: all of it was written, or nobody wanted it. */
  lost(): string | undefined;
  /** Notes that something is written now. */
  note(): void;
  /** Whether anything was: a full device refuses even nothing. */
  said(): boolean;
};

/** `stop` ends what goes on: once, as soon as something can't be written. */
export function watchOutput(
  stdout: NodeJS.EventEmitter,
  stop: (reason: 'nobody reads' | 'not written') => void,
): Output {
  let first: NodeJS.ErrnoException | undefined;
  let said = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (first) return;
    first = error;
    stop(left.has(error.code ?? '') ? 'nobody reads' : 'not written');
  });
  return {
    note: () => {
      said = true;
    },
    said: () => said,
    lost: () => (first && !left.has(first.code ?? '') ? `The output could not be written: ${why(first)}.` : undefined),
  };
}

const why = ({ code, message }: NodeJS.ErrnoException) =>
  code === 'ENOSPC'
    ? 'no space is left where it goes'
    : code === 'EDQUOT'
      ? 'your quota of disk space is used up'
      : message;
