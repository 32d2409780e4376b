// The contract that a command names, with its record and ABI.
import type { Abi } from '../engine/abi/types.ts';
import { abiOf } from '../engine/app/abis.ts';
import { contractAddressOf } from '../engine/app/names.ts';
import { type Bytes, toLatin1 } from '../engine/base/bytes.ts';
import { Reject } from '../engine/base/errors.ts';
import type { ContractRecord } from '../engine/base/records.ts';
import { formatAddress } from '../engine/client/address.ts';
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
  const address = contractAddressOf(book.contracts, word);
  const record = await connection.contract(address);
  if (!record) throw new Reject('CONTRACT_UNKNOWN', word);
  const name = book.nameOf(address) ?? formatAddress('contract', address);
  return { name, address, record, abi: await abiOf(connection, record.metaId) };
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
