import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { drawSvg } from '../../tools/picture/svg.ts';

async function draw(output: string): Promise<string> {
  const terminal = new xterm.Terminal({ cols: 20, rows: 2, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  return drawSvg(terminal.buffer.active, { columns: 20, rows: 2 }, 'A "title"');
}

const texts = (svg: string) =>
  [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, look, text]) => ({ look, text }));

test('cells that look alike are one text, positioned by column and row', async () => {
  const [plain, red] = texts(await draw('one \x1b[31mtwo\x1b[0m'));
  expect(plain).toMatchObject({ text: 'one', look: expect.stringContaining('x="16" y="30" textLength="25.2"') });
  expect(red).toMatchObject({ text: 'two', look: expect.stringContaining('x="49.6"') });
  expect(red?.look).not.toBe(plain?.look);
});

test('styles, 256 and true colours, inverse', async () => {
  const svg = await draw('\x1b[1;38;5;196mA\x1b[0m\x1b[3;38;2;1;2;3mB\x1b[0m\x1b[7mC\x1b[0m');
  expect(svg).toMatch(/fill="#ff0000" font-weight="bold">A</);
  expect(svg).toMatch(/fill="#010203" font-style="italic">B</);
  expect(svg).toMatch(/<rect [^>]*fill="#d6dbe5"\/><text [^>]*fill="#14181f">C</);
});

test('a wide character takes two columns', async () => {
  expect(texts(await draw('日本'))).toMatchObject([
    { text: '日本', look: expect.stringContaining('textLength="33.6"') },
  ]);
});

test('characters that XML reads as markup are escaped', async () => {
  const svg = await draw('<a> & "b"');
  expect(texts(svg)[0]?.text).toBe('&#60;a&#62; &#38; &#34;b&#34;');
  expect(svg).toContain('aria-label="A &#34;title&#34;"');
});
