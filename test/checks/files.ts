/** A learner's files, for a check's pure functions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { takeSnapshot } from '../../src/harness/run/snapshot.ts';
import type { Files } from '../../src/kit/index.ts';
import { write } from '../workspace/course.ts';

export function filesOf(contents: Record<string, string>): Files {
  const root = mkdtempSync(join(tmpdir(), 'files-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, Object.fromEntries(Object.entries(contents).map(([path, text]) => [`learner/${path}`, text])));
  write(root, { 'snapshot/.keep': '' });
  return takeSnapshot(join(root, 'learner'), join(root, 'snapshot'));
}
