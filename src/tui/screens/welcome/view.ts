import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { accent, blank, heading, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { clip, pad, widthOf } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import { type AppState, numberOf } from '../../state/app-state.ts';
import type { WelcomePage } from './page.ts';

const steps = [
  ['01', 'HTTP server', 'a whole service in one binary, no framework'],
  ['02', 'Parallel fetch', 'two upstreams asked at once: goroutines, context'],
  ['03', 'Middleware', 'request ids, logs, time-outs, recovery'],
  ['04', 'Graceful shutdown', 'SIGTERM without losing a single request'],
  ['05', 'Scratch image', 'a container image of a few megabytes'],
  ['06', 'Kubernetes', 'a rolling deployment nobody notices'],
] as const;

export function drawWelcome(state: AppState, _: WelcomePage, size: Size): Drawing {
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
          text: 'One static binary that starts in milliseconds and needs a few megabytes. Docker, Kubernetes, Terraform, Prometheus and the GitHub CLI are written in it: you already use Go every day.',
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

/** What is built is shown beside the title only where it fits. */
function stepRows(state: AppState, width: number): Line[] {
  const own = state.stages?.map((row) => [numberOf(row.id), row.title, row.about] as const);
  const rows = own && own.length > 0 ? own : steps;
  const names = Math.min(width - 4, Math.max(...rows.map(([, title]) => widthOf(title))));
  return rows.map(([number, title, about]) =>
    line(
      accent(`${number}  `),
      strong(pad(clip(title, names), names)),
      widthOf(about) <= width - names - 6 ? quiet(`  ${about}`) : '',
    ),
  );
}
