// Names of contracts as they are kept beside a chain: which address a name stands for, apart for each chain.
import { existsSync, readFileSync } from 'node:fs';
import { didYouMean } from '../abi/nearest.ts';
import { type Bytes, toHex } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { looksLikeAddress, parseAddress } from '../client/address.ts';

/** The file: by chain id in hexadecimal, addresses as text by name. */
export interface NamesFile {
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
  const names = readNamesFile(path).chains[toHex(chain)] ?? {};
  return Object.entries(names).map(([name, text]) => ({ name, address: parseAddress(text).bytes }));
}

/** The contract of a name, or of an address as text. @throws Usage NAME_UNKNOWN with the nearest name, ADDRESS_INVALID */
export function contractAddressOf(contracts: readonly Named[], word: string): Bytes {
  if (looksLikeAddress(word)) {
    const { kind, bytes } = parseAddress(word);
    if (kind === 'contract') return bytes;
    throw new Usage('ADDRESS_INVALID', `${word} is an ${kind}, and a contract's address starts with tc1`);
  }
  const name = word.replace(/^contract:/, '');
  const found = contracts.find((named) => named.name === name);
  if (found) return found.address;
  const names = contracts.map((named) => named.name);
  throw new Usage('NAME_UNKNOWN', `contract ${JSON.stringify(word)}${didYouMean(word, names)}`);
}

/** The whole file; empty if there is none. @throws Usage FILE_UNREADABLE */
export function readNamesFile(path: string): NamesFile {
  if (!existsSync(path)) return NOTHING;
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as NamesFile;
    if (value?.version === 1 && typeof value.chains === 'object' && value.chains !== null) return value;
  } catch {}
  throw new Usage('FILE_UNREADABLE', `${path}: not a list of names`);
}
