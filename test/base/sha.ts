// Node's own SHA-256, for tests that compute a hash without the engine.
import { createHash } from 'node:crypto';
import type { Natives } from '../../engine/base/natives.ts';

export function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Natives that hash and take no signature for valid. */
export const hashing: Natives = {
  sha256: (data) => sha256(data),
  sha256Latin1: (data) => Buffer.from(sha256(data)).toString('latin1'),
  digest: (_, data) => sha256(data),
  verify: () => false,
  verifyDigest: () => false,
  verifySm2: () => false,
};
