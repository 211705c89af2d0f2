import type { Program, World } from '../../effects/world.ts';
import type { Screen } from '../screen.ts';
import { sectionKeys } from '../sections.ts';
import type { MapPage } from './page.ts';
import { drawMap } from './view.ts';

export const mapScreen: Screen<MapPage> = {
  draw: drawMap,
  keys: sectionKeys(drawMap),
  enter: (_, program, world) => (program.state.map ? undefined : readMap(program, world)),
};

async function readMap(program: Program, { services }: World): Promise<void> {
  const [markdown, { parseMarkdown }] = await Promise.all([services.map(), import('../../markdown/parse.ts')]);
  program.act({ type: 'map', blocks: markdown === undefined ? [] : parseMarkdown(markdown) });
}
