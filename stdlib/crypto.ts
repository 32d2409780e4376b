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

/**
 * ECDSA over secp256k1 of a digest of 32 bytes: a compressed key of 33 bytes; a signature of r and s, 32 bytes each, big-endian,
 * s at most half the order. Anything of another length is never valid.
 */
export function verifySecp256k1(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): bool {
  if (digest.length != 32 || key.length != 33 || signature.length != 64) return false;
  return host.verify_secp256k1(key.dataStart, 33, digest.dataStart, signature.dataStart, 64) != 0;
}

/** ECDSA over P-256 (FIPS 186-5) of a digest of 32 bytes; key and signature as for {@link verifySecp256k1}, with any s. */
export function verifyP256(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): bool {
  if (digest.length != 32 || key.length != 33 || signature.length != 64) return false;
  return host.verify_p256(key.dataStart, 33, digest.dataStart, signature.dataStart, 64) != 0;
}

/** SM2 (GM/T 0003.2) of a message by the signer with this id: a compressed key of 33 bytes, a signature of r and s. */
export function verifySm2(key: Uint8Array, message: Uint8Array, signature: Uint8Array, id: string = "1234567812345678"): bool {
  if (key.length != 33 || signature.length != 64) return false;
  const signer = Uint8Array.wrap(String.UTF8.encode(id));
  if (signer.length > 256) return false;
  return host.verify_sm2(key.dataStart, 33, signer.dataStart, signer.length, message.dataStart, message.length, signature.dataStart, 64) != 0;
}

/**
 * Whether a leaf stands at an index in the Merkle tree of `size` leaves with this root (RFC 9162, SHA-256); the proof is the
 * hashes beside the path, 32 bytes each, from the leaf up.
 */
export function verifyMerkle(root: Uint8Array, leaf: Uint8Array, index: u64, size: u64, proof: Uint8Array): bool {
  if (root.length != 32 || proof.length > 2048) return false;
  return host.verify_merkle(root.dataStart, leaf.dataStart, leaf.length, index, size, proof.dataStart, proof.length) != 0;
}
