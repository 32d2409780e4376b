// Names of contracts: which ones are lawful and free, and how one is given.
import { type Named, readNames, readNamesFile } from '../engine/app/names.ts';
import { type Bytes, equal, toHex } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import { formatAddress } from '../engine/client/address.ts';
import { writeWhole } from './files.ts';

/** Gives a contract a name. @throws Usage NAME_TAKEN if another contract has it */
export function addName(path: string, chain: Bytes, named: Named): void {
  addNames(path, chain, [named]);
}

/** Gives contracts names, all of them or none. @throws Usage NAME_TAKEN if another contract has one */
export function addNames(path: string, chain: Bytes, named: readonly Named[]): void {
  const taken = new Map(readNames(path, chain).map(({ name, address }) => [name, address]));
  for (const { name, address } of named) {
    checkContractName(name);
    const other = taken.get(name);
    if (other && !equal(other, address)) throw new Usage('NAME_TAKEN', name);
    taken.set(name, address);
  }
  const file = readNamesFile(path);
  const id = toHex(chain);
  const added = named.map(({ name, address }) => [name, formatAddress('contract', address)] as const);
  const mine = { ...file.chains[id], ...Object.fromEntries(added) };
  writeWhole(path, `${JSON.stringify({ version: 1, chains: { ...file.chains, [id]: mine } }, null, 2)}\n`);
}

/** @throws Usage USAGE if the text cannot be a name */
export function checkContractName(name: string): void {
  if (isContractName(name)) return;
  throw new Usage('USAGE', `${JSON.stringify(name)} is no contract name: letters, digits, dash, dot and underline`);
}

/** Whether a text can be a name: it is none that looks like an address. */
export function isContractName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(text) && !/^t[aco]1/i.test(text);
}

/** The name itself, or with the first number behind it, and a gap between, that makes it free: token, token2, token3. */
export function freeName(wanted: string, taken: readonly string[], gap = ''): string {
  if (!taken.includes(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.includes(`${wanted}${gap}${i}`)) return `${wanted}${gap}${i}`;
}
