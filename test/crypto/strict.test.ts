import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concat, ZERO32 } from '../../engine/base/bytes.ts';
import { isStrict } from '../../engine/crypto/strict.ts';
import { hex, vectors } from './vectors.ts';

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
const { smallOrder, nonCanonical } = vectors<{ smallOrder: string[]; nonCanonical: string[] }>('ed25519-points');
const GOOD = Point.BASE.toBytes();

function little(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

describe('isStrict', () => {
  test('takes an ordinary point as key and as R', () => {
    expect(isStrict(GOOD, concat(GOOD, ZERO32))).toBe(true);
  });

  test.each(smallOrder)('refuses the small-order point %s as key and as R', (text) => {
    expect(Point.fromHex(text).isSmallOrder()).toBe(true);
    expect(isStrict(hex(text), concat(GOOD, ZERO32))).toBe(false);
    expect(isStrict(GOOD, concat(hex(text), ZERO32))).toBe(false);
  });

  test.each(nonCanonical)('refuses the non-canonical encoding %s as key and as R', (text) => {
    expect(isStrict(hex(text), concat(GOOD, ZERO32))).toBe(false);
    expect(isStrict(GOOD, concat(hex(text), ZERO32))).toBe(false);
  });

  test('takes the largest canonical y with either sign', () => {
    const y = 2n ** 255n - 19n - 2n;
    expect(isStrict(little(y), concat(GOOD, ZERO32))).toBe(true);
    expect(isStrict(little(y + 2n ** 255n), concat(GOOD, ZERO32))).toBe(true);
  });

  test('takes S below L and nothing from L on', () => {
    expect(isStrict(GOOD, concat(GOOD, little(ORDER - 1n)))).toBe(true);
    for (const s of [ORDER, ORDER + 1n, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n]) {
      expect(isStrict(GOOD, concat(GOOD, little(s)))).toBe(false);
    }
  });

  test('agrees with a decoder that knows the curve, for any point on it', () => {
    const scalars = fc.bigInt({ min: 1n, max: ORDER - 1n });
    fc.assert(
      fc.property(scalars, fc.nat(7), (scalar, torsion) => {
        const point = Point.BASE.multiply(scalar).add(Point.fromHex(smallOrder[torsion]!));
        expect(isStrict(point.toBytes(), concat(GOOD, ZERO32))).toBe(!point.isSmallOrder());
      }),
    );
  });

  test('whatever it takes re-encodes to itself, if it lies on the curve', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (bytes, high) => {
        const point = Uint8Array.from(bytes);
        if (high) point.fill(0xff, 1);
        if (!isStrict(point, concat(GOOD, ZERO32))) return;
        let decoded: Bytes;
        try {
          decoded = Point.fromBytes(point, true).toBytes();
        } catch {
          return;
        }
        expect(decoded).toEqual(point);
      }),
    );
  });
});
