// Calls as code that can be pasted into a test.
import { type Bytes, equal } from '../base/bytes.ts';
import type { Addressed, Args, Given } from '../client/given.ts';
import type { Account } from './account.ts';
import type { Contract } from './contract.ts';

/** Names under which a test knows contracts. */
export type Names = ReadonlyMap<Contract, string>;

/** A name for each contract: that of its `@contract`, with a number where several have the same. */
export function namesOf(contracts: readonly Contract[]): Names {
  const names = new Map<Contract, string>();
  const taken = new Set<string>();
  for (const contract of contracts) {
    const own = identifier(contract.abi.name);
    let name = own;
    for (let i = 2; taken.has(name); i++) name = `${own}${i}`;
    taken.add(name);
    names.set(contract, name);
  }
  return names;
}

function identifier(text: string): string {
  const joined = text.replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');
  return isIdentifier(joined) ? joined : `_${joined}`;
}

function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** `token.call("transfer", { to: bob, amount: 5n }, ann);` */
export function callText(names: Names, contract: Contract, method: string, args: Args, from: Account): string {
  const given = Object.keys(args).length === 0 ? '{}' : valueText(args, names);
  return `${names.get(contract)!}.call(${JSON.stringify(method)}, ${given}, ${accountText(from)});`;
}

/** An account by the name of its variable; one that is acted for by its address. */
export function accountText({ name }: Account): string {
  return isIdentifier(name) ? name : `sandbox.account(${JSON.stringify(name)})`;
}

/** A value as JavaScript writes it. */
export function valueText(value: Given, names: Names): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (Array.isArray(value)) return `[${value.map((each: Given) => valueText(each, names)).join(', ')}]`;
  if (isAddressed(value)) return addressText(value, names);
  const fields = Object.entries(value as { readonly [field: string]: Given });
  const texts = fields.map(([name, each]) => {
    const text = valueText(each, names);
    return text === name ? name : `${isIdentifier(name) ? name : JSON.stringify(name)}: ${text}`;
  });
  return `{ ${texts.join(', ')} }`;
}

function bytesText(bytes: Bytes): string {
  if (bytes.length > 0 && equal(bytes, new Uint8Array(bytes.length))) return `new Uint8Array(${bytes.length})`;
  return `Uint8Array.of(${bytes.join(', ')})`;
}

function isAddressed(value: object): value is Addressed {
  return 'address' in value && value.address instanceof Uint8Array;
}

function addressText(value: Addressed, names: Names): string {
  const contract = [...names.keys()].find((each) => equal(each.address, value.address));
  if (contract !== undefined) return names.get(contract)!;
  return 'name' in value ? accountText(value as Account) : bytesText(value.address);
}
