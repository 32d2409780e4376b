// A reporter for a project's own Vitest: its JSON report, written without a word about where.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeWhole } from '../files.ts';

/**
 * Writes the module of a reporter into `folder`, and gives its path. It stands there and not in this package, so that it is
 * made of the Vitest of the project, wherever this package is installed.
 */
export function writeReporter(folder: string, report: string): string {
  const path = join(folder, 'reporter.mjs');
  writeWhole(path, reporterText(report));
  return path;
}

function reporterText(report: string): string {
  const { resolve: pathOf } = createRequire(resolve('package.json'));
  const url = (name: string) => JSON.stringify(pathToFileURL(pathOf(name)).href);
  // The class moved with Vitest 4.1, which warns of its old place.
  return `import { writeFileSync } from "node:fs";
import * as vitest from ${url('vitest/node')};
const { JsonReporter } = vitest.JsonReporter ? vitest : await import(${url('vitest/reporters')});
export default class extends JsonReporter {
  writeReport(report) {
    writeFileSync(${JSON.stringify(report)}, report);
  }
}
`;
}
