// Loaded by a project's Vitest: its JSON report, written without a word to the file that `tally test` waits for.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPORT_VARIABLE } from './outcome.ts';

interface Reporting {
  JsonReporter: new () => object;
}

// That of the project, whose objects it has to understand, wherever this file is installed. It moved with Vitest 4.1.
const { resolve: pathOf } = createRequire(resolve('package.json'));
const load = async (name: string) => (await import(pathToFileURL(pathOf(name)).href)) as Partial<Reporting>;
const { JsonReporter = (await load('vitest/reporters')).JsonReporter! } = await load('vitest/node');

export default class Report extends JsonReporter {
  /** Called by the reporter with all of its text. */
  writeReport(report: string): void {
    writeFileSync(process.env[REPORT_VARIABLE]!, report);
  }
}
