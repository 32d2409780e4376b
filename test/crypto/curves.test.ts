// ECDSA and SM2 that contracts can check: published vectors, other implementations side by side, and forms that are refused.
import * as crypto from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, toHex } from '../../engine/base/bytes.ts';
import type { CurveName } from '../../engine/base/natives.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { hex, vectors } from './vectors.ts';

interface Case {
  readonly curve: CurveName;
  readonly name: string;
  readonly key: string;
  readonly digest: string;
  readonly signature: string;
  readonly valid: boolean;
}

const { cases } = vectors<{ cases: Case[] }>('ecdsa');
const NATIVES = [
  ['node', nodeNatives],
  ['portable', portableNatives],
] as const;
const NOBLE = { secp256k1, p256 } as const;
/** Names that OpenSSL has for the curves. */
const OPENSSL = { secp256k1: 'secp256k1', p256: 'P-256' } as const;
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes[0]! > 0 && bytes[0]! < 0xff);
const messages = fc.uint8Array({ maxLength: 80 });
const RUNS = { numRuns: 15, seed: 7 };

function flipped(bytes: Bytes, bit: number): Bytes {
  const out = Uint8Array.from(bytes);
  out[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7);
  return out;
}

describe.each(NATIVES)('%s', (_, natives) => {
  test.each(cases)('$curve: $name', ({ curve, key, digest, signature, valid }) => {
    expect(natives.verifyDigest(curve, hex(key), hex(digest), hex(signature))).toBe(valid);
  });

  test('SM2: the example of GM/T 0003.5, annex A', () => {
    const key = hex('0209f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020');
    // y of the example is odd.
    key[0] = 3;
    const signature = hex(
      'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    );
    const [id, message] = [Buffer.from('1234567812345678'), Buffer.from('message digest')];
    expect(natives.verifySm2(key, id, message, signature)).toBe(true);
    expect(natives.verifySm2(key, Buffer.from('1234567812345679'), message, signature)).toBe(false);
    expect(natives.verifySm2(key, id, Buffer.from('message digesT'), signature)).toBe(false);
    expect(natives.verifySm2(flipped(key, 0), id, message, signature)).toBe(false);
  });
});

describe.each(['secp256k1', 'p256'] as const)('%s', (curve) => {
  const noble = NOBLE[curve];
  const order = noble.Point.CURVE().n;

  test('agrees with OpenSSL on what OpenSSL signs, and on what is altered', () => {
    fc.assert(
      fc.property(secrets, messages, fc.nat(511), (secret, message, bit) => {
        const point = noble.getPublicKey(secret, false);
        const part = (from: number) => Buffer.from(point.subarray(from, from + 32)).toString('base64url');
        const jwk = {
          kty: 'EC',
          crv: OPENSSL[curve],
          x: part(1),
          y: part(33),
          d: Buffer.from(secret).toString('base64url'),
        };
        const key = crypto.createPrivateKey({ key: jwk, format: 'jwk' });
        const signature = new Uint8Array(crypto.sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
        const low = normalized(signature, order);
        const digest = nodeNatives.sha256(message);
        const check = (bytes: Bytes) => nodeNatives.verifyDigest(curve, noble.getPublicKey(secret), digest, bytes);
        expect(check(low)).toBe(true);
        expect(check(high(low, order))).toBe(curve === 'p256');
        const altered = flipped(low, bit);
        const theirs = crypto.verify(
          'sha256',
          message,
          { key: crypto.createPublicKey(key), dsaEncoding: 'ieee-p1363' },
          altered,
        );
        expect(check(altered)).toBe(theirs);
      }),
      RUNS,
    );
  });

  test('refuses other forms of what is valid', () => {
    const secret = new Uint8Array(32).fill(5);
    const digest = new Uint8Array(32).fill(1);
    const key = noble.getPublicKey(secret);
    const signature = noble.sign(digest, secret, { prehash: false, lowS: true });
    const check = (k: Bytes, s: Bytes) => nodeNatives.verifyDigest(curve, k, digest, s);
    expect(check(key, signature)).toBe(true);
    expect(check(noble.getPublicKey(secret, false), signature)).toBe(false);
    for (const other of [key.subarray(1), concat(key, Uint8Array.of(0)), key.map((b, i) => (i === 0 ? 4 : b))]) {
      expect(check(other, signature)).toBe(false);
    }
    for (const other of [
      signature.subarray(1),
      concat(signature, Uint8Array.of(0)),
      new Uint8Array(64),
      signature.map((b, i) => (i < 32 ? 0 : b)),
    ]) {
      expect(check(key, other)).toBe(false);
    }
    // r + n is below 2^256 for few signatures, so it is tried on every one of r and s that the order itself is.
    const n = hex(order.toString(16));
    expect(check(key, concat(n, signature.subarray(32)))).toBe(false);
    expect(check(key, concat(signature.subarray(0, 32), n))).toBe(false);
    expect(check(concat(Uint8Array.of(2), hex(noble.Point.CURVE().p.toString(16))), signature)).toBe(false);
    expect(check(new Uint8Array(33), signature)).toBe(false);
  });
});

const number = (bytes: Bytes) => BigInt(`0x${toHex(bytes)}`);
const withS = (signature: Bytes, s: bigint) => concat(signature.subarray(0, 32), hex(s.toString(16).padStart(64, '0')));

function normalized(signature: Bytes, order: bigint): Bytes {
  const s = number(signature.subarray(32));
  return s > order / 2n ? withS(signature, order - s) : signature;
}

function high(signature: Bytes, order: bigint): Bytes {
  return withS(signature, order - number(signature.subarray(32)));
}

test('SM2 agrees with another implementation on what that signs, and refuses what is altered', () => {
  fc.assert(
    fc.property(secrets, messages, fc.string({ maxLength: 20 }), fc.nat(511), (secret, message, id, bit) => {
      const full = sm2.getPublicKeyFromPrivateKey(toHex(secret));
      const key = hex(sm2.compressPublicKeyHex(full));
      const options = { hash: true, publicKey: full, userId: id };
      const signature = hex(sm2.doSignature(message, toHex(secret), options));
      const check = (bytes: Bytes) => nodeNatives.verifySm2(key, Buffer.from(id), message, bytes);
      expect(check(signature)).toBe(true);
      expect(check(flipped(signature, bit))).toBe(false);
      expect(check(signature.subarray(1))).toBe(false);
    }),
    RUNS,
  );
});

/** GB/T 32918.5-2017: the prime of the field and the order of the base point. */
const SM2_P = 'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff';
const SM2_N = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';

describe('SM2 refuses other forms of what is valid', () => {
  const secret = toHex(new Uint8Array(32).fill(5));
  const full = sm2.getPublicKeyFromPrivateKey(secret);
  const key = hex(sm2.compressPublicKeyHex(full));
  const id = Buffer.from('someone');
  const signature = hex(sm2.doSignature('message', secret, { hash: true, publicKey: full, userId: 'someone' }));
  const check = (k: Bytes, s: Bytes) => nodeNatives.verifySm2(k, id, Buffer.from('message'), s);
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const ZERO = new Uint8Array(32);
  const order = BigInt(`0x${SM2_N}`);
  const word = (value: bigint) => hex(value.toString(16).padStart(64, '0'));

  test('which is', () => {
    expect(check(key, signature)).toBe(true);
  });

  test.each<[string, Bytes]>([
    ['r of 0', concat(ZERO, s)],
    ['s of 0', concat(r, ZERO)],
    ['r of n', concat(hex(SM2_N), s)],
    ['s of n', concat(r, hex(SM2_N))],
    ['r and s of n − 1', concat(word(order - 1n), word(order - 1n))],
    ['r and s whose sum is n', concat(r, word(order - number(r)))],
    ['s for n − s', concat(r, word(order - number(s)))],
    ['r and s exchanged', concat(s, r)],
    ['r and s of ones', new Uint8Array(64).fill(255)],
    ['63 bytes', signature.subarray(1)],
    ['65 bytes', concat(signature, Uint8Array.of(0))],
    ['nothing', new Uint8Array(0)],
  ])('a signature with %s', (_, altered) => {
    expect(check(key, altered)).toBe(false);
  });

  test.each<[string, Bytes]>([
    ['the other y', key.map((byte, i) => (i === 0 ? byte ^ 1 : byte))],
    ['a head of 0', key.map((byte, i) => (i === 0 ? 0 : byte))],
    ['a head of 4', key.map((byte, i) => (i === 0 ? 4 : byte))],
    ['both coordinates', hex(full)],
    ['no head', key.subarray(1)],
    ['x of p', concat(Uint8Array.of(2), hex(SM2_P))],
    ['x of ones', concat(Uint8Array.of(3), new Uint8Array(32).fill(255))],
    ['x of no point', concat(Uint8Array.of(2), word(5n))],
    ['nothing', new Uint8Array(0)],
  ])('a key with %s', (_, altered) => {
    expect(check(altered, signature)).toBe(false);
  });
});
