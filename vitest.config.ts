// How the tests run: two worker processes, no coverage, one closing line with the counts.
import { defineConfig } from 'vitest/config';

/** Folders whose tests start processes, change their environment, or measure what a process holds: each file in a worker of its own. */
const APART = ['bench', 'cli', 'node', 'testing'].map((name) => `test/${name}/**/*.test.ts`);

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    maxConcurrency: 2,
    // Not what they should take, but what they may on a machine that is busy.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: ['default', './test/reporter.ts'],
    projects: [
      { extends: true, test: { name: 'apart', include: APART } },
      // The others share what they import, which takes longer to load than most of them run.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: APART, isolate: false } },
    ],
  },
});
