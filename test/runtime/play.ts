// Lets a puppet play a program in a transaction of its own.
import type { Bytes } from '../../engine/base/bytes.ts';
import type { Receipt } from '../../engine/base/records.ts';
import { type Otherwise, ok, type TestChain } from './chain.ts';
import { type Program, program, results } from './puppet.ts';

/** The receipt of a call of `run`, or of another method, with the program. */
export function play(chain: TestChain, at: Bytes, steps: Program, method = 'run', terms: Otherwise = {}): Receipt {
  return chain.call(at, method, program(steps), terms);
}

/** What the steps gave; the transaction must be OK. */
export function told(chain: TestChain, at: Bytes, steps: Program, method = 'run'): (bigint | string)[] {
  return results(steps, ok(play(chain, at, steps, method)).output);
}

/** What a view's steps gave when it was asked, without a transaction. */
export function asked(chain: TestChain, at: Bytes, steps: Program, method = 'look'): (bigint | string)[] {
  const { status, output } = chain.query(at, method, program(steps));
  if (status !== 0) throw new Error(`status ${status}`);
  return results(steps, output);
}

/** Least gas limit with which the transaction has a status, by halving between two limits. */
export function leastGas(from: bigint, to: bigint, has: (gasLimit: bigint) => boolean): bigint {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (has(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}
