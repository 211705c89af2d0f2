/** Everything that can happen: a key's meaning, or news from the world. */
import type { RunState } from '../../engine/reduce.ts';
import type { RunEvent } from '../../kit/index.ts';
import type { Size } from '../drawing/drawing.ts';
import type { Block } from '../markdown/block.ts';
import type { InputEdit } from '../screens/folder/input.ts';
import type { SolutionView } from '../screens/solution/page.ts';
import type {
  DoctorRow,
  FilePosition,
  FolderChoice,
  Hint,
  MeasureRow,
  OpenedStage,
  StageRow,
  Tier,
  Watching,
} from '../services.ts';
import type { Message, Page, RunEnd } from './app-state.ts';
import type { Scroll } from './scroll.ts';

export type Action =
  | { type: 'resize'; size: Size }
  | { type: 'go'; page: Page }
  | { type: 'replace'; page: Page }
  | { type: 'back' }
  | { type: 'scroll'; scroll: Scroll }
  | { type: 'select'; id: string }
  | { type: 'side'; index: number }
  | { type: 'toggle-blanks' }
  | { type: 'edit-input'; edit: InputEdit }
  | { type: 'choose-folder'; path: string }
  | { type: 'folder-chosen'; choice: FolderChoice }
  | { type: 'stages'; rows: readonly StageRow[]; notices: readonly string[] }
  | { type: 'open-stage'; stage: string }
  | { type: 'stage-opened'; stage: string; opened: OpenedStage }
  | { type: 'lesson'; stage: string; lesson: readonly Block[] | { problem: string } }
  | { type: 'check'; stage: string; by: 'key' | 'save' }
  | { type: 'run-began'; stage: string; by: 'key' | 'save' }
  | { type: 'run-events'; events: readonly RunEvent[] }
  | { type: 'run-seconds'; seconds: number }
  | { type: 'run-ended'; end: RunEnd }
  | { type: 'stop-run' }
  | { type: 'last-run'; stage: string; run?: RunState }
  | { type: 'learned'; stage: string; sentences: readonly string[] }
  | { type: 'ask-hint'; stage: string; check: string }
  | { type: 'hint'; stage: string; check: string; tier: Tier; hint?: Hint & { blocks: readonly Block[] } }
  | { type: 'show-solution'; stage: string }
  | { type: 'reveal-solution'; stage: string }
  | { type: 'solution'; stage: string; view: SolutionView }
  | { type: 'show-report'; stage: string }
  | { type: 'report'; stage: string; rows: readonly MeasureRow[] }
  | { type: 'show-doctor' }
  | { type: 'doctor'; rows: readonly DoctorRow[]; done: boolean }
  | { type: 'edit'; at: FilePosition }
  | { type: 'toggle-watch' }
  | { type: 'watching'; watching?: Watching }
  | { type: 'message'; message?: Message }
  | { type: 'leave'; code: number };
