/** A terminal's screen as an SVG: one <text> per run of cells that look alike. */
import type { IBuffer, IBufferCell } from '@xterm/headless';

type Look = { fg: string; bg: string; bold: boolean; italic: boolean; underline: boolean; faint: boolean };
type Run = Look & { column: number; width: number; text: string };

const cell = { width: 8.4, height: 18, font: 14 };
const margin = 16;
const ink = '#d6dbe5';
const paper = '#14181f';
// The sixteen colours; a dark theme with enough contrast on `paper` (WCAG AA).
const sixteen = [
  ...['#3b4252', '#f0717b', '#8fd18a', '#e7c664', '#6cb2f5', '#d39bee', '#5fd0d0', '#c8cfdb'],
  ...['#7d8899', '#ff8a93', '#a7e8a2', '#f6da85', '#8cc8ff', '#e5b8fb', '#86e6e6', '#ffffff'],
];

/** `title` is what a screen reader says. */
export function drawSvg(buffer: IBuffer, size: { columns: number; rows: number }, title: string): string {
  const width = size.columns * cell.width + 2 * margin;
  const height = size.rows * cell.height + 2 * margin;
  const lines = Array.from({ length: size.rows }, (_, row) =>
    runsOf(buffer, row, size.columns).map((run) => drawRun(run, row)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="100%" height="100%" rx="10" fill="${paper}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${cell.font}" xml:space="preserve">`,
    ...lines.flat(),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function runsOf(buffer: IBuffer, row: number, columns: number): Run[] {
  const line = buffer.getLine(buffer.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const one = line?.getCell(column);
    if (!one || one.getWidth() === 0) continue; // the second half of a wide character
    const look = lookOf(one);
    const last = runs.at(-1);
    const text = one.getChars() || ' ';
    if (last && sameLook(last, look))
      Object.assign(last, { text: last.text + text, width: last.width + one.getWidth() });
    else runs.push({ ...look, column, width: one.getWidth(), text });
  }
  return runs.map(withoutTrailingBlanks).filter((run) => run.width > 0);
}

function withoutTrailingBlanks(run: Run): Run {
  if (run.bg !== paper || run.underline) return run;
  const text = run.text.trimEnd();
  return { ...run, text, width: run.width - (run.text.length - text.length) };
}

function lookOf(one: IBufferCell): Look {
  const fg = one.isFgDefault() ? ink : colour(one.getFgColor(), one.isFgRGB());
  const bg = one.isBgDefault() ? paper : colour(one.getBgColor(), one.isBgRGB());
  const swapped = one.isInverse() !== 0;
  return {
    fg: swapped ? bg : fg,
    bg: swapped ? fg : bg,
    bold: one.isBold() !== 0,
    italic: one.isItalic() !== 0,
    underline: one.isUnderline() !== 0,
    faint: one.isDim() !== 0,
  };
}

function sameLook(a: Look, b: Look): boolean {
  return (['fg', 'bg', 'bold', 'italic', 'underline', 'faint'] as const).every((key) => a[key] === b[key]);
}

/** One of xterm's 256 colours (the sixteen, the 6×6×6 cube, the greys) or a true colour. */
function colour(value: number, rgb: boolean): string {
  if (rgb) return hex(value >> 16, (value >> 8) & 255, value & 255);
  if (value < 16) return sixteen[value] ?? ink;
  if (value > 231) return hex(...([0, 0, 0].map(() => 8 + (value - 232) * 10) as [number, number, number]));
  const level = (n: number) => (n === 0 ? 0 : 55 + n * 40);
  const index = value - 16;
  return hex(level(Math.floor(index / 36)), level(Math.floor(index / 6) % 6), level(index % 6));
}

function hex(...channels: [number, number, number]): string {
  return `#${channels.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
}

function drawRun(run: Run, row: number): string {
  const x = round(margin + run.column * cell.width);
  const y = round(margin + row * cell.height);
  const width = round(run.width * cell.width);
  const box =
    run.bg === paper ? '' : `<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${run.bg}"/>`;
  const style = [
    run.bold && ' font-weight="bold"',
    run.italic && ' font-style="italic"',
    run.underline && ' text-decoration="underline"',
    run.faint && ' opacity="0.65"',
  ].filter(Boolean);
  const text = `<text x="${x}" y="${round(y + cell.font)}" textLength="${width}" fill="${run.fg}"${style.join('')}>${escaped(run.text)}</text>`;
  return box + text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
