// What tests of the examples share: parties with money in a token, and steps that may be refused.
import { type Account, CallFailed, type Contract, type Sandbox } from '../../../engine/testing/sandbox.ts';

/** What each party holds to begin with. */
export const PURSE = 1_000n;

/** A token in which each party holds {@link PURSE}. */
export async function tokenFor(sandbox: Sandbox, parties: readonly Account[]): Promise<Contract> {
  const token = await sandbox.deploy('contracts/token.ts', { args: { name: 'Crown', symbol: 'CRN', decimals: 2 } });
  for (const to of parties) token.call('mint', { to, amount: PURSE });
  return token;
}

/** Lets a contract spend whatever a party holds. */
export function allow(token: Contract, spender: Contract, parties: readonly Account[]): void {
  for (const party of parties) token.call('approve', { spender, amount: 1n << 100n }, party);
}

export const balance = (token: Contract, holder: Account | Contract): bigint =>
  token.query('balanceOf', { holder }) as bigint;

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);

/** What was refused, by its code; OK if nothing was. Whatever else happens is thrown on. */
export function outcome(act: () => unknown): string {
  try {
    act();
    return 'OK';
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return error.code;
  }
}

/** Day of the next call, days since 1970. */
export const today = (sandbox: Sandbox): number => Math.floor(sandbox.time / 86_400_000);
