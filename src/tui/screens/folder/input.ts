/** One line of text being typed. */
import { graphemes } from '../../drawing/width.ts';
import type { Press } from '../../keys/presses.ts';

/** `cursor` counts characters as a reader sees them (graphemes). */
export type Input = { readonly text: string; readonly cursor: number };

export type InputEdit =
  | { type: 'insert'; text: string }
  | { type: 'delete-back' }
  | { type: 'delete-forward' }
  | { type: 'clear' }
  | { type: 'move'; to: 'left' | 'right' | 'start' | 'end' };

export const inputOf = (text: string): Input => ({ text, cursor: graphemes(text).length });

export function editInput({ text, cursor }: Input, edit: InputEdit): Input {
  const parts = graphemes(text);
  const joined = (before: string[], after: string[]) => ({
    text: [...before, ...after].join(''),
    cursor: before.length,
  });
  switch (edit.type) {
    case 'insert':
      return joined([...parts.slice(0, cursor), ...graphemes(edit.text)], parts.slice(cursor));
    case 'delete-back':
      return joined(parts.slice(0, Math.max(0, cursor - 1)), parts.slice(cursor));
    case 'delete-forward':
      return joined(parts.slice(0, cursor), parts.slice(cursor + 1));
    case 'clear':
      return inputOf('');
    case 'move':
      return {
        text,
        cursor: {
          left: Math.max(0, cursor - 1),
          right: Math.min(parts.length, cursor + 1),
          start: 0,
          end: parts.length,
        }[edit.to],
      };
  }
}

const edits: Record<string, InputEdit> = {
  backspace: { type: 'delete-back' },
  // For the Backspace key most terminals send what Ink calls delete.
  delete: { type: 'delete-back' },
  'ctrl-d': { type: 'delete-forward' },
  'ctrl-u': { type: 'clear' },
  'ctrl-a': { type: 'move', to: 'start' },
  'ctrl-e': { type: 'move', to: 'end' },
  left: { type: 'move', to: 'left' },
  right: { type: 'move', to: 'right' },
  home: { type: 'move', to: 'start' },
  end: { type: 'move', to: 'end' },
};

export const inputEditOf = (press: Press): InputEdit | undefined =>
  edits[press.name] ?? (press.text === '' ? undefined : { type: 'insert', text: press.text });
