// Gas figures of a test run: what each successful call of each method used, written where TALLY_GAS says.
import { type Report, recordOf } from './record.ts';

const methods: { [method: string]: { readonly gas: number[] } } = {};
let record: Report | undefined;

/** Notes a call that ended OK; `method` is the contract's name and the method's, as in `purse.payIn`. */
export function noteGas(method: string, gas: number): void {
  record ??= recordOf('TALLY_GAS', 'gas', () => ({ methods }));
  if (record === undefined) return;
  if (!Object.hasOwn(methods, method)) methods[method] = { gas: [] };
  methods[method]!.gas.push(gas);
  record.changed();
}
