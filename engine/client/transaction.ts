// Builds and signs transactions of each kind.
import { LIMITS } from '../../spec/limits.ts';
import { RECORD_VERSION, SCHEMES } from '../../spec/records.ts';
import { TX_KINDS, type TxKindName } from '../../spec/tx.ts';
import { type Bytes, compare, EMPTY, equal } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { accountAddress, txId } from '../base/hash.ts';
import type { Natives } from '../base/natives.ts';
import { type AdminPolicy, type Auth, encode, type RecordOf, type Request } from '../base/records.ts';
import type { Transaction } from '../base/transaction.ts';
import type { Signing } from '../crypto/signing.ts';

/** What every transaction says besides its kind and body. */
export interface Terms {
  readonly chain: Bytes;
  readonly sender: Bytes;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  /** Last height at which it is lawful. */
  readonly expiry: bigint;
}

/** The record that a kind of transaction carries. */
export type BodyOf<K extends TxKindName> = RecordOf<Extract<(typeof TX_KINDS)[number], { name: K }>['body']>;

/** What an instantiation may leave out: no init arguments, the sender alone as admin, no invariant, no template. */
export type Instantiation = Pick<BodyOf<'instantiate'>, 'codeId' | 'metaId' | 'salt'> & Partial<BodyOf<'instantiate'>>;
type WithoutInput<T> = Omit<T, 'input'> & { readonly input?: Bytes };

/** The request of any kind. @throws CodecError if a field of the body has no lawful encoding */
export function buildRequest<K extends TxKindName>(terms: Terms, kind: K, body: BodyOf<K>): Request {
  return { version: RECORD_VERSION, ...terms, ...encodedBody(kind, body) };
}

/** A kind by its number with its body in bytes: what a request, a proposal and a schedule carry. @throws CodecError likewise */
export function encodedBody<K extends TxKindName>(kind: K, body: BodyOf<K>): Pick<Request, 'kind' | 'body'> {
  const row = TX_KINDS.find(({ name }) => name === kind)!;
  return { kind: row.id, body: encode(row.body, body as never) };
}

export function uploadRequest(terms: Terms, module: Bytes): Request {
  return buildRequest(terms, 'upload', { module });
}

export function instantiateRequest(terms: Terms, body: Instantiation): Request {
  const rest = { admin: soleAdmin(terms.sender), holds: false, invariant: '', template: null, input: EMPTY };
  return buildRequest(terms, 'instantiate', { ...rest, ...body });
}

export function callRequest(terms: Terms, body: WithoutInput<BodyOf<'call'>>): Request {
  return buildRequest(terms, 'call', { input: EMPTY, ...body });
}

/** An upgrade is not breaking unless it says so. */
export function upgradeRequest(
  terms: Terms,
  body: Pick<BodyOf<'upgrade'>, 'contract' | 'codeId' | 'metaId'> & Partial<BodyOf<'upgrade'>>,
): Request {
  return buildRequest(terms, 'upgrade', { breaking: false, input: EMPTY, ...body });
}

/** The admin policy of a contract that one address may upgrade, at once. */
export function soleAdmin(address: Bytes): AdminPolicy {
  return { members: [address], threshold: 1, delay: 0 };
}

/** The account that a secret key opens, as long as it has not changed its keys. @throws CodecError unless it has 32 bytes */
export function accountOf(natives: Natives & Signing, secret: Bytes): Bytes {
  return accountAddress(natives, SCHEMES.ed25519, natives.publicKey(secret));
}

/**
 * The request with one Ed25519 signature of its id for each secret key, ascending by scheme and key as PROTOCOL 4 wants them.
 * @throws CodecError if there is no key, too many, or one twice
 */
export function signTransaction(
  natives: Natives & Signing,
  request: Request,
  secretKeys: readonly Bytes[],
): Transaction {
  if (secretKeys.length < 1 || secretKeys.length > LIMITS.signatures.max) {
    throw new CodecError(`${secretKeys.length} keys, not 1 to ${LIMITS.signatures.max}`);
  }
  const id = txId(natives, request);
  const auths = secretKeys.map((secret) => signedBy(natives, secret, id)).sort(byKey);
  if (auths.some((auth, i) => i > 0 && equal(auth.key, auths[i - 1]!.key))) throw new CodecError('one key twice');
  return { request, auths };
}

function signedBy(natives: Signing, secret: Bytes, id: Bytes): Auth {
  return { scheme: SCHEMES.ed25519, key: natives.publicKey(secret), signature: natives.sign(secret, id) };
}

function byKey(a: Auth, b: Auth): number {
  return a.scheme - b.scheme || compare(a.key, b.key);
}
