import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { line, quiet } from '../../drawing/line.ts';
import { drawBlocks } from '../../markdown/draw.ts';
import type { AppState } from '../../state/app-state.ts';
import type { MapPage } from './page.ts';

export function drawMap({ map }: AppState, _: MapPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  return {
    crumbs: ['Map'],
    body: { lines: drawnOf(map, width) },
    offers: [['move', 'scroll'], ['turn', 'sections'], 'back', 'help', 'quit'],
  };
}

function drawnOf(map: AppState['map'], width: number) {
  if (map === undefined) return [line(quiet('Opening the map …'))];
  if (map.length === 0) return [line(quiet('This course has no map.'))];
  return drawBlocks(map, width);
}
