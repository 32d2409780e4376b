// What methods cost in tests: calls, least, middle and most gas of each.
import { type Colours, grouped } from '../print.ts';
import { table } from '../table.ts';
import { type Measured, malformed, wholeIn } from './measured.ts';

export interface MethodGas {
  /** `purse.payIn` */
  readonly method: string;
  readonly calls: number;
  readonly min: number;
  /** Of an even number of calls the mean of the two in the middle, rounded. */
  readonly median: number;
  readonly max: number;
}

/** By method in the order of their names. @throws Usage TOOL_FAILED */
export function mergeGas(measured: Measured): MethodGas[] {
  const byMethod = new Map<string, number[]>();
  for (const [method, value] of measured) {
    const { gas } = (value ?? {}) as { gas?: unknown };
    if (!Array.isArray(gas)) return malformed(method);
    const used = gas.map((each) => wholeIn(each, method));
    byMethod.set(method, [...(byMethod.get(method) ?? []), ...used]);
  }
  const called = [...byMethod].filter(([, gas]) => gas.length > 0);
  return called
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([method, gas]) =>
      summary(
        method,
        gas.sort((a, b) => a - b),
      ),
    );
}

function summary(method: string, gas: readonly number[]): MethodGas {
  const middle = gas.length >> 1;
  const median = gas.length % 2 === 1 ? gas[middle]! : Math.round((gas[middle - 1]! + gas[middle]!) / 2);
  return { method, calls: gas.length, min: gas[0]!, median, max: gas.at(-1)! };
}

export function gasTable(methods: readonly MethodGas[], colours: Colours): string {
  const rows = methods.map(({ method, calls, min, median, max }) => [
    method,
    ...[calls, min, median, max].map((value) => grouped(value)),
  ]);
  return table(['gas', 'calls', 'min', 'median', 'max'], rows, colours, [1, 2, 3, 4]);
}
