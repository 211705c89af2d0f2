/** A program of a test's own around the real UI: a world in which nothing is real, in a terminal that is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';
import { onTestFinished } from 'vitest';
import { lean } from '../../tools/build/lean.ts';
import { stubs } from '../../tools/build/stubs.ts';
import { root } from '../built.ts';

/** `prepare` is the body of a program that has `world` (a World of fake.ts) and `http` (its first stage). */
export async function programWith(prepare: string): Promise<string> {
  // Inside the project, so that its packages are found.
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'dist/test-tui-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const entry = path.join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `import { http, World } from '../../test/tui/fake.ts';
import { openTui } from '../../src/tui/index.tsx';
const world = new World();
void http;
${prepare}
process.exit(await openTui(world));
`,
  );
  const define = { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' };
  const out = path.join(folder, 'out');
  await build({
    input: { entry },
    platform: 'node',
    cwd: root,
    transform: { define },
    plugins: [lean(root), stubs()],
    output: { dir: out, format: 'esm' },
  });
  return path.join(out, 'entry.js');
}
