// Signatures over prime curves that contracts can check: ECDSA over secp256k1 and P-256, and SM2. The strict form stands here,
// the arithmetic is noble's in both implementations of Natives, because node:crypto checks no digest that somebody else made.
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Bytes, concat, fromHex } from '../base/bytes.ts';
import type { CurveName } from '../base/natives.ts';

/** A compressed point: 2 or 3 by the parity of y, then x (SEC 1, section 2.3.3). */
const POINT_BYTES = 33;
const SIGNATURE_BYTES = 64;

/** The recommended curve of GB/T 32918.5-2017 (GM/T 0003.5). */
const SM2 = weierstrass({
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
});

const CURVES = {
  secp256k1: { curve: secp256k1, lowS: true },
  p256: { curve: p256, lowS: false },
} as const;

/** A big-endian number. */
function number(bytes: Bytes): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function bytes32(value: bigint): Bytes {
  return fromHex(value.toString(16).padStart(64, '0'))!;
}

/** Whether key and signature have the one form that is taken: a compressed point with x < p; r and s from 1 to n − 1. */
function isStrict(key: Bytes, signature: Bytes, { p, n }: { readonly p: bigint; readonly n: bigint }): boolean {
  if (key.length !== POINT_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  if (key[0] !== 2 && key[0] !== 3) return false;
  const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
  return number(key.subarray(1)) < p && r > 0n && r < n && s > 0n && s < n;
}

/**
 * ECDSA (FIPS 186-5, section 6.4.2; SEC 1, section 4.1.4) of a digest of 32 bytes. The signature is r ‖ s, big-endian. Over
 * secp256k1 s is at most n/2, as Bitcoin (BIP 146) and Ethereum (EIP-2) have it; over P-256 either s is taken, as WebAuthn and
 * FIPS have it.
 */
export function verifyDigest(name: CurveName, key: Bytes, digest: Bytes, signature: Bytes): boolean {
  const { curve, lowS } = CURVES[name];
  if (!isStrict(key, signature, curve.Point.CURVE())) return false;
  try {
    return curve.verify(signature, digest, key, { prehash: false, lowS });
  } catch {
    // The x of no point of the curve.
    return false;
  }
}

type Hash = (data: Bytes) => Bytes;

/** Z_A: the digest of who signs, under which curve (GB/T 32918.2-2016, section 5.5). */
function identity(sm3: Hash, id: Bytes, { x, y }: { readonly x: bigint; readonly y: bigint }): Bytes {
  const { a, b, Gx, Gy } = SM2.CURVE();
  const bits = 8 * id.length;
  return sm3(concat(Uint8Array.of(bits >> 8, bits & 0xff), id, ...[a, b, Gx, Gy, x, y].map(bytes32)));
}

/** SM2 (GB/T 32918.2-2016, section 7.1; GM/T 0003.2) of a message by the signer with this id; the signature is r ‖ s. */
export function verifySm2(sm3: Hash, key: Bytes, id: Bytes, message: Bytes, signature: Bytes): boolean {
  const { p, n } = SM2.CURVE();
  if (!isStrict(key, signature, { p, n })) return false;
  const signer = pointOf(key);
  if (signer === undefined) return false;
  const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
  const e = number(sm3(concat(identity(sm3, id, signer.toAffine()), message)));
  const t = (r + s) % n;
  if (t === 0n) return false;
  const sum = SM2.BASE.multiplyUnsafe(s).add(signer.multiplyUnsafe(t));
  return !sum.is0() && (e + sum.toAffine().x) % n === r;
}

function pointOf(key: Bytes): InstanceType<typeof SM2> | undefined {
  try {
    return SM2.fromBytes(key);
  } catch {
    return undefined;
  }
}
