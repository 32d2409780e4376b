// A pledge of goods as its tests bring it about.
import { type Instance, minor } from './kit.ts';

export const LOAN = { endToEndId: 'E2E-LOAN', uetr: '26c1b1d9-982d-42df-a7a5-12058a767eb6' };
export const BACK = { endToEndId: 'E2E-BACK', uetr: '7d95b552-fcf1-4c34-981e-e45774cdc575' };
export const REST = { endToEndId: 'E2E-REST', uetr: 'e0104ca5-e53c-4cf9-8a7c-e6706f20545b' };
export const NONE = { endToEndId: '', uetr: '' };

/** Calls by the role that may. */
export const act = ({ contract, who }: Instance, role: string, method: string, args = {}): unknown =>
  contract.call(method, args, who[role]!);

/** Issued, offered and lent on. */
export function pledged(instance: Instance): void {
  act(instance, 'warehouse', 'issue', { quantity: 10 });
  act(instance, 'owner', 'pledge');
  act(instance, 'lender', 'disburse', instance.token ? NONE : LOAN);
  if (!instance.token) act(instance, 'owner', 'confirm');
}

/** The next report, as of today. */
export function priced(instance: Instance, price: string): void {
  const asOf = Math.floor(instance.sandbox.time / 86_400_000);
  const sequence = (instance.contract.query('sequence') as number) + 1;
  act(instance, 'reporter', 'reportPrice', { sequence, asOf, price: minor(price) });
}

export const views = ({ contract }: Instance, ...names: string[]): unknown[] =>
  names.map((name) => contract.query(name));
