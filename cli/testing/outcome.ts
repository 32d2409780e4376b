// What Vitest's report says: how many tests there were, which failed, and why.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Failure {
  readonly file: string;
  /** Full name of the test; empty if the file itself failed. */
  readonly name: string;
  readonly message: string;
}

export interface Outcome {
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** The part of Vitest's JSON report that is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Undefined if no report was written. */
export function readOutcome(path: string, folder: string): Outcome | undefined {
  if (!existsSync(path)) return undefined;
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...states: string[]) => tests.filter(({ status }) => states.includes(status)).length;
  const failures = testResults.flatMap(({ name, status, message, assertionResults }): Failure[] => {
    const file = relative(folder, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [{ file, name: '', message: plain(message ?? '') }];
    return failed.map((test) => ({
      file,
      name: test.fullName.trim(),
      message: plain((test.failureMessages ?? []).join('\n')),
    }));
  });
  const [passed, failed] = [count('passed'), count('failed')];
  return { files: testResults.length, passed, failed, skipped: tests.length - passed - failed, failures };
}

function plain(text: string): string {
  return stripVTControlCharacters(text).trim();
}
