// ABIs of contracts of a chain, each read once; what a contract is upgraded to has another.
import { abiAmong } from '../abi/abi.ts';
import type { Abi } from '../abi/types.ts';
import { type Bytes, toHex } from '../base/bytes.ts';
import type { ContractRecord } from '../base/records.ts';
import type { Connection } from '../client/connection.ts';

/** The ABI that was uploaded under this id, if there is one. @throws Usage ABI_INVALID */
export async function abiOf(connection: Connection, metaId: Bytes): Promise<Abi | undefined> {
  const sections = await connection.meta(metaId);
  return sections && abiAmong(sections);
}

/** Asks for the ABI of the code of a contract, and keeps it. @throws Usage ABI_INVALID */
export function abiShelf(connection: Connection): (record: ContractRecord) => Promise<Abi | undefined> {
  const known = new Map<string, Abi>();
  return async ({ metaId }) => {
    const key = toHex(metaId);
    const abi = known.get(key) ?? (await abiOf(connection, metaId));
    if (abi !== undefined) known.set(key, abi);
    return abi;
  };
}
