// How figures are shown: a table for the terminal, a table for the page, and the machine that they were measured on.
import { availableParallelism, cpus } from 'node:os';
import { type Colours, grouped } from '../cli/print.ts';
import { table } from '../cli/table.ts';
import type { Figure, Measured } from './figure.ts';

const HEAD = ['figure', 'median', 'unit', 'runs', 'min', 'max'] as const;

/** The machine in one line: processor, cores, Node, system. */
export function machine(): string {
  const model = cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown processor';
  const cores = availableParallelism();
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'} · Node ${process.versions.node} · ${process.platform} ${process.arch}`;
}

/** The table of a terminal, under a line on the machine. */
export function textTable(measured: readonly Measured[], colours: Colours, where: string): string {
  const rows = measured.map(cells);
  return `${where}\n\n${table(HEAD, rows, colours, [1, 3, 4, 5])}`;
}

/** The same in Markdown, with what each figure is. */
export function markdownTable(measured: readonly Measured[], figures: readonly Figure[], where: string): string {
  return tableOf([...rowsOf(measured, figures).values()], where);
}

/** By id, the line of each figure. */
function rowsOf(measured: readonly Measured[], figures: readonly Figure[]): Map<string, string> {
  const texts = new Map(figures.map(({ id, text }) => [id, text]));
  return new Map(
    measured.map((one) => {
      const [id, ...rest] = cells(one);
      return [one.id, `| \`${id}\` | ${rest.join(' | ')} | ${texts.get(one.id) ?? ''} |`];
    }),
  );
}

function tableOf(rows: readonly string[], where: string): string {
  const head = `| ${HEAD.join(' | ')} | what |\n| --- | ---: | --- | ---: | ---: | ---: | --- |`;
  return `${where}\n\n${head}\n${rows.join('\n')}\n`;
}

function cells({ id, value, unit, runs, min, max }: Measured): string[] {
  return [id, readable(value), unit, grouped(runs), readable(min), readable(max)];
}

/** Three digits that count, and thousands apart: 0.742, 31.8, 4,210. */
export function readable(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  return value.toPrecision(3);
}

const BEGIN = '<!-- figures: written by npm run bench -- --markdown -->';
const END = '<!-- end of figures -->';

/** The page with the table of figures between its two marks. @throws RangeError if it does not have them */
export function intoPage(page: string, markdown: string): string {
  return between(page, [BEGIN, END], markdown);
}

/** The page with the rows of these figures anew and all others as they are. @throws RangeError if those are of another machine */
export function intoRows(
  page: string,
  measured: readonly Measured[],
  figures: readonly Figure[],
  where: string,
): string {
  const old = page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)).trim();
  const [machine] = old.split('\n');
  if (machine !== where) throw new RangeError(`the figures of the page are of ${machine}, and this is ${where}`);
  const rows = new Map([...old.matchAll(/^\| `([^`]+)` .*$/gm)].map(([line, id]) => [id!, line]));
  for (const [id, line] of rowsOf(measured, figures)) rows.set(id, line);
  const known = figures.flatMap(({ id }) => rows.get(id) ?? []);
  return intoPage(page, tableOf(known, where));
}

/** The page with the text between two marks, in place of what stood there. @throws RangeError if it does not have them */
export function between(page: string, [first, last]: readonly [string, string], text: string): string {
  const begin = page.indexOf(first);
  const end = page.indexOf(last, begin);
  if (begin < 0 || end < 0) throw new RangeError(`the page lacks ${begin < 0 ? first : last}`);
  return `${page.slice(0, begin + first.length)}\n${text}${page.slice(end)}`;
}
