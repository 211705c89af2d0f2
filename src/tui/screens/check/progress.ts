/** What changes while a check runs: pods, requests, what the program depends on. */
import { type Progress, progressWords } from '../../../kit/index.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, bad, good, type Line, line, quiet, type Span, warn } from '../../drawing/line.ts';
import { clip, pad } from '../../drawing/width.ts';

const names = 12;

export const progressRows = (progress: readonly Progress[] = [], width: number): Line[] =>
  progress.map((one) => {
    const [what, state] = progressWords(one);
    return line(quiet(pad(clip(what, names - 2), names)), ...signOf(one), toned(one, clip(state, width - names - 12)));
  });

/** A dot for each pod: the words beside them say the same. */
function signOf(progress: Progress): Span[] {
  if (progress.kind !== 'pods') return [];
  const { ready, starting, ending } = progress;
  if (ready + starting + ending > 9) return [];
  const dots = (count: number, draw: (text: string) => Span) => draw(glyphs.running.repeat(count));
  return [dots(ready, good), dots(starting, warn), dots(ending, quiet), { text: '  ' }].map((span) => ({
    ...span,
    decor: true as const,
  }));
}

function toned(progress: Progress, text: string): Span {
  if (progress.kind === 'pods') return progress.ready >= progress.wanted ? good(text) : warn(text);
  if (progress.kind === 'requests') return progress.lost > 0 ? bad(text) : accent(text);
  return progress.up ? good(text) : warn(text);
}
