import { glyphs } from '../drawing/glyphs.ts';
import { blank, decor, type Line, type Span, strong } from '../drawing/line.ts';
import { widthOfLine } from '../drawing/width.ts';
import { wrap, wrapCode } from '../drawing/wrap.ts';
import type { Block } from './block.ts';
import { drawColumns } from './columns.ts';
import { drawTable } from './table.ts';

export const drawBlocks = (blocks: readonly Block[], width: number): Line[] =>
  blocks.flatMap((block, index) => [...spaceBefore(block, blocks[index - 1]), ...drawBlock(block, width)]);

function spaceBefore(block: Block, before: Block | undefined): Line[] {
  if (!before) return [];
  const tight = before.kind === 'heading' && before.depth > 2;
  return block.kind === 'heading' && block.depth <= 2 ? [blank, blank] : tight ? [] : [blank];
}

function drawBlock(block: Block, width: number): Line[] {
  switch (block.kind) {
    case 'heading':
      return drawHeading(block.spans, block.depth, width);
    case 'paragraph':
      return wrap(block.spans, width);
    case 'code':
      return drawCode(block, width);
    case 'list':
      return block.items.flatMap((item, index) =>
        drawItem(item, block.ordered ? `${block.start + index}. ` : `${glyphs.bullet} `, width),
      );
    case 'quote':
      return indent(drawBlocks(block.blocks, width - 2), [decor(`${glyphs.quote} `, 'accent')]);
    case 'table':
      return drawTable(block, width);
    case 'rule':
      return [[decor(glyphs.rule.repeat(width))]];
  }
}

function drawHeading(spans: Line, depth: number, width: number): Line[] {
  const tone = depth <= 2 ? 'heading' : 'strong';
  const lines = wrap(
    spans.map((span) => ({ ...span, tone: span.tone === 'code' && depth > 2 ? 'code' : tone })),
    width,
  );
  if (depth > 1) return lines;
  return [...lines, [decor(glyphs.full.repeat(Math.min(width, Math.max(...lines.map(widthOfLine)))), 'heading')]];
}

/** Indented where that leaves every line whole. A line that is still too long wraps, and a mark shows the continuation. */
function drawCode({ lang, lines }: Extract<Block, { kind: 'code' }>, width: number): Line[] {
  const widest = Math.max(0, ...lines.map(widthOfLine));
  const room = width - 2;
  if (widest > room && widest <= width) return [...lines];
  const columns = widest > room && (lang === '' || lang === 'text') ? drawColumns(lines, room) : undefined;
  return indent(columns ?? lines.flatMap((row) => wrapCode(row, room, [decor('  ↪ ')])), [{ text: '  ' }]);
}

function drawItem(blocks: readonly Block[], mark: string, width: number): Line[] {
  const hanging = ' '.repeat(mark.length);
  const lines = blocks.flatMap((block, index) => [
    ...(index > 0 && block.kind !== 'list' ? [blank] : []),
    ...drawBlock(block, width - mark.length),
  ]);
  const marked: Span = mark.trimEnd() === glyphs.bullet ? { text: mark, tone: 'accent' } : strong(mark);
  return lines.map((row, index) => [index === 0 ? marked : { text: hanging }, ...row]);
}

const indent = (lines: readonly Line[], by: Line): Line[] => lines.map((row) => [...by, ...row]);
