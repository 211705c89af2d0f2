import { knowsUnicode } from '../../words/ascii.ts';

export const unicode = knowsUnicode(process.env);
/** The Linux console's font lacks most of the others. */
const poor = !unicode || process.env.TERM === 'linux' || process.env.TERM === 'dumb';
const pick = (rich: string, plain: string) => (poor ? plain : rich);

export const glyphs = {
  passed: pick('✓', '+'),
  failed: pick('✗', 'x'),
  blocked: pick('!', '!'),
  skipped: pick('–', '-'),
  errored: pick('‼', '!'),
  running: pick('●', '*'),
  waiting: pick('·', '.'),
  pointer: pick('❯', '>'),
  rule: pick('─', '-'),
  bar: pick('│', '|'),
  quote: pick('▌', '|'),
  full: pick('━', '='),
  empty: pick('─', '-'),
  block: pick('█', '#'),
  bullet: pick('•', '*'),
  into: pick('›', '>'),
  more: pick('↓', 'v'),
  less: pick('↑', '^'),
  /** Where text was cut. */
  cut: pick('…', '~'),
  upDown: pick('↑↓', 'jk'),
  leftRight: pick('←→', '[]'),
};
