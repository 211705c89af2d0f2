import { neededRows } from '../../../usecases/overview.ts';
import { bar } from '../../drawing/bar.ts';
import { type Drawing, margin, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import {
  accent,
  blank,
  good,
  heading,
  type Line,
  line,
  pointer,
  quiet,
  type Span,
  strong,
  warn,
} from '../../drawing/line.ts';
import { clip, clipMiddle, pad, padStart } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { StageRow } from '../../services.ts';
import { type AppState, isFinished, selectedStage } from '../../state/app-state.ts';
import { finishedRows } from './finished.ts';
import type { StagesPage } from './page.ts';

const words: Record<StageRow['state'], string> = {
  new: 'new',
  started: 'started',
  passed: 'passed',
  'in-preparation': 'in preparation',
};

export function drawStages(state: AppState, _: StagesPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const rows = state.stages;
  const selected = selectedStage(state);
  const list = rows?.flatMap((row) =>
    stageRows(row, row.id === selected?.id, width, size.rows >= 30 ? size.columns - 10 : undefined),
  ) ?? [line(quiet('Reading the course …'))];
  const at = rows?.findIndex((row) => row.id === selected?.id) ?? 0;
  const each = rows && rows.length > 0 ? list.length / rows.length : 1;
  return {
    crumbs: ['Stages'],
    head: headRows(state, width),
    body: {
      lines: [
        ...list,
        blank,
        ...nextRows(state, selected, width),
        ...folderRows(state, width),
        ...noticeRows(state, width),
      ],
      focus: [at * each, at * each + each - 1],
    },
    offers: [
      'move',
      ['open', 'open the lesson'],
      'check',
      'view',
      'edit',
      'report',
      ...(isFinished(state) ? (['course'] as const) : []),
      'doctor',
      'watch',
      'solution',
      'help',
      'quit',
    ],
  };
}

function headRows(state: AppState, width: number): Line[] {
  const rows = state.stages ?? [];
  const needed = neededRows(rows);
  const passed = needed.filter((row) => row.state === 'passed').length;
  const points = rows.reduce((sum, row) => sum + row.points, 0);
  if (rows.length === 0) return [blank];
  const done = passed === needed.length;
  const words = `${passed} of ${needed.length} stages passed`;
  return [
    [
      ...bar(passed / needed.length, Math.min(30, width - 40)),
      { text: '  ' },
      done ? good(words) : strong(words),
      points > 0 ? quiet(`   ${points} points`) : quiet(''),
    ],
    blank,
  ];
}

function stageRows(row: StageRow, selected: boolean, width: number, room: number | undefined): Line[] {
  const number = row.id.slice(0, 2);
  const right = progressOf(row);
  const left = width - 4 - 2 - 16 - 16;
  const title = pad(clip(row.title, left), left);
  const first: Line = [
    pointer(selected),
    selected ? accent(`${number}  `) : quiet(`${number}  `),
    selected ? strong(title) : row.state === 'in-preparation' ? quiet(title) : { text: title },
    stateSpan(row),
    quiet(padStart(right, 16)),
  ];
  return room !== undefined ? [first, line('      ', quiet(clip(row.about, room))), blank] : [first];
}

function stateSpan(row: StageRow): Span {
  const word = isOffer(row) ? 'optional' : words[row.state];
  const spoken = `, ${word}, `;
  if (row.state === 'passed') return { ...good(pad(`${glyphs.passed} ${word}`, 16)), spoken };
  if (row.state === 'started') return { ...accent(pad(`${glyphs.running} ${word}`, 16)), spoken };
  return { ...quiet(pad(`  ${word}`, 16)), spoken };
}

/** For whom it is, its own line says. */
const isOffer = (row: StageRow): boolean => row.optional && row.state === 'new';

const progressOf = (row: StageRow): string =>
  row.required === 0 || row.state === 'in-preparation' ? '' : `${row.passed} of ${row.required} checks`;

function nextRows(state: AppState, selected: StageRow | undefined, width: number): Line[] {
  if (isFinished(state)) return finishedRows(width);
  if (!selected) return [];
  const about = selected.state === 'in-preparation' ? 'This stage is in preparation.' : sentence(selected);
  return [...wrap([heading('Next  '), { text: about }], width)];
}

function sentence(row: StageRow): string {
  const name = `${row.id.slice(0, 2)} ${row.title}`;
  if (row.state === 'passed') return `${name} is passed. Enter opens its lesson again; c checks it once more.`;
  if (row.state === 'started')
    return `Continue with ${name}: Enter opens the lesson where you left it, c checks your program.`;
  return isOffer(row) ? `${row.about} Enter opens the lesson.` : `Begin ${name}: Enter opens the lesson.`;
}

function noticeRows(state: AppState, width: number): Line[] {
  const notices = [...new Set(state.notices)];
  return notices.flatMap((notice) => [
    blank,
    ...wrapText(notice, width, { first: [warn(`${glyphs.blocked} `)], rest: [{ text: '  ' }] }),
  ]);
}

function folderRows(state: AppState, width: number): Line[] {
  if (state.folder === undefined) return [];
  return [blank, line(quiet('Your files: '), quiet(clipMiddle(state.folder, width - 12 - margin)))];
}
