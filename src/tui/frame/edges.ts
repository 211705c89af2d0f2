/** The rows around the body. */

import { tally } from '../../engine/reduce.ts';
import { glyphs } from '../drawing/glyphs.ts';
import { accent, blank, decor, type Line, line, quiet, type Span, strong } from '../drawing/line.ts';
import { clip, clipLine, widthOf, widthOfLine } from '../drawing/width.ts';
import { wrap } from '../drawing/wrap.ts';
import { keymap, type Offer } from '../keys/keymap.ts';
import { type AppState, currentPage, isBusy, isRunning, numberOf, stageAtHand } from '../state/app-state.ts';

export function headerRow(state: AppState, crumbs: readonly string[]): Line {
  const right = statusSpans(state);
  const cells = state.size.columns - 4;
  const left = crumbLine(
    crumbs.filter((crumb) => crumb !== ''),
    cells - widthOfLine(right) - 2,
  );
  const gap = Math.max(2, cells - widthOfLine(left) - widthOfLine(right));
  return [{ text: '  ' }, ...left, { text: ' '.repeat(gap) }, ...right];
}

const crumbMark: Span = { text: ` ${glyphs.into} `, tone: 'quiet', spoken: ', ' };

/** In a narrow window the workshop's name is dropped first, then the stage's title is cut: the last crumb says most. */
function crumbLine(crumbs: readonly string[], room: number): Line {
  const name: Span = { text: 'Go cloud workshop', tone: 'heading' };
  const joined = (words: readonly string[]) =>
    words.flatMap((crumb, index) => (index === 0 ? [strong(crumb)] : [crumbMark, { text: crumb }]));
  const full =
    crumbs.length === 0
      ? [name]
      : [
          name,
          crumbMark,
          ...crumbs.flatMap((crumb, index) => (index === 0 ? [{ text: crumb }] : [crumbMark, { text: crumb }])),
        ];
  if (widthOfLine(full) <= room) return full;
  const [first = '', ...others] = crumbs;
  const rest = widthOfLine(joined(['', ...others]));
  return clipLine(joined([clip(first, Math.max(8, room - rest)), ...others]), room);
}

/** At the right: the progress of a run, and whether saves are watched. */
function statusSpans(state: AppState): Line {
  const watching = besideSpan(state);
  if (state.run?.cleaning) return line(quiet('cleaning up'), watching && quiet('  '), watching);
  if (!state.run || !isRunning(state)) return line(watching);
  const counts = tally(state.run.state);
  const done = counts.total - counts.waiting - counts.running;
  const of = state.run.stage === stageAtHand(state) ? '' : ` ${numberOf(state.run.stage)}:`;
  const word =
    state.run.phase === 'stopping'
      ? 'stopping'
      : counts.total > 0
        ? `checking${of} ${done} of ${counts.total}`
        : 'checking';
  return line(accent(`${glyphs.running} ${word}`), watching && quiet('  '), watching);
}

/** What goes on beside the screen. */
function besideSpan(state: AppState): Span | undefined {
  const { trial } = state;
  const tries = trial && trial.phase !== 'ended' && currentPage(state).screen !== 'trial';
  return tries ? accent(`${numberOf(trial.stage)} runs, t shows it`) : watchingSpan(state);
}

function watchingSpan({ watch: { on, watching }, size }: AppState): Span | undefined {
  if (!on || !watching) return undefined;
  return quiet(`${size.columns >= 70 ? 'watching saves in' : 'watching'} ${numberOf(watching.stage)}`);
}

/** A rule that says how many lines are above when the text is scrolled. */
export function ruleRow(columns: number, above: number): Line {
  const cells = columns - 4;
  const says = above > 0 ? ` ${glyphs.less} ${above} more ` : '';
  return [
    { text: '  ' },
    decor(glyphs.rule.repeat(Math.max(0, cells - widthOf(says) - 2))),
    { text: says, tone: 'quiet', decor: true },
    decor(glyphs.rule.repeat(2)),
  ];
}

/** One row, or up to three for a long message, which then covers the end of the body. */
export function messageRows(state: AppState, below: number, columns: number): Line[] {
  const leaving = { tone: 'warn' as const, text: 'Stopping what was started, then leaving …' };
  const message = state.leaving && isBusy(state) ? leaving : state.message;
  const more = below > 0 ? `${glyphs.more} ${below} more` : '';
  const room = columns - 6 - widthOf(more);
  const rows = message ? wrap([{ text: message.text, tone: message.tone }], room).slice(0, 3) : [blank];
  const last = rows.at(-1) ?? blank;
  const gap = decor(' '.repeat(Math.max(0, columns - 4 - widthOfLine(last) - widthOf(more))));
  const told: Line = more === '' ? last : [...last, gap, { ...quiet(more), spoken: ` ${below} more lines below.` }];
  return [...rows.slice(0, -1), told].map((row) => [{ text: '  ' }, ...row]);
}

const spokenKeys: Record<string, string> = {
  [glyphs.upDown]: 'up and down',
  [glyphs.leftRight]: 'left and right',
  '?': 'question mark',
  '.': 'dot',
};

/** As many keys of the screen as fit; back, help and quit always do. */
export function footerRow(offers: readonly Offer[], columns: number): Line {
  const named = offers.map((offer) =>
    typeof offer === 'string' ? { name: offer, says: keymap[offer].says } : { name: offer[0], says: offer[1] },
  );
  const always = named.filter(({ name }) => name === 'back' || name === 'help' || name === 'quit');
  const others = named.filter((one) => !always.includes(one));
  const widthOfOffer = ({ name, says }: (typeof named)[number]) => widthOf(keymap[name].keys) + 1 + widthOf(says) + 3;
  let room = columns - 2 - always.reduce((sum, one) => sum + widthOfOffer(one), 0);
  const fitting = others.filter((one) => {
    room -= widthOfOffer(one);
    return room >= 0;
  });
  return [
    { text: '  ' },
    ...[...fitting, ...always].flatMap(({ name, says }, index, all) => [
      {
        ...accent(keymap[name].keys),
        spoken: `${index === 0 ? 'Keys: ' : ''}${spokenKeys[keymap[name].keys] ?? keymap[name].keys}`,
      },
      { ...quiet(` ${says}   `), spoken: ` ${says}${index === all.length - 1 ? '.' : ', '}` },
    ]),
  ];
}
