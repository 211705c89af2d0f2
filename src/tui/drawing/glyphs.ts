/** The Linux console's font and non-Unicode code pages lack the others. */
const poor = process.env.TERM === 'linux' || process.env.TERM === 'dumb';
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
};
