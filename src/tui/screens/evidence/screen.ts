import { withTop } from '../../state/pages.ts';
import { atTop } from '../../state/scroll.ts';
import type { Screen } from '../screen.ts';
import { withFreshEvidence } from './age.ts';
import { evidenceKeys } from './keys.ts';
import type { EvidencePage } from './page.ts';
import { drawEvidence } from './view.ts';

export const evidenceScreen: Screen<EvidencePage> = {
  draw: drawEvidence,
  keys: evidenceKeys,
  on: {
    'turn-to': (state, page, { index }) =>
      page.evidence[index] ? withTop(state, { ...page, index, scroll: atTop }) : state,
    'toggle-blanks': (state, page) => withTop(state, { ...page, blanks: !page.blanks }),
    'run-events': withFreshEvidence,
    back: withFreshEvidence,
  },
};
