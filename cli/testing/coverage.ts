// Which lines of contracts the tests ran: put together from all test processes, as a table, a document and LCOV.
import type { Colours } from '../print.ts';
import { table } from '../table.ts';
import { type Measured, malformed, wholeIn } from './measured.ts';

/** Lines of one source, in their order. */
export interface FileCoverage {
  readonly file: string;
  /** How often each line ran that can run: line and count. */
  readonly hits: readonly (readonly [number, number])[];
  readonly lines: number;
  readonly covered: number;
  readonly percent: number;
  /** First and last line of each stretch in which nothing ran. */
  readonly uncovered: readonly (readonly [number, number])[];
}

export interface Coverage {
  readonly files: readonly FileCoverage[];
  readonly lines: number;
  readonly covered: number;
  readonly percent: number;
}

/** Stretches that a table has room for. */
const SHOWN = 8;

/** Counts of the same line are added up. @throws Usage TOOL_FAILED */
export function mergeCoverage(measured: Measured): Coverage {
  const byFile = new Map<string, Map<number, number>>();
  for (const [file, value] of measured) {
    const { lines } = (value ?? {}) as { lines?: unknown };
    if (typeof lines !== 'object' || lines === null) return malformed(file);
    const hits = byFile.get(file) ?? new Map<number, number>();
    byFile.set(file, hits);
    for (const [text, count] of Object.entries(lines)) {
      const line = wholeIn(Number(text), `${file}:${text}`);
      hits.set(line, (hits.get(line) ?? 0) + wholeIn(count, `${file}:${text}`));
    }
  }
  const files = [...byFile].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, hits]) => fileCoverage(file, hits));
  const lines = files.reduce((sum, each) => sum + each.lines, 0);
  const covered = files.reduce((sum, each) => sum + each.covered, 0);
  return { files, lines, covered, percent: percentOf(covered, lines) };
}

function fileCoverage(file: string, counts: ReadonlyMap<number, number>): FileCoverage {
  const hits = [...counts].sort(([a], [b]) => a - b);
  const covered = hits.filter(([, count]) => count > 0).length;
  const uncovered: [number, number][] = [];
  hits.forEach(([line, count], i) => {
    if (count > 0) return;
    const isNext = i > 0 && hits[i - 1]![1] === 0;
    if (isNext) uncovered.at(-1)![1] = line;
    else uncovered.push([line, line]);
  });
  return { file, hits, lines: hits.length, covered, percent: percentOf(covered, hits.length), uncovered };
}

// Rounded down to a tenth: 100 stands only where every line ran.
function percentOf(covered: number, lines: number): number {
  return lines === 0 ? 0 : Math.floor((covered * 1000) / lines) / 10;
}

/** Columns: file, lines that ran of those that can, percent, and where nothing ran. */
export function coverageTable({ files, lines, covered, percent }: Coverage, colours: Colours): string {
  const coloured = (value: number) =>
    (value >= 90 ? colours.green : value >= 60 ? colours.yellow : colours.red)(value.toFixed(1));
  const rows = files.map((each) => [
    each.file,
    `${each.covered}/${each.lines}`,
    coloured(each.percent),
    rangesText(each.uncovered),
  ]);
  const total = ['all', `${covered}/${lines}`, coloured(percent), ''];
  return table(['coverage', 'lines', '%', 'not run'], files.length > 1 ? [...rows, total] : rows, colours, [1, 2]);
}

function rangesText(ranges: readonly (readonly [number, number])[]): string {
  const shown = ranges.slice(0, SHOWN).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return [...shown, ...(ranges.length > SHOWN ? ['…'] : [])].join(', ');
}

/** The format of geninfo(1), which editors and services read. */
export function lcovText({ files }: Coverage): string {
  return files
    .map(({ file, hits, lines, covered }) => {
      const data = hits.map(([line, count]) => `DA:${line},${count}`);
      return ['TN:', `SF:${file}`, ...data, `LF:${lines}`, `LH:${covered}`, 'end_of_record', ''].join('\n');
    })
    .join('');
}
