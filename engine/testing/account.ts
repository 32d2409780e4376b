// Parties of a test: accounts by name, whose keys follow from their names, and accounts of others by address.
import { RECORD_VERSION, SCHEMES } from '../../spec/records.ts';
import { type Bytes, compare } from '../base/bytes.ts';
import type { AccountRecord, Auth, Request } from '../base/records.ts';
import { encode } from '../base/records.ts';
import { encodeTransaction } from '../base/transaction.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { misuse } from '../client/failed.ts';
import type { Addressed } from '../client/given.ts';
import { accountOf } from '../client/transaction.ts';
import { nodeNatives } from '../crypto/node.ts';
import { firstRecord } from '../runtime/account.ts';

/** A party of a test. */
export interface Account extends Addressed {
  readonly name: string;
  /** Follows from the name; there is none for an account that is only acted for. */
  readonly secret?: Bytes;
}

export const sha256 = (text: string): Bytes => nodeNatives.sha256(encodeUtf8(text));

export function namedAccount(name: string): Account {
  const secret = sha256(`tally test ${name}`);
  return { name, secret, address: accountOf(nodeNatives, secret) };
}

/** @throws Usage for what is no account, such as a name: tests in JavaScript have nobody who looks at types */
export function party(from: Account): Account {
  if (typeof from === 'object' && from !== null && from.address instanceof Uint8Array) return from;
  throw misuse(`${JSON.stringify(from)} is no account: write sandbox.account(${JSON.stringify(String(from))})`);
}

/** Nobody looks at signatures in a sandbox; each has the length of one, so that a transaction costs what it costs elsewhere. */
const SIGNATURE = new Uint8Array(64);

/** The key that an account without record gets if nobody knows the one that hashes to it. */
const STAND_IN = nodeNatives.publicKey(sha256('tally test stand-in'));

/** The record of an account that has sent nothing, and whose own key nobody knows: it lets somebody send for it. */
export function standIn(): Bytes {
  return encode('AccountRecord', firstRecord({ scheme: SCHEMES.ed25519, key: STAND_IN }));
}

/** The transaction with as many keys of the sender as it takes; `record` is undefined for an account that has sent nothing. */
export function authorised(request: Request, { secret }: Account, record: AccountRecord | undefined): Bytes {
  const keys = record?.keys ?? [{ scheme: SCHEMES.ed25519, key: nodeNatives.publicKey(secret!) }];
  const used = [...keys].sort((a, b) => a.scheme - b.scheme || compare(a.key, b.key)).slice(0, record?.threshold ?? 1);
  const auths: Auth[] = used.map(({ scheme, key }) => ({ scheme, key, signature: SIGNATURE }));
  return encodeTransaction({ request: { ...request, version: RECORD_VERSION }, auths });
}
