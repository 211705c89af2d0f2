import { type Drawing, isWide, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, decor, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { remembered } from '../../drawing/remembered.ts';
import { clipMiddle } from '../../drawing/width.ts';
import { wrap } from '../../drawing/wrap.ts';
import type { Block } from '../../markdown/block.ts';
import { drawBlocks } from '../../markdown/draw.ts';
import type { OpenedStage } from '../../services.ts';
import { type AppState, stageRow } from '../../state/app-state.ts';
import type { LessonPage } from './page.ts';

const drawn = remembered((blocks: readonly Block[], width: number) => drawBlocks(blocks, width));

export function drawLesson(state: AppState, { stage }: LessonPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const lesson = state.lessons[stage];
  const opened = state.opened[stage];
  return {
    crumbs: [stageRow(state, stage)?.title ?? stage, 'Lesson'],
    body: { lines: [...lessonRows(lesson, width), ...(lesson && opened ? yourTurn(opened, width) : [])] },
    offers: [
      ['move', 'scroll'],
      'check',
      'edit',
      'view',
      ['turn', 'sections'],
      'try',
      'watch',
      'back',
      'help',
      'quit',
      ...(isWide(size) ? (['map', 'solution'] as const) : []),
    ],
  };
}

function lessonRows(lesson: AppState['lessons'][string] | undefined, width: number): readonly Line[] {
  if (!lesson) return [line(quiet('Opening the lesson …'))];
  return drawn(lesson, width);
}

/** From reading to writing: the end of every lesson. */
function yourTurn(opened: OpenedStage, width: number): Line[] {
  return [
    blank,
    [decor(glyphs.rule.repeat(width))],
    line(strong('Your turn')),
    line(quiet('Your files are in '), clipMiddle(opened.folder, width - 18)),
    ...wrap(
      [
        accent('e'),
        { text: ` opens ${opened.mainFile} in your editor. Write, save, then ` },
        accent('c'),
        { text: ' checks your program. Begin with the first check: it tells you what is missing.' },
      ],
      width,
    ),
    ...(opened.notice ? wrap([quiet(opened.notice)], width) : []),
  ];
}
