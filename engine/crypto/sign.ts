// Ed25519 keys and signatures by node:crypto, for the command line and the tests.
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign as signBytes } from 'node:crypto';
import { type Bytes, concat, toLatin1 } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';

/** What stands before the seed in a PKCS #8 private key (RFC 8410, section 7). */
const PKCS8_HEAD = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const OPEN_KEYS = 1024;

/** A new secret key: 32 random bytes, the seed of RFC 8032. */
export function generateKey(): Bytes {
  return Uint8Array.from(randomBytes(32));
}

/** The public key of a secret key, 32 bytes. @throws CodecError unless the secret has 32 bytes */
export function publicKey(secret: Bytes): Bytes {
  return open(secret).publicKey.slice();
}

/** The signature of a message, 64 bytes: R, S. @throws CodecError unless the secret has 32 bytes */
export function sign(secret: Bytes, message: Bytes): Bytes {
  return Uint8Array.from(signBytes(null, message, open(secret).object));
}

/** A key that is ready to sign. */
export interface OpenKey {
  readonly object: KeyObject;
  readonly publicKey: Bytes;
}

// Importing a secret key takes several times as long as signing with it, so the last ones stay open while the process lives.
const opened = new Map<string, OpenKey>();

function open(secret: Bytes): OpenKey {
  if (secret.length !== 32) throw new CodecError(`a secret key of ${secret.length} bytes instead of 32`);
  const name = toLatin1(secret);
  const known = opened.get(name);
  if (known) return known;
  if (opened.size >= OPEN_KEYS) opened.delete(opened.keys().next().value!);
  const key = importSecret(secret);
  opened.set(name, key);
  return key;
}

/** A secret key as node:crypto has it, and its public key. */
export function importSecret(secret: Bytes): OpenKey {
  const object = createPrivateKey({ key: Buffer.from(concat(PKCS8_HEAD, secret)), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(object).export({ format: 'jwk' });
  return { object, publicKey: Uint8Array.from(Buffer.from(x!, 'base64url')) };
}
