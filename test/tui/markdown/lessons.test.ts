/** The course's own lessons, drawn at every width a window may have. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { textOf } from '../../../src/tui/drawing/line.ts';
import { widthOfLine } from '../../../src/tui/drawing/width.ts';
import { drawBlocks } from '../../../src/tui/markdown/draw.ts';
import { parseMarkdown } from '../../../src/tui/markdown/parse.ts';
import { root } from '../../built.ts';

const exercises = path.join(root, 'exercises');
const lessons = readdirSync(exercises)
  .flatMap((stage) => ['README.md', 'MAP.md'].map((name) => path.join(stage, name)))
  .filter((file) => existsSync(path.join(exercises, file)));

/** The text of a window of 60 columns. */
const narrowest = 56;

test.each(lessons)('%s fits', (file) => {
  const markdown = readFileSync(path.join(exercises, file), 'utf8');
  const blocks = parseMarkdown(markdown);
  for (const width of [narrowest, 76, 88]) {
    const rows = drawBlocks(blocks, width);
    for (const row of rows) expect(widthOfLine(row), textOf(row)).toBeLessThanOrEqual(width);
  }
  // A drawing falls apart when its rows wrap.
  for (const block of blocks)
    if (block.kind === 'code' && (block.lang === '' || block.lang === 'text'))
      expect(drawBlocks([block], narrowest).map(textOf).join('\n')).not.toContain('↪');
  // Nothing of Markdown's own is left in the text outside of code.
  const prose = drawBlocks(
    blocks.filter((block) => block.kind !== 'code'),
    88,
  ).map(textOf);
  for (const row of prose) expect(row).not.toMatch(/\*\*[A-Za-z]|^#{1,4} |\]\(|&(?:lt|gt|amp|quot);|<!--/);
});
