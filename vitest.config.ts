// How the tests run: two worker processes, no coverage, one closing line with the counts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    maxConcurrency: 2,
    // Not what they should take, but what they may on a machine that is busy.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: ['default', './test/reporter.ts'],
  },
});
