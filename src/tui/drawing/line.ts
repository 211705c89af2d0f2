import { glyphs } from './glyphs.ts';

/** What every screen is made of: lines of spans with a tone. The theme decides how a tone looks. */
export type Tone =
  | 'quiet'
  | 'strong'
  | 'heading'
  | 'accent'
  | 'good'
  | 'bad'
  | 'warn'
  | 'code'
  | 'emphasis'
  | 'selected'
  | 'cursor'
  | 'keyword'
  | 'string'
  | 'number'
  | 'comment'
  | 'name';

/**
 * `decor`: adds nothing to the words, so a screen reader skips it.
 * `spoken`: what a screen reader says instead.
 */
export type Span = { text: string; tone?: Tone; decor?: true; spoken?: string };
export type Line = readonly Span[];

const toned =
  (tone: Tone) =>
  (text: string): Span => ({ text, tone });

export const quiet = toned('quiet');
export const strong = toned('strong');
export const heading = toned('heading');
export const accent = toned('accent');
export const good = toned('good');
export const bad = toned('bad');
export const warn = toned('warn');

export const decor = (text: string, tone: Tone = 'quiet'): Span => ({ text, tone, decor: true });

/** Strings become plain spans; empty ones are dropped. */
export function line(...parts: (string | Span | undefined)[]): Line {
  return parts.flatMap((part): Span[] =>
    part === undefined || part === '' ? [] : [typeof part === 'string' ? { text: part } : part],
  );
}

export const blank: Line = [];

/** Marks the selected row of a list. */
export const pointer = (selected: boolean): Span =>
  selected ? { text: `${glyphs.pointer} `, tone: 'accent', spoken: 'selected: ' } : { text: '  ' };

export const textOf = (spans: Line): string => spans.map((span) => span.text).join('');

export const spokenOf = (spans: Line): string =>
  spans
    .map((span) => span.spoken ?? (span.decor ? '' : span.text))
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ,/g, ',')
    .trim();
