/** A small course and a learner's folder in a temp folder, removed when the test ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AppDirs } from '../../src/workspace/app-dirs.ts';
import type { Starter } from '../../src/workspace/starter/scaffold.ts';
import { makeWorkshop } from '../../src/workspace/workshop.ts';

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'go-cloud-workshop-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export function write(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export const starterFiles = { 'README.md': '# 01\n', 'go.mod': 'module a\n', 'main.go': 'package main\n' };

/** A workshop without stages, and a starter to copy into it. */
export async function begun(): Promise<{
  base: string;
  appDirs: AppDirs;
  stage: Starter;
  folder: string;
  workshop: Awaited<ReturnType<typeof makeWorkshop>>;
}> {
  const base = temporary();
  const exercise = join(base, 'course/01-http-server');
  write(exercise, starterFiles);
  const appDirs = { config: join(base, 'config'), state: join(base, 'state') };
  const folder = join(base, 'learner');
  return {
    base,
    appDirs,
    folder,
    stage: { id: '01-http-server', slug: 'http-server', exercise },
    workshop: await makeWorkshop(folder),
  };
}
