import { defineConfig } from 'vitest/config';

// Ink takes any value of CI, even an empty one, for a CI machine and then prints only its last frame.
delete process.env.CI;

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/submissions/**', 'node_modules/**'],
    // Tests build Go programs and start real processes: generous, because a busy machine must not turn them red.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
