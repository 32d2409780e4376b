// A vitest reporter that ends a run with one line of counts, for people and for scripts.
import type { Reporter, TestModule } from 'vitest/node';

/** Prints `tests: N passed, N failed, N skipped`, alone on a line, when everything has run. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    // Errors outside of tests, and files that do not load, fail a run without a failed test.
    let broken = errors.length;
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) counts[test.result().state]++;
      if (module.state() === 'failed' && counts.failed === before) broken++;
    }
    const { passed, failed, skipped, pending } = counts;
    console.log(`\ntests: ${passed} passed, ${failed + broken} failed, ${skipped + pending} skipped`);
  }
}
