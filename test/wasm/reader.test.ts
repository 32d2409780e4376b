// Integers in LEB128 and names, against what the writer writes and against the rules on over-long forms.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../engine/wasm/problems.ts';
import { Reader } from '../../engine/wasm/reader.ts';
import { Writer } from '../../engine/wasm/writer.ts';

const reader = (...bytes: number[]) => new Reader(Uint8Array.from(bytes));

describe('integers', () => {
  test('u32, s32 and s64 read what was written, and no byte more', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer(), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (u, s, l) => {
        const from = new Reader(new Writer().u32(u).s32(s).s64(l).s32(s).finish());
        expect([from.u32(), from.s32(), from.s64(), from.s33(), from.done]).toEqual([u, s, l, s, true]);
      }),
      { seed: 1 },
    );
  });

  test('block types reach to 33 bits', () => {
    expect(reader(0xff, 0xff, 0xff, 0xff, 0x0f).s33()).toBe(2 ** 32 - 1);
    expect(reader(0x80, 0x80, 0x80, 0x80, 0x70).s33()).toBe(-(2 ** 32));
  });

  test.each<[string, (r: Reader) => unknown, number[], unknown]>([
    ['u32', (r) => r.u32(), [0x85, 0x80, 0x80, 0x80, 0x00], 5],
    ['s32', (r) => r.s32(), [0xff, 0xff, 0xff, 0xff, 0x7f], -1],
    ['s33', (r) => r.s33(), [0xc0, 0xff, 0xff, 0xff, 0x7f], -64],
    ['s64', (r) => r.s64(), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], -1n],
  ])('%s may be padded', (_, read, bytes, value) => {
    expect(read(reader(...bytes))).toBe(value);
  });

  test.each<[string, (r: Reader) => unknown, number[]]>([
    ['u32 of six bytes', (r) => r.u32(), [0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
    ['u32 with unused bits', (r) => r.u32(), [0x80, 0x80, 0x80, 0x80, 0x10]],
    ['s32 of six bytes', (r) => r.s32(), [0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['s32 with a sign that disagrees', (r) => r.s32(), [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['s33 with a sign that disagrees', (r) => r.s33(), [0xff, 0xff, 0xff, 0xff, 0x1f]],
    ['s64 of eleven bytes', (r) => r.s64(), [...Array(10).fill(0xff), 0x7f]],
    ['s64 with unused bits', (r) => r.s64(), [...Array(9).fill(0xff), 0x01]],
    ['u32 cut short', (r) => r.u32(), [0x80]],
  ])('%s is malformed', (_, read, bytes) => {
    expect(() => read(reader(...bytes))).toThrow(Refusal);
  });
});

describe('ranges', () => {
  test('a name keeps its byte order mark and its zeros', () => {
    expect(new Reader(new Writer().name('\ufeffa\0').finish()).name()).toBe('\ufeffa\0');
  });

  test('a part ends where it says, though bytes follow', () => {
    const whole = reader(1, 2, 3);
    const part = whole.part(2);
    part.skip(2);
    expect(() => part.u8()).toThrow(Refusal);
    expect(whole.u8()).toBe(3);
    expect(() => whole.part(1)).toThrow(Refusal);
  });

  test('what is left over is refused where it must not be', () => {
    expect(() => reader(1).finish('a section')).toThrow('1 bytes too many in a section');
  });
});
