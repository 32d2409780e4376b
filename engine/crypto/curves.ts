// Signatures over prime curves that contracts can check: ECDSA over secp256k1 and P-256, and SM2. The strict form stands here,
// the arithmetic is noble's in both implementations of Natives, because node:crypto checks no digest that somebody else made.
import { type WeierstrassPoint, type WeierstrassPointCons, weierstrass } from '@noble/curves/abstract/weierstrass.js';
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
  secp256k1: { curve: secp256k1.Point, lowS: true },
  p256: { curve: p256.Point, lowS: false },
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

type Curve = WeierstrassPointCons<bigint>;
type Point = WeierstrassPoint<bigint>;
interface Signed {
  readonly signer: Point;
  readonly r: bigint;
  readonly s: bigint;
}

/**
 * The one form that is taken: a compressed point of the curve, x < p; r and s from 1 to n − 1. Nothing is caught here or below:
 * near the end of the stack a library's `catch` would make a wrong answer out of what is a fault of this run.
 */
function parse(curve: Curve, key: Bytes, signature: Bytes): Signed | undefined {
  if (key.length !== POINT_BYTES || signature.length !== SIGNATURE_BYTES) return undefined;
  const { n } = curve.CURVE();
  const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
  if (r === 0n || r >= n || s === 0n || s >= n) return undefined;
  const signer = decompress(curve, key);
  return signer && { signer, r, s };
}

/** SEC 1, section 2.3.4. Each p here is 3 modulo 4, so y² to the power of (p + 1) / 4 is y, if there is one. */
function decompress(curve: Curve, key: Bytes): Point | undefined {
  const { Fp } = curve;
  const { p, a, b } = curve.CURVE();
  const x = number(key.subarray(1));
  if ((key[0] !== 2 && key[0] !== 3) || x >= p) return undefined;
  const square = Fp.create(Fp.mul(Fp.sqr(x), x) + a * x + b);
  const y = Fp.pow(square, (p + 1n) >> 2n);
  if (Fp.sqr(y) !== square) return undefined;
  return curve.fromAffine({ x, y: (y & 1n) === BigInt(key[0] & 1) ? y : Fp.neg(y) });
}

/**
 * ECDSA (FIPS 186-5, section 6.4.2; SEC 1, section 4.1.4) of a digest of 32 bytes. The signature is r ‖ s, big-endian. Over
 * secp256k1 s is at most n/2, as Bitcoin (BIP 146) and Ethereum (EIP-2) have it; over P-256 either s is taken, as WebAuthn and
 * FIPS have it.
 */
export function verifyDigest(name: CurveName, key: Bytes, digest: Bytes, signature: Bytes): boolean {
  const { curve, lowS } = CURVES[name];
  const signed = parse(curve, key, signature);
  if (signed === undefined) return false;
  const { signer, r, s } = signed;
  const { Fn, BASE } = curve;
  if (lowS && s > Fn.ORDER >> 1n) return false;
  const inverse = Fn.inv(s);
  const sum = BASE.mulAddUnsafe(Fn.create(number(digest) * inverse), signer, Fn.mul(r, inverse));
  return !sum.is0() && Fn.create(sum.toAffine().x) === r;
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
  const signed = parse(SM2, key, signature);
  if (signed === undefined) return false;
  const { signer, r, s } = signed;
  const t = SM2.Fn.add(r, s);
  if (t === 0n) return false;
  const e = number(sm3(concat(identity(sm3, id, signer.toAffine()), message)));
  const sum = SM2.BASE.mulAddUnsafe(s, signer, t);
  return !sum.is0() && SM2.Fn.create(e + sum.toAffine().x) === r;
}
