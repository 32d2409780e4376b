// What the pure part needs from a cryptographic library; engine/crypto implements it twice.
import type { Bytes } from './bytes.ts';

/** Hash functions that contracts can call besides SHA-256; each gives 32 bytes. */
export type HashName = 'keccak256' | 'blake2b256' | 'sm3';

/** Curves over which contracts can have ECDSA checked. */
export type CurveName = 'secp256k1' | 'p256';

export interface Natives {
  /** SHA-256 (FIPS 180-4), 32 bytes. */
  sha256(data: Bytes): Bytes;
  /** The same as a string with one character a byte: a third of the memory, and no object but itself. */
  sha256Latin1(data: Bytes): string;
  /** Keccak-256 with its original padding, BLAKE2b (RFC 7693) of 32 bytes without a key, or SM3 (GB/T 32905-2016). */
  digest(name: HashName, data: Bytes): Bytes;
  /** Whether a signature of `scheme` (spec SCHEMES) is valid under the strict rule of PROTOCOL 4; false on any malformed part. */
  verify(scheme: number, key: Bytes, message: Bytes, signature: Bytes): boolean;
  /** Whether an ECDSA signature (r ‖ s) of a digest of 32 bytes is valid for a compressed point; over secp256k1 only with a low s. */
  verifyDigest(curve: CurveName, key: Bytes, digest: Bytes, signature: Bytes): boolean;
  /** Whether an SM2 signature (r ‖ s) of a message by the signer with this id is valid for a compressed point. */
  verifySm2(key: Bytes, id: Bytes, message: Bytes, signature: Bytes): boolean;
}
