import { neededRows } from '../../../usecases/overview.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, good, type Line, line, quiet } from '../../drawing/line.ts';
import { clip } from '../../drawing/width.ts';
import { wrap } from '../../drawing/wrap.ts';
import type { AppState } from '../../state/app-state.ts';

/** Every stage is passed: what the course amounted to, and how to keep the numbers. */
export function finishedRows(state: AppState, width: number): Line[] {
  const stages = neededRows(state.stages ?? []);
  return [
    ...wrap(
      [
        good('You have finished the course. '),
        {
          text: `All ${stages.length} stages are passed. You began with an empty main.go; now you have a service that runs in a cluster and loses no request when a new version comes. Well done!`,
        },
      ],
      width,
    ),
    ...stages.map(({ id, title }) =>
      line(good(`${glyphs.passed} `), quiet(`${id.slice(0, 2)}  `), { text: clip(title, width - 6) }),
    ),
    blank,
    ...wrap([accent('Enter'), { text: ' shows all your numbers on one page, and what to do next.' }], width),
  ];
}
