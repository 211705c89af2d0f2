import { check, fail } from '#kit';
import { notPortable } from './findings/cross-compiles.ts';

/** Builds for another system by environment alone. */
export const crossCompiles = check(
  'cross-compiles',
  'cross-compiles with GOOS and GOARCH alone',
  { level: 'stretch', timeoutMs: 600_000, lesson: 'One file to ship' },
  async ({ go, log, source }) => {
    const goos = process.platform === 'win32' ? 'linux' : 'windows';
    log(
      'build',
      `GOOS=${goos} GOARCH=amd64 go build (the very first time this compiles the standard library: some 20 s)`,
    );
    const build = await go.buildFor(goos, 'amd64');
    if (build.ok) return;
    const output = go.evidence(`GOOS=${goos} go build`, build.diagnostics, build.output);
    fail(notPortable({ goos, first: build.diagnostics[0], output, source }));
  },
);
