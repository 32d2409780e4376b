// Arguments as bytes, for contracts that pass a call on.
import { contractClient } from '../../../engine/client/contract.ts';
import type { Contract } from '../../../engine/testing/sandbox.ts';

type Values = NonNullable<Parameters<ReturnType<typeof contractClient>['call']>[1]>;

/** The input of a method of a contract. */
export function inputOf(to: Contract, method: string, args: Values = {}) {
  return contractClient(to.abi).call(method, args).input;
}
