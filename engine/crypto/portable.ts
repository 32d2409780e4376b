// Natives in plain JavaScript (noble), for browsers, for verifiers and as a check on node:crypto.
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { sm3 } from 'sm-crypto-v2';
import { SCHEMES } from '../../spec/records.ts';
import { type Bytes, concat, fromHex, toLatin1 } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import type { HashName, Natives } from '../base/natives.ts';
import { verifyDigest, verifySm2 } from './curves.ts';
import type { Signing } from './signing.ts';
import { isStrict } from './strict.ts';

const { Point } = ed25519;

function verify(scheme: number, key: Bytes, message: Bytes, signature: Bytes): boolean {
  if (scheme !== SCHEMES.ed25519 || !isStrict(key, signature)) return false;
  const a = pointOf(key);
  const r = pointOf(signature.subarray(0, 32));
  return a !== undefined && r !== undefined && equationHolds(a, r, key, message, signature);
}

// noble's own verify multiplies by the cofactor; PROTOCOL 4 compares [S]B = R + [k]A as it stands.
function equationHolds(a: Ed25519Point, r: Ed25519Point, key: Bytes, message: Bytes, signature: Bytes): boolean {
  const k = Point.Fn.create(bytesToNumberLE(sha512(concat(signature.subarray(0, 32), key, message))));
  const s = bytesToNumberLE(signature.subarray(32));
  return Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
}

type Ed25519Point = InstanceType<typeof Point>;

function pointOf(bytes: Bytes): Ed25519Point | undefined {
  try {
    return Point.fromBytes(bytes);
  } catch (error) {
    // Only what noble says of a point: the end of the stack is a fault of this run and no answer.
    if (error instanceof Error && error.message.startsWith('bad point')) return undefined;
    throw error;
  }
}

const HASHES: { readonly [name in HashName]: (data: Bytes) => Bytes } = {
  keccak256: (data) => keccak_256(data),
  blake2b256: (data) => blake2b(data, { dkLen: 32 }),
  sm3: (data) => fromHex(sm3(data))!,
};

function checked(secret: Bytes): Bytes {
  if (secret.length !== 32) throw new CodecError(`a secret key of ${secret.length} bytes instead of 32`);
  return secret;
}

/** Hashes, the strict Ed25519 check of PROTOCOL 4, and keys and signatures, without any native code. */
export const portableNatives: Natives & Signing = {
  sha256: (data) => sha256(data),
  sha256Latin1: (data) => toLatin1(sha256(data)),
  digest: (name, data) => HASHES[name](data),
  verify,
  verifyDigest,
  verifySm2: (...args) => verifySm2(HASHES.sm3, ...args),
  generateKey: () => ed25519.utils.randomSecretKey(),
  publicKey: (secret) => ed25519.getPublicKey(checked(secret)),
  sign: (secret, message) => ed25519.sign(message, checked(secret)),
};
