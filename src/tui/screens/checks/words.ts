/** How a check's state looks and reads, the same on every screen. */
import type { CheckState } from '../../../engine/reduce.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import type { Span, Tone } from '../../drawing/line.ts';
import { pad } from '../../drawing/width.ts';

type State = CheckState['state'];

const stateWords: Record<State, string> = {
  passed: 'passed',
  failed: 'failed',
  blocked: 'blocked',
  skipped: 'skipped',
  errored: 'our bug',
  running: 'running',
  waiting: 'waiting',
};

const stateTones: Record<State, Tone> = {
  passed: 'good',
  failed: 'bad',
  blocked: 'warn',
  skipped: 'quiet',
  errored: 'warn',
  running: 'accent',
  waiting: 'quiet',
};

/** "✓ passed ", always equally wide. */
export function stateSpan(state: State): Span {
  const text = pad(`${glyphs[state]} ${stateWords[state]}`, 10);
  return { text, tone: stateTones[state], spoken: `${stateWords[state]}: ` };
}
