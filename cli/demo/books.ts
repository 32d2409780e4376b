// The books: asks the finished chain whether what was issued was settled or is outstanding, and whether the money is all there.

import { type Bytes, ZERO32 } from '../../engine/base/bytes.ts';
import type { Connection } from '../../engine/client/connection.ts';
import type { Arguments } from '../../engine/client/contract.ts';
import { STATUS } from '../../spec/errors.ts';
import { failure } from '../outcome.ts';
import type { Deployed, Deployment } from './contracts.ts';
import type { CurrencySum } from './plan.ts';

/** A figure of the chain beside the one that the plan expects, in minor units. */
export interface BookEntry {
  readonly currency: string;
  readonly what: 'outstanding' | 'settledTotal' | 'totalSupply' | 'balances';
  readonly expected: bigint;
  readonly found: bigint;
}

/** The sums of every currency by queries; `holders` are all who can have a balance. @throws Failed, Reject, Fault */
export async function readBooks(
  connection: Connection,
  deployment: Deployment,
  holders: readonly Bytes[],
  sums: readonly CurrencySum[],
): Promise<BookEntry[]> {
  const entries: BookEntry[] = [];
  for (const { currency, minted, settled, outstanding } of sums) {
    const { token, receivable } = deployment.get(currency)!;
    const add = (what: BookEntry['what'], expected: bigint, found: bigint) =>
      entries.push({ currency, what, expected, found });
    add('outstanding', outstanding, await ask(connection, receivable, 'outstanding'));
    add('settledTotal', settled, await ask(connection, receivable, 'settledTotal'));
    add('totalSupply', minted, await ask(connection, token, 'totalSupply'));
    let balances = 0n;
    for (const holder of holders) balances += await ask(connection, token, 'balanceOf', { holder });
    add('balances', minted, balances);
  }
  return entries;
}

async function ask(connection: Connection, contract: Deployed, name: string, args: Arguments = {}): Promise<bigint> {
  const { method, input } = contract.client.query(name, args);
  const { status, output } = await connection.query({ contract: contract.address, method, input, caller: ZERO32 });
  if (status !== STATUS.OK) throw failure(status, output, { contract: contract.name, method, facts: {} });
  return contract.client.output(name, output) as bigint;
}
