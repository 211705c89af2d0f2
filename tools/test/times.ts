/** How long the steps took last time, kept in node_modules. Only the estimate uses it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Times } from './steps.ts';

const fileIn = (root: string) => path.join(root, 'node_modules/.cache/go-cloud-workshop/test-times.json');

export function readTimes(root: string): Times {
  try {
    return JSON.parse(readFileSync(fileIn(root), 'utf8')) as Times;
  } catch {
    return {};
  }
}

export function keepTimes(root: string, times: Times): void {
  try {
    mkdirSync(path.dirname(fileIn(root)), { recursive: true });
    writeFileSync(fileIn(root), JSON.stringify(times));
  } catch {
    // the next run estimates without them
  }
}
