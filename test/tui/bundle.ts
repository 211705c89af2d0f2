/** Builds a program around the real UI with the fake world of fake.ts, to run in a real terminal. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';
import { onTestFinished } from 'vitest';
import { lean } from '../../tools/build/lean.ts';
import { stubs } from '../../tools/build/stubs.ts';
import { root } from '../built.ts';

/** `prepare` is code that runs before the UI opens, with `world` (a World) and `http` (its first stage). */
export async function programWith(prepare: string): Promise<string> {
  // Inside the project, where its packages are found.
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
