/** `npm run picture`: draws docs/picture.svg, the README's picture, from the real program in a real terminal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { takePicture } from './picture/scene.ts';

const file = path.join(import.meta.dirname, '../docs/picture.svg');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, await takePicture());
console.log('drew docs/picture.svg');
