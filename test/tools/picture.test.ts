import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { takePicture } from '../../tools/picture/scene.ts';
import { root } from '../built.ts';

test('the README’s picture is what the program shows today; else: npm run picture', async () => {
  const committed = readFileSync(path.join(root, 'docs/picture.svg'), 'utf8');
  const today = await takePicture();
  expect(words(today)).toBe(words(committed));
  expect(today === committed, 'the words are the same, but colours or positions differ').toBe(true);
});

/** One line for each piece of text, so that a difference can be read. */
function words(svg: string): string {
  return [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text).join('\n');
}
