// The strict form of an Ed25519 key and signature: what is refused before any library is asked.
import type { Bytes } from '../base/bytes.ts';

export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** L, the order of the base point (RFC 8032, section 5.1), little-endian. */
const ORDER = little(2n ** 252n + 27742317777372353535851937790883648493n);
const FIELD = 2n ** 255n - 19n;
/** y of the points of order 8; the other two are its negatives. */
const EIGHTH = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** Each y that a point of small order can have; x and -x differ in the sign bit alone. */
const SMALL_ORDER = [0n, 1n, FIELD - 1n, EIGHTH, FIELD - EIGHTH].map(little);

function little(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/**
 * Whether key (32 bytes) and signature (64 bytes: R, S) have the one form that scheme 0 takes: S < L; A and R canonical
 * encodings, and not of small order. Whether A and R lie on the curve, and the equation, are left to the library.
 * PROTOCOL 4; RFC 8032, sections 5.1.3 and 5.1.7; Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs", 2020.
 */
export function isStrict(key: Bytes, signature: Bytes): boolean {
  return (
    key.length === KEY_BYTES &&
    signature.length === SIGNATURE_BYTES &&
    isBelowOrder(signature.subarray(32)) &&
    isStrictPoint(key) &&
    isStrictPoint(signature.subarray(0, 32))
  );
}

function isBelowOrder(scalar: Bytes): boolean {
  for (let i = 31; i >= 0; i--) if (scalar[i] !== ORDER[i]) return scalar[i]! < ORDER[i]!;
  return false;
}

function isStrictPoint(point: Bytes): boolean {
  return isReduced(point) && !SMALL_ORDER.some((y) => hasY(point, y));
}

/** y < p. The other non-canonical form, x = 0 with the sign bit, has small order and is refused as that. */
function isReduced(point: Bytes): boolean {
  if ((point[31]! & 0x7f) !== 0x7f) return true;
  for (let i = 30; i > 0; i--) if (point[i] !== 0xff) return true;
  return point[0]! < 0xed;
}

function hasY(point: Bytes, y: Bytes): boolean {
  for (let i = 0; i < 31; i++) if (point[i] !== y[i]) return false;
  return (point[31]! & 0x7f) === y[31];
}
