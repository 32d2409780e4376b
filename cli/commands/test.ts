// `tally test`: runs the project's tests, tells which lines of contracts they ran and what the methods cost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Usage } from '../../engine/base/errors.ts';
import { readProject } from '../artifact.ts';
import { type Act, type Define, type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import { writeWhole } from '../files.ts';
import type { Interrupt } from '../interrupt.ts';
import type { Session } from '../session.ts';
import { type Coverage, coverageTable, lcovText, mergeCoverage } from '../testing/coverage.ts';
import { gasTable, type MethodGas, mergeGas } from '../testing/gas.ts';
import { readMeasured } from '../testing/measured.ts';
import { type Outcome, readOutcome } from '../testing/outcome.ts';
import { writeReporter } from '../testing/reporter.ts';
import { findVitest, runVitest } from '../testing/vitest.ts';
import { Watch } from '../watch.ts';

const LCOV = 'coverage/lcov.info';
const SOURCES = /\.([cm]?[jt]sx?|json)$/;

export const define: Define = (command, run, interrupt) => {
  command
    .argument('[filters...]', 'only test files whose path has one of these texts in it')
    .option('-t, --name <pattern>', 'only tests whose name matches a regular expression')
    .option('--coverage', `which lines of contracts ran; writes ${LCOV} too`)
    .option('--min <percent>', 'with --coverage: end with 3 if fewer lines ran')
    .option('--gas', 'what each method cost')
    .option('--junit <file>', 'write a report in the form of JUnit')
    .option('--watch', 'run again whenever a test or a contract changes, until Ctrl-C')
    .action(
      run((session, filters, options) => (options['watch'] ? watch : once)(interrupt)(session, filters, options)),
    );
};

/** What one run found. */
interface Ran {
  readonly outcome: Outcome;
  readonly coverage: Coverage | undefined;
  readonly gas: readonly MethodGas[] | undefined;
  readonly ok: boolean;
}

const once =
  (interrupt: Interrupt): Act =>
  async (session, filters, options) => {
    const stop = new AbortController();
    let signal: string | undefined;
    void interrupt.take().then((name) => {
      signal = name;
      stop.abort();
    });
    const ran = await runTests(session, filters, options, stop.signal);
    if (signal !== undefined) throw new Usage('INTERRUPTED', signal);
    tell(session, ran!, leastOf(options));
    return ran!.ok ? undefined : EXIT.build;
  };

const watch =
  (interrupt: Interrupt): Act =>
  async (session, filters, options) => {
    const { output } = session;
    if (output.json) throw new Usage('USAGE', '--watch goes on and on, and --json is one document: take one of them');
    const looking = new Watch({ roots: ['.'], isFile: (path) => SOURCES.test(path), isSkipped: isSkipped() });
    const stop = new AbortController();
    void interrupt.take().then(() => stop.abort());
    while (!stop.signal.aborted) {
      // A change while the tests run makes their answer stale: that run ends, and the next begins.
      const stale = new AbortController();
      const next = looking.next(stop.signal).then((changes) => {
        stale.abort();
        return changes;
      });
      try {
        const ran = await runTests(session, filters, options, stale.signal);
        if (ran) tell(session, ran, leastOf(options));
      } catch (error) {
        if (!(error instanceof Usage) || error.id === 'TOOL_MISSING') throw error;
        output.warn(error.message);
      }
      if (!stale.signal.aborted) output.note('watching tests and contracts; Ctrl-C ends it');
      const changes = await next;
      if (changes) output.note(`${new Date().toTimeString().slice(0, 8)}  ${changes.join(', ')}`);
    }
    output.note('stopped');
    return EXIT.interrupted;
  };

/** What commands write, and what is not the project's. */
function isSkipped(): (name: string) => boolean {
  const written = ['node_modules', 'coverage', 'dist', readProject().out];
  return (name) => written.includes(name) || name.startsWith('.');
}

/** Undefined if `signal` ended it. @throws Usage TOOL_MISSING, TOOL_FAILED, NO_TESTS */
async function runTests(
  { output }: Session,
  filters: readonly string[],
  options: Options,
  signal: AbortSignal,
): Promise<Ran | undefined> {
  const least = leastOf(options);
  const measures = { coverage: options['coverage'] === true || least !== undefined, gas: options['gas'] === true };
  const vitest = findVitest('.');
  const folder = mkdtempSync(join(tmpdir(), 'tally-test-'));
  try {
    const report = join(folder, 'report.json');
    const env = {
      ...process.env,
      // Colours as this command has them, whatever Vitest would guess.
      ...(output.colours.isColorSupported ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }),
      ...(measures.coverage ? { TALLY_COVERAGE: folder } : {}),
      ...(measures.gas ? { TALLY_GAS: folder } : {}),
    };
    const args = argumentsOf(filters, options, writeReporter(folder, report));
    const exit = await runVitest(vitest, { args, env, quietOut: output.json, signal });
    if (signal.aborted) return undefined;
    const outcome = checked(readOutcome(report, resolve('.')), filters, options, exit);
    const coverage = measures.coverage ? mergeCoverage(readMeasured(folder, 'coverage.json', 'files')) : undefined;
    const gas = measures.gas ? mergeGas(readMeasured(folder, 'gas.json', 'methods')) : undefined;
    if (coverage) writeWhole(LCOV, lcovText(coverage));
    const isEnough = least === undefined || coverage!.percent >= least;
    return { outcome, coverage, gas, ok: exit === 0 && outcome.failures.length === 0 && isEnough };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function argumentsOf(filters: readonly string[], options: Options, reporter: string): string[] {
  const [name, junit] = [textOption(options, 'name'), textOption(options, 'junit')];
  const reporters = ['--reporter=default', `--reporter=${reporter}`];
  if (junit !== undefined) reporters.push('--reporter=junit', `--outputFile.junit=${resolve(junit)}`);
  return ['run', ...filters, ...reporters, ...(name === undefined ? [] : [`--testNamePattern=${name}`])];
}

/** The least percentage of lines that `--min` asks for. @throws Usage USAGE */
function leastOf(options: Options): number | undefined {
  const text = textOption(options, 'min');
  if (text === undefined) return undefined;
  const value = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 100) return value;
  throw new Usage('USAGE', `--min ${JSON.stringify(text)}: expected a percentage from 0 to 100`);
}

/** A run that ran nothing is no success. @throws Usage */
function checked(outcome: Outcome | undefined, filters: readonly string[], options: Options, exit: number): Outcome {
  if (outcome === undefined && exit !== 0) throw new Usage('TOOL_FAILED', 'vitest ended without a report');
  if (outcome === undefined || outcome.files === 0) {
    if (filters.length > 0) throw new Usage('NO_TESTS', `no test file has ${filters.join(' or ')} in its path`);
    throw new Usage('NO_TESTS', 'no test files in this project');
  }
  const name = textOption(options, 'name');
  if (name !== undefined && outcome.passed === 0 && outcome.failures.length === 0)
    throw new Usage('NO_TESTS', `no test has a name that matches ${JSON.stringify(name)}`);
  return outcome;
}

function tell({ output }: Session, { outcome, coverage, gas, ok }: Ran, least: number | undefined): void {
  const { failures, ...tests } = outcome;
  const files = coverage?.files.map(({ hits, ...each }) => ({ ...each, hits: Object.fromEntries(hits) }));
  const document = {
    ok,
    tests,
    failures,
    ...(coverage ? { coverage: { ...coverage, min: least, files, lcov: LCOV } } : {}),
    ...(gas ? { gas } : {}),
  };
  const parts = [
    ...(coverage && coverage.files.length > 0 ? [coverageTable(coverage, output.colours)] : []),
    ...(gas && gas.length > 0 ? [gasTable(gas, output.colours)] : []),
  ];
  output.result(document, parts.join('\n\n'));
  if (coverage?.files.length === 0 || gas?.length === 0) output.note('no test ran a contract: nothing was measured');
  if (least !== undefined && coverage!.percent < least)
    output.warn(`${coverage!.percent} % of the lines ran, and --min asks for ${least} %`);
}
