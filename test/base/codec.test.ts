// Borsh scalars: little-endian, within their range, never past the end.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { Decoder, Encoder } from '../../engine/base/codec.ts';
import { CodecError } from '../../engine/base/errors.ts';

function written(write: (to: Encoder) => void, capacity?: number): Uint8Array {
  const to = new Encoder(capacity);
  write(to);
  return to.finish();
}

test('scalars have the bytes that Borsh gives them', () => {
  expect(toHex(written((to) => to.u8(0xfe)))).toBe('fe');
  expect(toHex(written((to) => to.u16(0x1234)))).toBe('3412');
  expect(toHex(written((to) => to.u32(0xfedcba98)))).toBe('98badcfe');
  expect(toHex(written((to) => to.u53(Number.MAX_SAFE_INTEGER)))).toBe('ffffffffffff1f00');
  expect(toHex(written((to) => to.u53(0x1_0000_0001)))).toBe('0100000001000000');
  expect(toHex(written((to) => to.u64(0x0102030405060708n)))).toBe('0807060504030201');
  expect(toHex(written((to) => to.bool(true)))).toBe('01');
  expect(toHex(written((to) => to.bool(false)))).toBe('00');
  expect(toHex(written((to) => to.vec(Uint8Array.of(9, 8))))).toBe('020000000908');
  expect(toHex(written((to) => to.string('é')))).toBe('02000000c3a9');
  expect(toHex(written((to) => to.raw(Uint8Array.of(1, 2))))).toBe('0102');
});

test('a u53 has the bytes of the same u64, whatever its value', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (n) => {
      const bytes = written((to) => to.u53(n));
      expect(bytes).toEqual(written((to) => to.u64(BigInt(n))));
      expect(new Decoder(bytes).u53()).toBe(n);
    }),
  );
});

test.each([
  ['u8', 256],
  ['u8', -1],
  ['u8', 0.5],
  ['u8', Number.NaN],
  ['u16', 65_536],
  ['u32', 2 ** 32],
  ['u32', -1],
  ['u53', 2 ** 53],
  ['u53', -1],
  ['u53', Number.POSITIVE_INFINITY],
] as const)('%s of %d has no encoding', (kind, value) => {
  expect(() => written((to) => to[kind](value))).toThrow(CodecError);
});

test('a u64 outside its range has no encoding', () => {
  for (const value of [-1n, 2n ** 64n]) expect(() => written((to) => to.u64(value))).toThrow(CodecError);
  expect(toHex(written((to) => to.u64(2n ** 64n - 1n)))).toBe('ff'.repeat(8));
});

test('a u53 on the wire stops below 2^53, a bool at 1', () => {
  const at53 = written((to) => to.u64(2n ** 53n));
  expect(() => new Decoder(at53).u53()).toThrow(CodecError);
  expect(new Decoder(written((to) => to.u64(2n ** 53n - 1n))).u53()).toBe(Number.MAX_SAFE_INTEGER);
  for (const value of [2, 0x80, 0xff]) expect(() => new Decoder(Uint8Array.of(value)).bool()).toThrow(CodecError);
});

test('an encoder of any capacity writes the same bytes', () => {
  const write = (to: Encoder) => {
    to.u16(1);
    to.vec(new Uint8Array(1_000).fill(7));
    to.u64(3n);
  };
  for (const capacity of [0, 1, 2, 999, 5_000]) expect(written(write, capacity)).toEqual(written(write));
});

test('what was handed out does not change when writing goes on', () => {
  const to = new Encoder();
  to.u8(1);
  const first = to.finish();
  to.u8(2);
  expect(first).toEqual(Uint8Array.of(1));
  expect(to.finish()).toEqual(Uint8Array.of(1, 2));
});

test('reading past the end is refused for every kind', () => {
  const kinds = ['u8', 'u16', 'u32', 'u53', 'u64', 'bool', 'vec', 'string'] as const;
  const sizes = { u8: 1, u16: 2, u32: 4, u53: 8, u64: 8, bool: 1, vec: 4, string: 4 };
  for (const kind of kinds) {
    for (let n = 0; n < sizes[kind]; n++)
      expect(() => new Decoder(new Uint8Array(n))[kind](), kind).toThrow(CodecError);
    expect(() => new Decoder(new Uint8Array(sizes[kind]))[kind](), kind).not.toThrow();
  }
  expect(() => new Decoder(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1)).vec()).toThrow(CodecError);
  expect(() => new Decoder(Uint8Array.of(1)).raw(2)).toThrow(CodecError);
});

test('a decoder reads the part of a buffer that it was given', () => {
  const whole = Uint8Array.of(9, 9, 1, 0, 0, 0, 7, 9);
  const from = new Decoder(whole.subarray(2, 7));
  expect(from.vec()).toEqual(Uint8Array.of(7));
  expect(() => from.end()).not.toThrow();
  expect(() => new Decoder(whole.subarray(2, 7)).end()).toThrow(CodecError);
});
