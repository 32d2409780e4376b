// Names of contracts: which address a name stands for, kept beside the chain and apart for each chain.
import { existsSync, readFileSync } from 'node:fs';
import { type Bytes, equal, toHex } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import { formatAddress, parseAddress } from '../engine/client/address.ts';
import { writeWhole } from './files.ts';

/** The file: by chain id in hexadecimal, addresses as text by name. */
interface NamesFile {
  readonly version: 1;
  readonly chains: { readonly [chain: string]: { readonly [name: string]: string } };
}

/** A name and its contract's address. */
export interface Named {
  readonly name: string;
  readonly address: Bytes;
}

const NOTHING: NamesFile = { version: 1, chains: {} };

/** The names of one chain in the order they were given. @throws Usage FILE_UNREADABLE */
export function readNames(path: string, chain: Bytes): Named[] {
  const names = readFile(path).chains[toHex(chain)] ?? {};
  return Object.entries(names).map(([name, text]) => ({ name, address: parseAddress(text).bytes }));
}

/** Gives a contract a name. @throws Usage NAME_TAKEN if another contract has it */
export function addName(path: string, chain: Bytes, { name, address }: Named): void {
  checkContractName(name);
  const taken = readNames(path, chain).find((known) => known.name === name);
  if (taken && !equal(taken.address, address)) throw new Usage('NAME_TAKEN', name);
  const file = readFile(path);
  const id = toHex(chain);
  const mine = { ...file.chains[id], [name]: formatAddress('contract', address) };
  writeWhole(path, `${JSON.stringify({ version: 1, chains: { ...file.chains, [id]: mine } }, null, 2)}\n`);
}

/** @throws Usage USAGE if the text cannot be a name */
export function checkContractName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name) && !/^t[ac]1/i.test(name)) return;
  throw new Usage('USAGE', `${JSON.stringify(name)} is no contract name: letters, digits, dash, dot and underline`);
}

/** The name itself, or with the first number behind it that makes it free: token, token2, token3. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.includes(`${wanted}${i}`)) return `${wanted}${i}`;
}

function readFile(path: string): NamesFile {
  if (!existsSync(path)) return NOTHING;
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as NamesFile;
    if (value?.version === 1 && typeof value.chains === 'object' && value.chains !== null) return value;
  } catch {}
  throw new Usage('FILE_UNREADABLE', `${path}: not a list of names`);
}
