// Hashes and signatures, computed by the host.
import * as host from "./host";

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  host.sha256(data.dataStart, data.length, digest.dataStart);
  return digest;
}

/** Ed25519 (RFC 8032), cofactorless and strict, as for transactions. A key that is not 32 bytes long is never valid. */
export function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): bool {
  if (key.length != 32 || signature.length != 64) return false;
  return host.verify_ed25519(key.dataStart, message.dataStart, message.length, signature.dataStart, 64) != 0;
}
