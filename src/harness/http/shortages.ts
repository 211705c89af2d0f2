/** A connection that this machine could not make is no fault of the server's, though a reply without an answer looks like one. */
import type { CheckScope, Lack } from '../../kit/index.ts';
import { lackOf } from '../machine/faults.ts';

/** Tells the check's first cause, should it fail: what the system lacked for a connection of ours. */
export type NoteError = (error: Error) => void;

export function noteShortages({ onFailure }: Pick<CheckScope, 'onFailure'>): NoteError {
  let lack: Lack | undefined;
  onFailure(async () => lack && { kind: 'machine', lack });
  return (error) => {
    lack ??= lackOf(error);
  };
}
