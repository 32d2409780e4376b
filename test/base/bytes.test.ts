// Bytes against Node's Buffer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, concat, equal, fromHex, fromLatin1, toHex, toLatin1, ZERO32 } from '../../engine/base/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 40 });
// Few values and shared beginnings, so that prefixes and equal arrays come up.
const close = fc.uint8Array({ maxLength: 5, max: 2 });

test('order is that of unsigned bytes, a prefix before what it begins', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, close), fc.oneof(bytes, close), (a, b) => {
      expect(Math.sign(compare(a, b))).toBe(Buffer.compare(a, b));
      expect(equal(a, b)).toBe(Buffer.compare(a, b) === 0);
    }),
  );
  expect(compare(Uint8Array.of(0x7f), Uint8Array.of(0x80))).toBeLessThan(0);
  expect(compare(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0);
});

test('joining keeps every byte in order', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 6 }), (parts) => {
      expect(concat(...parts)).toEqual(new Uint8Array(Buffer.concat(parts)));
    }),
  );
});

test('hexadecimal goes there and back, and takes nothing else', () => {
  fc.assert(
    fc.property(bytes, (a) => {
      expect(toHex(a)).toBe(Buffer.from(a).toString('hex'));
      expect(fromHex(toHex(a))).toEqual(a);
      expect(fromHex(toHex(a).toUpperCase())).toEqual(a);
    }),
  );
  for (const text of ['0', '0g', '0x', ' 00', '00 ', '+1', '٠٠', '-1', '1.', 'é0']) {
    expect(fromHex(text), text).toBeUndefined();
  }
});

test('Latin-1 text has one unit a byte, orders as the bytes do, and has no length limit', () => {
  fc.assert(
    fc.property(bytes, close, (a, b) => {
      expect(fromLatin1(toLatin1(a))).toEqual(a);
      const [x, y] = [toLatin1(a), toLatin1(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(compare(a, b)));
    }),
  );
  const long = new Uint8Array(300_000).map((_, i) => i * 7);
  expect(fromLatin1(toLatin1(long))).toEqual(long);
});

test('the zero hash is 32 zero bytes', () => {
  expect(toHex(ZERO32)).toBe('00'.repeat(32));
});
