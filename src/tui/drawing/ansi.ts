/** Lines as ANSI text, for the one frame that is drawn before Ink is loaded. */
import { type Line, textOf } from './line.ts';
import { type Look, lookOf } from './theme.ts';

/** https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ SGR */
const colours: Record<string, number> = { red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 };

export const ansiLine = (spans: Line): string => spans.map((span) => ansi(span.text, lookOf(span.tone))).join('');

export const plainLine = (spans: Line): string => textOf(spans);

function ansi(text: string, look: Look): string {
  const codes = [
    look.bold && 1,
    look.dimColor && 2,
    look.italic && 3,
    look.inverse && 7,
    typeof look.color === 'string' && colours[look.color],
  ].filter(Boolean);
  return codes.length === 0 ? text : `\u001b[${codes.join(';')}m${text}\u001b[0m`;
}
