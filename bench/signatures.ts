// How many transactions the signature threads of a node check by themselves: what the rate of a whole transfer is measured against.
import type { Bytes } from '../engine/base/bytes.ts';
import type { SignatureLibrary } from '../engine/node/settings.ts';
import { Signatures } from '../engine/node/signatures.ts';

const RUNS = 5;
/** Milliseconds between two looks at whether the threads are there. */
const PAUSE = 20;

/** Transactions a second, a run each, with all threads at work and nothing else to do. @throws Error if a signature is not valid */
export async function checkRates(library: SignatureLibrary, transactions: readonly Bytes[]): Promise<number[]> {
  const signatures = new Signatures(library);
  try {
    // Until the threads have loaded what they need, nothing is checked.
    while ((await signatures.check(transactions)).size === 0)
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const begin = performance.now();
      const { size } = await signatures.check(transactions);
      rates.push((1000 * size) / (performance.now() - begin));
      if (size !== transactions.length) throw new Error(`${size} of ${transactions.length} signatures are valid`);
    }
    return rates;
  } finally {
    signatures.close();
  }
}
