// What the pure part needs from a cryptographic library; engine/crypto implements it twice.
import type { Bytes } from './bytes.ts';

export interface Natives {
  /** SHA-256 (FIPS 180-4), 32 bytes. */
  sha256(data: Bytes): Bytes;
  /** Whether a signature of `scheme` (spec SCHEMES) is valid under the strict rule of PROTOCOL 4; false on any malformed part. */
  verify(scheme: number, key: Bytes, message: Bytes, signature: Bytes): boolean;
}
