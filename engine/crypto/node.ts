// Natives by node:crypto, behind the strict form that both implementations share.
import * as crypto from 'node:crypto';
import { createBLAKE2b, createKeccak } from 'hash-wasm';
import { SCHEMES } from '../../spec/records.ts';
import { type Bytes, fromLatin1, toLatin1 } from '../base/bytes.ts';
import type { HashName, Natives } from '../base/natives.ts';
import { verifyDigest, verifySm2 } from './curves.ts';
import { generateKey, publicKey, sign } from './sign.ts';
import type { Signing } from './signing.ts';
import { isStrict } from './strict.ts';

/** Keys of senders; each takes a kilobyte or two outside of V8's heap. */
const CACHED_KEYS = 16_384;

// A digest comes as a string of Latin-1 in a third of the time that it comes as a buffer: making a buffer leaves JavaScript.
function sha256Latin1(data: Bytes): string {
  return crypto.hash('sha256', data, 'binary');
}

function sha256(data: Bytes): Bytes {
  return fromLatin1(sha256Latin1(data));
}

// OpenSSL has neither the original Keccak nor a short BLAKE2b.
const [keccak, blake2b] = await Promise.all([createKeccak(256), createBLAKE2b(256)]);

const HASHES: { readonly [name in HashName]: (data: Bytes) => Bytes } = {
  keccak256: (data) => keccak.init().update(data).digest('binary'),
  blake2b256: (data) => blake2b.init().update(data).digest('binary'),
  sm3: (data) => fromLatin1(crypto.hash('sm3', data, 'binary')),
};

function verify(scheme: number, key: Bytes, message: Bytes, signature: Bytes): boolean {
  if (scheme !== SCHEMES.ed25519 || !isStrict(key, signature)) return false;
  const object = keyObject(key);
  return object !== undefined && crypto.verify(null, message, object, signature);
}

// Importing a key costs a tenth of a check; senders come back.
const imported = new Map<string, crypto.KeyObject>();

function keyObject(key: Bytes): crypto.KeyObject | undefined {
  const name = toLatin1(key);
  const known = imported.get(name);
  if (known) return known;
  const made = importKey(key);
  if (imported.size >= CACHED_KEYS) imported.delete(imported.keys().next().value!);
  if (made) imported.set(name, made);
  return made;
}

// A JWK is imported in half the time of a DER key. Bytes off the curve are a wrong key, anything else is a fault.
function importKey(key: Bytes): crypto.KeyObject | undefined {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') };
  try {
    return crypto.createPublicKey({ key: jwk, format: 'jwk' });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_CRYPTO_INVALID_JWK') return undefined;
    throw error;
  }
}

/** Hashes, the strict Ed25519 check of PROTOCOL 4, and keys and signatures, by node:crypto. */
export const nodeNatives: Natives & Signing = {
  sha256,
  sha256Latin1,
  digest: (name, data) => HASHES[name](data),
  verify,
  verifyDigest,
  verifySm2: (...args) => verifySm2(HASHES.sm3, ...args),
  generateKey,
  publicKey,
  sign,
};
