// What calibration tells: time for gas of every workload, the median over all of them, and how far the worst is from it.
import { type Figure, median } from '../figure.ts';

/** One workload under one compiler. `gas` is of one round, with its share of the transaction. */
export interface Timed {
  readonly id: string;
  readonly price: string;
  readonly gas: number;
  readonly nanosPerGas: number;
}

/** All workloads under one compiler. */
export interface Table {
  readonly compiler: string;
  readonly rows: readonly Timed[];
}

/** The middle of what the workloads take for a unit of gas, in nanoseconds. */
export function typical({ rows }: Table): number {
  return median(rows.map(({ nanosPerGas }) => nanosPerGas).sort((a, b) => a - b))!;
}

/** The workloads that take most for their gas, the worst first. */
export function dearest(rows: readonly Timed[], count: number): Timed[] {
  return [...rows].sort((a, b) => b.nanosPerGas - a.nanosPerGas).slice(0, count);
}

/** The workload that takes most for its gas. */
export function worst({ rows }: Table): Timed {
  return dearest(rows, 1)[0]!;
}

/** One row for each workload, the median of the times it was timed, in the order of the first. */
export function settled(timings: readonly Timed[]): Timed[] {
  const byId = new Map<string, Timed[]>();
  for (const timing of timings) byId.set(timing.id, [...(byId.get(timing.id) ?? []), timing]);
  return [...byId.values()].map((same) => {
    const nanosPerGas = median(same.map((row) => row.nanosPerGas).sort((a, b) => a - b))!;
    return { ...same[0]!, nanosPerGas };
  });
}

export function worstToTypical(table: Table): number {
  return worst(table).nanosPerGas / typical(table);
}

export const RATIO: Figure = {
  id: 'calibration.worst_to_median',
  unit: '×',
  text: 'CPU time for a unit of gas: the worst of all probes over their median, under the compiler of V8 where that is larger',
};

const digits = (value: number) => value.toPrecision(3);
const cell = (value: number | undefined) => (value === undefined ? '' : digits(value));

/** The report in Markdown. */
export function page(tables: readonly Table[], where: string, date: string): string {
  const lines = tables.map(
    (table) =>
      `| ${table.compiler} | ${table.rows.length} | ${digits(typical(table))} | ${digits(worst(table).nanosPerGas)} | ${worst(table).id} | ${digits(worstToTypical(table))} |`,
  );
  const [first, ...others] = tables;
  const cells = ({ id }: Timed) => others.map(({ rows }) => cell(rows.find((row) => row.id === id)?.nanosPerGas));
  const rows = first!.rows.map(
    (row) =>
      `| ${row.id} | ${row.price} | ${digits(row.gas)} | ${[digits(row.nanosPerGas), ...cells(row)].join(' | ')} |`,
  );
  return `# Calibration of gas

Written by \`npm run calibrate -- --write\` on ${date}: ${where}.

Each line is a contract that does one thing over and over, or a whole transaction, run from bytes to receipt on a chain in memory, with the work of the
state trees. What is told is CPU time in nanoseconds for one unit of gas of the receipt, median of seven samples; the twenty dearest are
timed three times over, and the middle counts. The aim is that no line takes more than three
times the median of all: then gas bounds time, whatever a contract does. Limits on a transaction and a block follow from the worst line.

| compiler of V8 | probes | median, ns for a unit | worst | which | worst over median |
| --- | ---: | ---: | ---: | --- | ---: |
${lines.join('\n')}

| probe | price | gas of a round | ${tables.map(({ compiler }) => `${compiler}, ns for a unit`).join(' | ')} |
| --- | --- | ---: | ${tables.map(() => '---:').join(' | ')} |
${rows.join('\n')}
`;
}
