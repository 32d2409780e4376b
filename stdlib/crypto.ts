// Hashes and signatures, computed by the host.
import * as host from "./host";

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  host.sha256(data.dataStart, data.length, digest.dataStart);
  return digest;
}

/** Keccak-256 as Ethereum uses it: the original padding, not that of SHA-3. 32 bytes. */
export function keccak256(data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  host.keccak256(data.dataStart, data.length, digest.dataStart);
  return digest;
}

/** BLAKE2b (RFC 7693) of 32 bytes, without a key. */
export function blake2b256(data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  host.blake2b256(data.dataStart, data.length, digest.dataStart);
  return digest;
}

/** SM3 (GB/T 32905-2016), 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  host.sm3(data.dataStart, data.length, digest.dataStart);
  return digest;
}

/** Ed25519 (RFC 8032), cofactorless and strict, as for transactions. A key that is not 32 bytes long is never valid. */
export function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): bool {
  if (key.length != 32 || signature.length != 64) return false;
  return host.verify_ed25519(key.dataStart, message.dataStart, message.length, signature.dataStart, 64) != 0;
}
