/** Everything that can happen: a key's meaning, or news from the world. */
import type { RunState } from '../../engine/reduce.ts';
import type { Location, RunEvent } from '../../kit/index.ts';
import type { Size } from '../drawing/drawing.ts';
import type { Block } from '../markdown/block.ts';
import type { InputEdit } from '../screens/folder/input.ts';
import type { Page } from '../screens/page.ts';
import type { FileDiff } from '../screens/solution/page.ts';
import type {
  DoctorRow,
  FileChange,
  FilePosition,
  FolderChoice,
  Hint,
  MeasureRow,
  OpenedStage,
  StageRow,
  Tier,
} from '../services.ts';
import type { Message, RunEnd, RunRequest, Trial, WatchedStage } from './app-state.ts';
import type { Scroll } from './scroll.ts';

export type Action =
  | { type: 'resize'; size: Size }
  | { type: 'go'; page: Page }
  | { type: 'replace'; page: Page }
  | { type: 'back' }
  | { type: 'scroll'; scroll: Scroll }
  | { type: 'select'; id: string }
  | { type: 'turn-to'; index: number }
  | { type: 'toggle-blanks' }
  | { type: 'edit-input'; edit: InputEdit }
  | { type: 'choose-folder'; path: string }
  | { type: 'folder-chosen'; choice: FolderChoice }
  | { type: 'stages'; rows: readonly StageRow[]; notices: readonly string[] }
  | { type: 'stage-opened'; stage: string; opened: OpenedStage }
  | { type: 'lesson'; stage: string; lesson: readonly Block[] }
  /** Empty: the course has none. */
  | { type: 'map'; blocks: readonly Block[] }
  | ({ type: 'check' } & RunRequest)
  | ({ type: 'run-began' } & RunRequest)
  | { type: 'run-events'; events: readonly RunEvent[] }
  | { type: 'run-seconds'; seconds: number }
  /** `whole`: what is known of the stage now, where only one check was run. */
  | { type: 'run-ended'; end: RunEnd; cleaning?: boolean; whole?: RunState }
  | { type: 'run-cleaned'; notices: readonly string[] }
  | { type: 'stop-run' }
  | { type: 'last-run'; stage: string; run?: RunState }
  | { type: 'learned'; stage: string; sentences: readonly string[] }
  | { type: 'ask-hint'; stage: string; check: string }
  | { type: 'hint'; stage: string; check: string; tier: Tier; hint?: Hint & { blocks: readonly Block[] } }
  /** Where the line of the first hint is now. */
  | { type: 'hint-place'; stage: string; check: string; at?: Location }
  | { type: 'solution'; stage: string; files: readonly FileDiff[] }
  | { type: 'report'; stage: string; rows: readonly MeasureRow[] }
  | { type: 'doctor'; rows: readonly DoctorRow[]; done: boolean }
  | { type: 'replacing'; how: 'reset' | 'undo'; change?: FileChange }
  | { type: 'replace-files'; stage: string; how: 'reset' | 'undo' }
  | { type: 'try'; stage: string }
  | { type: 'stop-trial' }
  | { type: 'trial'; trial: Trial }
  | { type: 'trial-runs'; url: string; requests: Trial['requests'] }
  | { type: 'trial-lines'; lines: readonly string[] }
  | { type: 'trial-ended'; ended?: string; problem?: string }
  | { type: 'edit'; at: FilePosition }
  | { type: 'toggle-watch' }
  | { type: 'watching'; watching?: WatchedStage }
  | { type: 'message'; message?: Message }
  | { type: 'leave'; code: number };
