// Accounts: what is known of one, whether it survives the loss of a key, and how new keys agree to belong to it.
import { loadKey } from '../../engine/app/keys.ts';
import { type Bytes, compare, toHex } from '../../engine/base/bytes.ts';
import { accountAddress, keyMessage } from '../../engine/base/hash.ts';
import type { AccountRecord, RecordOf } from '../../engine/base/records.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { SCHEMES } from '../../spec/records.ts';
import type { Place } from './perform.ts';

/** Whether the loss of one key loses the account. */
export async function isFragile(connection: Connection, address: Bytes): Promise<boolean> {
  return losesAll(await connection.account(address));
}

/** An account that has sent nothing has the one key that its address is made of. */
export function losesAll({ keys, threshold, organisation }: AccountRecord): boolean {
  return organisation === null && threshold >= Math.max(keys.length, 1);
}

/** Key files as new keys of an account: each of them signs that it wants to be one. @throws Usage NAME_UNKNOWN, KEY_FILE */
export async function newKeys(
  { session, connection }: Place,
  names: readonly string[],
  account: Bytes,
): Promise<RecordOf<'NewKey'>[]> {
  const { chain } = await connection.info();
  const message = keyMessage(nodeNatives, chain, account);
  return names
    .map((name) => loadKey(session.keys, name))
    .map(({ publicKey, secretKey }) => ({
      scheme: SCHEMES.ed25519,
      key: publicKey,
      proof: nodeNatives.sign(secretKey, message),
    }))
    .sort((a, b) => compare(a.key, b.key));
}

/** What a key is called here, otherwise its beginning. */
export function keyLabel({ book }: Place, key: Bytes): string {
  const name = book.nameOf(accountAddress(nodeNatives, SCHEMES.ed25519, key));
  return name ?? `${toHex(key).slice(0, 16)}…`;
}
