import { moveOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, selectedStage } from '../../state/app-state.ts';
import { openLesson } from '../lesson/open.ts';
import { neighbour } from '../neighbour.ts';

export function stagesKeys(press: Press, state: AppState): Action | undefined {
  const rows = state.stages ?? [];
  const selected = selectedStage(state);
  if (press.name === 'enter' && selected) {
    if (selected.state !== 'in-preparation') return openLesson(state, selected.id);
    return {
      type: 'message',
      message: { tone: 'quiet', text: `${selected.title} is in preparation: it comes with a later version.` },
    };
  }
  const move = moveOf(press);
  const to =
    move &&
    neighbour(
      rows,
      rows.findIndex((row) => row.id === selected?.id),
      move,
    );
  return to && { type: 'select', id: to.id };
}
