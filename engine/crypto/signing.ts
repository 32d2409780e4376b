// What the sender's side needs from a cryptographic library; it never runs where transactions are applied.
import type { Bytes } from '../base/bytes.ts';

/** Ed25519 keys and signatures (RFC 8032, scheme 0); a secret key is the 32-byte seed. */
export interface Signing {
  /** A new secret key, 32 bytes from the system's random source. */
  generateKey(): Bytes;
  /** The public key of a secret key, 32 bytes. @throws CodecError unless the secret has 32 bytes */
  publicKey(secret: Bytes): Bytes;
  /** The signature of a message, 64 bytes. @throws CodecError unless the secret has 32 bytes */
  sign(secret: Bytes, message: Bytes): Bytes;
}
