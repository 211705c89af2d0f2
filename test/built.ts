/** The built program: importing this builds dist/ when a source has changed. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');
execFileSync(process.execPath, [path.join(root, 'tools/setup.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
export const launcher = path.join(root, 'dist/launcher.cjs');
