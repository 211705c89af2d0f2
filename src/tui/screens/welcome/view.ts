import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, bad, blank, decor, heading, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { clip, graphemes, pad, widthOf } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { AppState } from '../../state/app-state.ts';
import type { FolderPage } from '../folder/page.ts';

const steps = [
  ['HTTP server', 'a whole service in one binary, no framework'],
  ['Parallel fetch', 'two upstreams asked at once: goroutines, context'],
  ['Middleware', 'request ids, logs, time-outs, recovery'],
  ['Graceful shutdown', 'SIGTERM without losing a single request'],
  ['Scratch image', 'a container image of a few megabytes'],
  ['Kubernetes', 'a rolling deployment nobody notices'],
] as const;

export function drawWelcome(state: AppState, size: Size): Drawing {
  const width = textWidth(size.columns);
  const rows = [
    line(heading('From an empty main.go to a service in a cluster')),
    blank,
    ...wrapText(
      'You write six small Go services. At every save this program builds yours, sends it real requests and signals, and shows what it saw.',
      width,
    ),
    blank,
    ...stepRows(state, width),
    blank,
    ...wrap(
      [
        strong('Why Go fits here. '),
        {
          text: 'One static binary, up in milliseconds, content with a few megabytes. Docker, Kubernetes, Terraform, Prometheus and the GitHub CLI are written in it: you use Go every day already.',
        },
      ],
      width,
    ),
    blank,
    ...wrap(
      [
        strong('Where it does not. '),
        {
          text: 'Machine learning, CRUD around a rich ORM, rich user interfaces, hard real time. The lessons say so where it matters.',
        },
      ],
      width,
    ),
    blank,
    ...wrap(
      [quiet('You need Go 1.22 or newer and an editor; '), accent('d'), quiet(' shows what this machine has.')],
      width,
    ),
  ];
  return { crumbs: ['Welcome'], body: { lines: rows }, offers: [['open', 'begin'], 'move', 'doctor', 'help', 'quit'] };
}

/** What is built stands beside the title only where it can be read whole. */
function stepRows(state: AppState, width: number): Line[] {
  const own = state.stages?.map((row) => [row.title, row.about] as const);
  const rows = own && own.length > 0 ? own : steps;
  const names = Math.min(width - 4, Math.max(...rows.map(([title]) => widthOf(title))));
  return rows.map(([title, about], index) =>
    line(
      accent(`${String(index + 1).padStart(2, '0')}  `),
      strong(pad(clip(title, names), names)),
      widthOf(about) <= width - names - 6 ? quiet(`  ${about}`) : '',
    ),
  );
}

export function drawFolder(page: FolderPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const rows = [
    line(heading('Where should your code live?')),
    blank,
    ...wrapText(
      'A folder with one sub-folder for each stage is made there. Open it in the editor you like; what you write in it is yours and is never overwritten.',
      width,
    ),
    blank,
    ...wrap([strong('Folder  '), ...inputSpans(page)], width),
    blank,
    ...problemRows(page, width),
    ...wrap(
      [
        accent('Enter'),
        quiet(' makes the folder. Type to choose another place; '),
        accent('Ctrl+U'),
        quiet(' empties the line.'),
      ],
      width,
    ),
    line(accent('Ctrl+C'), quiet(' leaves; nothing is made then.')),
  ];
  return { crumbs: ['Welcome', 'Folder'], body: { lines: rows }, offers: [['open', 'make the folder'], 'back'] };
}

function problemRows(page: FolderPage, width: number): Line[] {
  if (page.busy) return [line(quiet('Making the folder and copying the starters …')), blank];
  if (page.problem === undefined) return [];
  return [
    ...wrap([{ text: page.problem, tone: 'bad' }], width, {
      first: [bad(`${glyphs.failed} `)],
      rest: [{ text: '  ' }],
    }),
    blank,
  ];
}

function inputSpans({ input }: FolderPage): Line {
  const parts = graphemes(input.text);
  const under = parts[input.cursor] ?? ' ';
  return [
    { text: parts.slice(0, input.cursor).join(''), tone: 'accent' },
    under === ' ' ? decor(under, 'cursor') : { text: under, tone: 'cursor' },
    { text: parts.slice(input.cursor + 1).join(''), tone: 'accent' },
  ];
}
