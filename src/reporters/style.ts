/** Colours that every terminal has, by node:util's styleText: no library is loaded for them. */
import { styleText } from 'node:util';

type Paint = (text: string) => string;
export type Style = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan', Paint>;

const same: Paint = (text) => text;
export const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, magenta: same, cyan: same };

// Whether to use colour is decided once, where the stream and NO_COLOR are known.
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
