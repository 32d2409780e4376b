// The contract that a command names, with its record and ABI.
import { ABI_SECTION, readAbi } from '../engine/abi/abi.ts';
import { didYouMean } from '../engine/abi/nearest.ts';
import type { Abi } from '../engine/abi/types.ts';
import { type Bytes, toLatin1 } from '../engine/base/bytes.ts';
import { Reject, Usage } from '../engine/base/errors.ts';
import type { ContractRecord } from '../engine/base/records.ts';
import { formatAddress, looksLikeAddress, parseAddress } from '../engine/client/address.ts';
import type { Connection } from '../engine/client/connection.ts';
import type { Book } from './book.ts';

export interface Target {
  /** As people call it: its name, otherwise its address. */
  readonly name: string;
  readonly address: Bytes;
  readonly record: ContractRecord;
  /** Undefined if the code came without one. */
  readonly abi: Abi | undefined;
}

/** @throws Usage NAME_UNKNOWN, ADDRESS_INVALID, ABI_INVALID; Reject CONTRACT_UNKNOWN */
export async function findContract(connection: Connection, book: Book, word: string): Promise<Target> {
  const address = addressOf(book, word);
  const record = await connection.contract(address);
  if (!record) throw new Reject('CONTRACT_UNKNOWN', word);
  const name = book.nameOf(address) ?? formatAddress('contract', address);
  return { name, address, record, abi: await abiOf(connection, record.metaId) };
}

function addressOf(book: Book, word: string): Bytes {
  if (looksLikeAddress(word)) {
    const { kind, bytes } = parseAddress(word);
    if (kind === 'contract') return bytes;
    throw new Usage('ADDRESS_INVALID', `${word} is an account, and a contract's address starts with tc1`);
  }
  const name = word.replace(/^contract:/, '');
  const address = book.contract(name);
  if (address) return address;
  const names = book.contracts.map((named) => named.name);
  throw new Usage('NAME_UNKNOWN', `contract ${JSON.stringify(word)}${didYouMean(word, names)}`);
}

/** The ABI that was uploaded under this id, if there is one. @throws Usage ABI_INVALID */
export async function abiOf(connection: Connection, metaId: Bytes): Promise<Abi | undefined> {
  const sections = await connection.meta(metaId);
  const section = sections?.find(({ name }) => name === ABI_SECTION);
  return section && readAbi(section.bytes);
}

/** ABIs of contracts by address, each asked for once; one that cannot be read counts as none. */
export function abiCache(connection: Connection): (address: Bytes) => Promise<Abi | undefined> {
  const known = new Map<string, Promise<Abi | undefined>>();
  const load = async (address: Bytes) => {
    const record = await connection.contract(address);
    return record && (await abiOf(connection, record.metaId).catch(() => undefined));
  };
  return (address) => {
    const key = toLatin1(address);
    const found = known.get(key) ?? load(address);
    known.set(key, found);
    return found;
  };
}
