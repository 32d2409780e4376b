// Keys as bit strings, against strings of the characters 0 and 1 that are written out as PROTOCOL 11 says.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitOf, firstDifference, prefixBits } from '../../engine/state/bits.ts';
import { bitsOf } from './naive.ts';

const key = fc.string({ unit: fc.constantFrom('\x00', '\x01', '\x80', '\xfe', '\xff'), minLength: 1, maxLength: 5 });

test('a key is a 1 and eight bits for each byte, and a 0 at its end', () => {
  expect(bitsOf('\x05')).toBe('1000001010');
  fc.assert(
    fc.property(key, (k) => {
      const bits = Array.from(bitsOf(k), Number);
      expect(bits.map((_, i) => bitOf(k, i))).toEqual(bits);
      expect(bitOf(k, bits.length + 3)).toBe(0);
    }),
  );
});

test('the first difference is where the written bits part, also between a key and what it begins', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      const [x, y] = [bitsOf(a), bitsOf(b)];
      const at = [...x].findIndex((bit, i) => bit !== y[i]);
      expect(firstDifference(a, b)).toBe(at);
      if (at >= 0) expect(bitOf(a, at)).not.toBe(bitOf(b, at));
    }),
  );
});

test('bit order is byte order', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(bitsOf(a) < bitsOf(b)).toBe(a < b);
    }),
  );
});

test('prefix bits of two keys are equal exactly when the keys share so many bits', () => {
  fc.assert(
    fc.property(key, key, fc.nat({ max: 40 }), (a, b, n) => {
      const count = Math.min(n, bitsOf(a).length - 1, bitsOf(b).length - 1);
      const shared = bitsOf(a).slice(0, count) === bitsOf(b).slice(0, count);
      if (shared) expect(prefixBits(a, count)).toBe(prefixBits(b, count));
      expect(prefixBits(prefixBits(a, count), count)).toBe(prefixBits(a, count));
    }),
  );
});
