/** Markdown → blocks with marked's lexer. Loaded with the first lesson, not with the first frame. */
import { Marked, type Token, type Tokens } from 'marked';
import type { Line, Span, Tone } from '../drawing/line.ts';
import { harmless, untab } from '../drawing/plain.ts';
import type { Block } from './block.ts';
import { highlight } from './highlight.ts';

/**
 * Go's struct tags stand in backticks of their own. Markdown would want two around such code; who writes a hint rarely
 * thinks of it, and without the inner ones the code does not compile.
 */
const codeWithTag = /^`([^`\n]*[^`\n\w]`[^`\s][^`\n]*[^`\s]`)`(?![`\w])/;

const markdown = new Marked({
  tokenizer: {
    codespan(source) {
      const [raw, text] = codeWithTag.exec(source) ?? [];
      return raw !== undefined && text !== undefined ? { type: 'codespan', raw, text } : false;
    },
  },
});

export const parseMarkdown = (text: string): Block[] => blocksOf(markdown.lexer(harmless(text)));

const blocksOf = (tokens: readonly Token[]): Block[] =>
  tokens.flatMap((token) => blockOf(token as Tokens.Generic & Token));

function blockOf(token: Token): Block[] {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', depth: (token as Tokens.Heading).depth, spans: inline(token.tokens) }];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', spans: token.tokens ? inline(token.tokens) : [{ text: unescaped(token.text) }] }];
    case 'code':
      return [codeBlock(token as Tokens.Code)];
    case 'list':
      return [listOf(token as Tokens.List)];
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocksOf((token as Tokens.Blockquote).tokens) }];
    case 'table':
      return [tableOf(token as Tokens.Table)];
    case 'hr':
      return [{ kind: 'rule' }];
    default:
      return []; // blank space, comments, link definitions
  }
}

function codeBlock({ text, lang = '' }: Tokens.Code): Block {
  return { kind: 'code', lang, lines: text.split('\n').map((row) => highlight(untab(row), lang)) };
}

function listOf(list: Tokens.List): Block {
  return {
    kind: 'list',
    ordered: list.ordered,
    start: Number(list.start) || 1,
    items: list.items.map((item) => blocksOf(item.tokens)),
  };
}

function tableOf(table: Tokens.Table): Block {
  return {
    kind: 'table',
    head: table.header.map((cell) => inline(cell.tokens)),
    rows: table.rows.map((row) => row.map((cell) => inline(cell.tokens))),
    align: table.align,
  };
}

function inline(tokens: readonly Token[] = [], tone?: Tone): Line {
  return tokens.flatMap((token): readonly Span[] => {
    switch (token.type) {
      case 'strong':
        return inline(token.tokens, tone ?? 'strong');
      case 'em':
        return inline(token.tokens, tone ?? 'emphasis');
      case 'codespan':
        return [{ text: unescaped(token.text), tone: 'code' }];
      case 'br':
        return [{ text: '\n' }];
      case 'link':
        return linkOf(token as Tokens.Link, tone);
      case 'html':
        return [];
      default:
        if ('tokens' in token && token.tokens) return inline(token.tokens, tone);
        return [{ text: unescaped(String((token as Tokens.Text).text ?? '')).replace(/\n/g, ' '), tone }];
    }
  });
}

/** The address follows the words: not every terminal makes links clickable. */
function linkOf(link: Tokens.Link, tone?: Tone): Line {
  const words = inline(link.tokens, tone ?? 'accent');
  const same = words.map((span) => span.text).join('') === link.href;
  return same || !/^https?:/.test(link.href) ? words : [...words, { text: ` (${link.href})`, tone: 'quiet' }];
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
const unescaped = (text: string) => text.replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => entities[entity] ?? entity);
