// A transaction as it travels, is stored and enters the transaction root: the request, then its auths.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from './bytes.ts';
import { Decoder, encoded } from './codec.ts';
import { CodecError } from './errors.ts';
import { type Auth, type Request, readRecord, writeRecord } from './records.ts';

/** Bytes of version and chain, which stand before the sender in a request. */
const BEFORE_SENDER = 33;

export interface Transaction {
  readonly request: Request;
  readonly auths: readonly Auth[];
}

/** Borsh of the request's fields, then Vec<Auth>. @throws CodecError */
export function encodeTransaction(tx: Transaction): Bytes {
  return encoded((to) => {
    writeRecord('Request', to, tx.request);
    to.u32(tx.auths.length);
    for (const auth of tx.auths) writeRecord('Auth', to, auth);
  });
}

/** The part of an encoded transaction that is its request, as a view: a value has one encoding, so it need not be made again. */
export function requestPart(bytes: Bytes, { auths }: Transaction): Bytes {
  let behind = 4;
  for (const { key, signature } of auths) behind += 1 + 4 + key.length + 4 + signature.length;
  return bytes.subarray(0, bytes.length - behind);
}

/** Who sends a transaction, as its how manieth, with how much gas: what there is to know before it is read whole. @throws CodecError if it ends before */
export function readTerms(bytes: Bytes): Pick<Request, 'sender' | 'nonce' | 'gasLimit'> {
  const from = new Decoder(bytes);
  from.raw(BEFORE_SENDER);
  return { sender: from.raw(32), nonce: from.u64(), gasLimit: from.u64() };
}

/** @throws CodecError unless the bytes are what {@link encodeTransaction} writes */
export function decodeTransaction(bytes: Bytes): Transaction {
  const from = new Decoder(bytes);
  const request = readRecord('Request', from);
  const count = from.u32();
  if (count > LIMITS.signatures.max) throw new CodecError(`${count} auths`);
  const auths: Auth[] = [];
  for (let i = 0; i < count; i++) auths.push(readRecord('Auth', from));
  from.end();
  return { request, auths };
}
