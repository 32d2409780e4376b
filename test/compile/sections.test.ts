import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { keepTallySections } from '../../engine/compile/sections.ts';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const custom = (name: string, size: number) => {
  const body = [name.length, ...new TextEncoder().encode(name), ...new Array<number>(size).fill(7)];
  return [0, (body.length & 0x7f) | 0x80, body.length >> 7, ...body];
};
const cut = (bytes: number[]) => toHex(keepTallySections(new Uint8Array(bytes)));

test('keeps tally sections and everything that is not custom, byte for byte', () => {
  const types = [1, 4, 1, 0x60, 0, 0];
  const abi = custom('tally.abi', 300);
  expect(cut([...HEADER, ...types, ...custom('sourceMappingURL', 12), ...abi, ...custom('name', 200)])).toBe(
    toHex(new Uint8Array([...HEADER, ...types, ...abi])),
  );
  expect(cut(HEADER)).toBe(toHex(new Uint8Array(HEADER)));
});
