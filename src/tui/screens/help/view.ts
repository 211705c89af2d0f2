import { commandLine } from '../../../words/command-line.ts';
import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { accent, blank, heading, type Line, line, quiet } from '../../drawing/line.ts';
import { pad } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import { type KeyName, keymap } from '../../keys/keymap.ts';
import type { AppState } from '../../state/app-state.ts';
import type { HelpPage } from './page.ts';

const hanging: Line = [{ text: ' '.repeat(8) }];

export function drawHelp(state: AppState, _: HelpPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  return {
    crumbs: ['Help'],
    body: {
      lines: [
        line(heading('How it works')),
        ...wrapText(
          'Read the lesson (l), write code in your own editor (e opens it), check it (c). A failed check shows what it did, what it expected, what it saw and where to look. When all required checks pass, the stage is done.',
          width,
        ),
        blank,
        line(heading('Keys, the same on every screen')),
        ...(Object.keys(keymap) as KeyName[]).flatMap((name) => keyRows(name, width)),
        blank,
        line(heading('Words')),
        ...wordRows.flatMap(([word, says]) =>
          wrap([{ text: says }], width, { first: [accent(pad(word, 8))], rest: hanging }),
        ),
        blank,
        ...wrap(
          [
            quiet(
              `go-cloud-workshop ${state.version}. Without this screen: ${commandLine('check')}, hint, list, report, doctor; each knows --help.`,
            ),
          ],
          width,
        ),
      ],
    },
    offers: [['move', 'scroll'], 'back', 'quit'],
  };
}

const keyRows = (name: KeyName, width: number): Line[] =>
  wrap([{ text: keymap[name].help }], width, { first: [accent(pad(keymap[name].keys, 8))], rest: hanging });

const wordRows = [
  ['passed', 'Your program does what the contract in the lesson says.'],
  ['failed', 'It does something else. Open the check to see what.'],
  ['skipped', 'Something before it failed, so it was not tried.'],
  ['blocked', 'This machine lacks something (Docker, say). Not your program’s fault.'],
  ['our bug', 'The checker itself broke. Not your program’s fault either.'],
  ['stretch', 'Worth points, not needed to finish the stage.'],
] as const;
