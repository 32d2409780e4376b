// Signatures that satisfy the equation of Ed25519 on keys and points that are odd: with a torsion component, of small order, or
// encoded otherwise than they must be.
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Bytes, concat, EMPTY } from '../../engine/base/bytes.ts';
import { hex, vectors } from './vectors.ts';

const { Point } = ed25519;
export const ORDER = Point.Fn.ORDER;
const points = vectors<{ smallOrder: string[]; nonCanonical: string[] }>('ed25519-points');
/** Multiples of a point of order 8, in order. */
export const TORSION = points.smallOrder.map((text) => Point.fromHex(text));
export const SMALL_ORDER: readonly Bytes[] = points.smallOrder.map(hex);
export const NON_CANONICAL: readonly Bytes[] = points.nonCanonical.map(hex);
/** How points of small order can be written at all, with the index of each in {@link TORSION}. */
export const SMALL_FORMS: readonly { readonly bytes: Bytes; readonly torsion: number }[] = [
  ...SMALL_ORDER.map((bytes, torsion) => ({ bytes, torsion })),
  ...NON_CANONICAL.flatMap((bytes) => formOf(bytes)),
];

export interface Forged {
  readonly key: Bytes;
  readonly message: Bytes;
  readonly signature: Bytes;
}

/** A number as 32 bytes, little-endian. */
export function little(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/** Bytes as a number, little-endian. */
export function number(bytes: Bytes): bigint {
  return bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);
}

export function flip(bytes: Bytes, bit: number): Bytes {
  const out = Uint8Array.from(bytes);
  out[bit >> 3]! ^= 1 << (bit & 7);
  return out;
}

function challenge(r: Bytes, key: Bytes, message: Bytes): bigint {
  const digest = createHash('sha512')
    .update(concat(r, key, message))
    .digest();
  return number(digest) % ORDER;
}

function formOf(bytes: Bytes): { bytes: Bytes; torsion: number }[] {
  const y = (number(bytes) % 2n ** 255n) % (2n ** 255n - 19n);
  const found = TORSION.findIndex((point) => point.toAffine().y === y && isSigned(point, bytes));
  return found < 0 ? [] : [{ bytes, torsion: found }];
}

/** Whether the sign of x is that of the last bit; of x = 0 either may be written. */
function isSigned(point: (typeof TORSION)[number], bytes: Bytes): boolean {
  const { x } = point.toAffine();
  return x === 0n || x % 2n === BigInt(bytes[31]! >> 7);
}

/** A signature that satisfies the cofactored equation, with torsion on the key and on R; `exact` if it satisfies the plain one too. */
export function signWithTorsion(secret: Bytes, message: Bytes, onKey: number, onR: number) {
  const { scalar, point } = ed25519.utils.getExtendedPublicKey(secret);
  const key = point.add(TORSION[onKey]!).toBytes();
  const nonce = challenge(EMPTY, secret, message) || 1n;
  const r = Point.BASE.multiply(nonce).add(TORSION[onR]!).toBytes();
  const k = challenge(r, key, message);
  const s = (nonce + k * scalar) % ORDER;
  const exact = (BigInt(onR) + k * BigInt(onKey)) % 8n === 0n;
  return { key, signature: concat(r, little(s)), exact };
}

/** Nobody's key: [S]B = R + [k]A holds, because the message is one for which [k]A is the neutral point. */
export function forgeOnKey({ bytes: key, torsion }: (typeof SMALL_FORMS)[number], nonce: bigint): Forged {
  const r = Point.BASE.multiply(nonce).toBytes();
  return holding(key, (message) => {
    const k = challenge(r, key, message);
    return (k * BigInt(torsion)) % 8n === 0n ? concat(r, little(nonce)) : undefined;
  });
}

/** R of small order: [S]B = R + [k]A holds for a key with torsion, because the message is one for which the torsions cancel. */
export function forgeOnR({ bytes: r, torsion }: (typeof SMALL_FORMS)[number], secret: Bytes): Forged {
  const { scalar, point } = ed25519.utils.getExtendedPublicKey(secret);
  const key = point.add(TORSION[1]!).toBytes();
  return holding(key, (message) => {
    const k = challenge(r, key, message);
    return (BigInt(torsion) + k) % 8n === 0n ? concat(r, little((k * scalar) % ORDER)) : undefined;
  });
}

/** The first message for which there is a signature. */
function holding(key: Bytes, sign: (message: Bytes) => Bytes | undefined): Forged {
  for (let n = 0; ; n++) {
    const message = little(BigInt(n));
    const signature = sign(message);
    if (signature) return { key, message, signature };
  }
}
