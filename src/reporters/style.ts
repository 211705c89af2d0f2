/** The six colours that every terminal has. node:util's styleText, so that no library is loaded for it. */
import { styleText } from 'node:util';

type Paint = (text: string) => string;
export type Style = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan', Paint>;

const same: Paint = (text) => text;
export const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, magenta: same, cyan: same };

// Whether there is colour at all is decided once, by whoever knows the stream and NO_COLOR.
const paint =
  (name: keyof Style): Paint =>
  (text) =>
    styleText(name, text, { validateStream: false });
export const coloured: Style = {
  bold: paint('bold'),
  dim: paint('dim'),
  red: paint('red'),
  green: paint('green'),
  yellow: paint('yellow'),
  magenta: paint('magenta'),
  cyan: paint('cyan'),
};
