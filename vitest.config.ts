// How the tests run: two worker processes, no coverage, one closing line with the counts.
import { defineConfig } from 'vitest/config';

/**
 * Folders whose tests start processes, change their environment, or make a process hold more than it should, such as the code of
 * thousands of modules: each file in a worker of its own.
 */
const FOLDERS = ['bench', 'cli', 'interpreter', 'node', 'sandbox', 'testing', 'wasm'];
const APART = FOLDERS.map((name) => `test/${name}/**/*.test.ts`);

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
