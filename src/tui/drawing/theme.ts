/**
 * How tones look. Only the terminal's own sixteen colours and its default foreground, so that light and dark schemes both stay
 * readable; never a background. Every state is a word; a colour only repeats it.
 */
import type { TextProps } from 'ink';
import type { Tone } from './line.ts';

export type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'italic' | 'underline' | 'inverse'>;

const looks: Record<Tone, Look> = {
  quiet: { dimColor: true },
  strong: { bold: true },
  heading: { bold: true, color: 'cyan' },
  accent: { color: 'cyan' },
  good: { color: 'green' },
  bad: { color: 'red' },
  warn: { color: 'yellow' },
  code: { color: 'cyan' },
  emphasis: { italic: true },
  selected: { bold: true },
  cursor: { inverse: true },
  keyword: { color: 'magenta' },
  string: { color: 'green' },
  number: { color: 'yellow' },
  comment: { dimColor: true },
  name: { color: 'cyan' },
};

/** https://no-color.org: any value but the empty one. */
export const colourless = (env: NodeJS.ProcessEnv = process.env): boolean =>
  (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';

export function lookOf(tone: Tone | undefined, env: NodeJS.ProcessEnv = process.env): Look {
  if (tone === undefined) return {};
  if (!colourless(env)) return looks[tone];
  const { color: _, ...rest } = looks[tone];
  // Bold replaces the colour that set a key or a piece of code apart from the words around it.
  return tone === 'code' || tone === 'accent' || tone === 'bad' ? { ...rest, bold: true } : rest;
}
