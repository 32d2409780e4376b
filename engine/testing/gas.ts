// Gas figures of a test run: what each successful call of each method used, written where TALLY_GAS says.
import { recordOf } from './record.ts';

const methods: { [method: string]: { readonly gas: number[] } } = {};
const record = recordOf('TALLY_GAS', 'gas', () => ({ methods }));

/** Notes a call that ended OK; `method` is the contract's name and the method's, as in `purse.payIn`. */
export function noteGas(method: string, gas: number): void {
  if (record === undefined) return;
  if (!Object.hasOwn(methods, method)) methods[method] = { gas: [] };
  methods[method]!.gas.push(gas);
  record.changed();
}
