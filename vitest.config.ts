import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Ink takes any value of CI, even an empty one, for a CI machine and then prints only its last frame.
delete process.env.CI;

const files = globSync('test/**/*.test.{ts,tsx}', { exclude: ['test/submissions/**'] }).map((file) =>
  file.replaceAll('\\', '/'),
);
const cluster = files.filter((file) => file.startsWith('test/kubernetes/'));
/** A test that brings up the Docker engine says so by what it imports. */
const usesEngine = (file: string) => /testbed\/docker\.ts'/.test(readFileSync(file, 'utf8'));
const engine = files.filter((file) => usesEngine(file) && !cluster.includes(file));
const hostile = files.filter((file) => file.startsWith('test/hostile/') && !engine.includes(file));
const unit = files.filter((file) => ![...engine, ...cluster, ...hostile].includes(file));

const project = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
});

export default defineConfig({
  test: {
    // Most of a test is waiting for a program, so more files than cores run side by side.
    maxWorkers: availableParallelism() * 2,
    // Tests build Go programs and start real processes: generous, because a busy machine must not turn them red.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    projects: [
      project('unit', unit),
      project('hostile', hostile),
      project('engine', engine),
      project('cluster', cluster),
    ],
  },
});
