// When two states count as the same: amounts are none or some, and everything else is told apart.
import { expect, test } from 'vitest';
import type { Abi, ValueType } from '../../engine/abi/types.ts';
import { encodeArguments, type Value } from '../../engine/abi/value.ts';
import { fromHex, toLatin1 } from '../../engine/base/bytes.ts';
import { Likeness } from '../../engine/simulate/likeness.ts';
import { storagePrefix } from '../../engine/state/key.ts';

const PREFIX = storagePrefix(new Uint8Array(32).fill(1));
const OTHER = storagePrefix(new Uint8Array(32).fill(2));
const STRUCT = {
  struct: 'S',
  fields: [
    { name: 'a', type: 'Amount' },
    { name: 'n', type: 'u32' },
  ],
} as ValueType;
const TYPES: readonly ValueType[] = ['Amount', 'u32', 'string', { option: 'Amount' }, { list: STRUCT }, STRUCT];
const slotOf = (i: number) => `${i}`.padStart(16, '0');

const LIKENESS = new Likeness(PREFIX, {
  storage: TYPES.map((type, i) => ({ name: `f${i}`, slot: slotOf(i), types: [type] })),
} as unknown as Abi);

const write = (i: number, value: Value, behind = ''): [string, Uint8Array] => [
  PREFIX + toLatin1(fromHex(slotOf(i))!) + behind,
  encodeArguments([{ name: 'x', type: TYPES[i]! }], [value]),
];
const of = (...writes: [string, Uint8Array | null][]) => LIKENESS.of(writes);

test('amounts are the same unless one of them is nothing', () => {
  expect(of(write(0, 5n))).toBe(of(write(0, 10n ** 20n)));
  expect(of(write(0, 5n))).not.toBe(of(write(0, 0n)));
});

test('numbers, texts, options and lengths are told apart', () => {
  expect(of(write(1, 5))).not.toBe(of(write(1, 6)));
  expect(of(write(2, 'a'))).not.toBe(of(write(2, 'b')));
  expect(of(write(3, null))).not.toBe(of(write(3, 0n)));
  expect(of(write(3, 7n))).not.toBe(of(write(3, 0n)));
  expect(of(write(3, 7n))).toBe(of(write(3, 8n)));
  expect(of(write(4, [{ a: 1n, n: 1 }]))).not.toBe(of(write(4, [])));
});

test('amounts inside of structs and lists are the same, what stands beside them is not', () => {
  expect(
    of(
      write(4, [
        { a: 1n, n: 1 },
        { a: 0n, n: 2 },
      ]),
    ),
  ).toBe(
    of(
      write(4, [
        { a: 9n, n: 1 },
        { a: 0n, n: 2 },
      ]),
    ),
  );
  expect(
    of(
      write(4, [
        { a: 1n, n: 1 },
        { a: 0n, n: 2 },
      ]),
    ),
  ).not.toBe(
    of(
      write(4, [
        { a: 0n, n: 1 },
        { a: 1n, n: 2 },
      ]),
    ),
  );
  expect(of(write(5, { a: 1n, n: 1 }))).not.toBe(of(write(5, { a: 1n, n: 2 })));
});

test('keys of a map are told apart, and the order of writes is not', () => {
  expect(of(write(0, 5n, 'k1'))).not.toBe(of(write(0, 5n, 'k2')));
  expect(of(write(0, 5n), write(1, 6))).toBe(of(write(1, 6), write(0, 5n)));
});

test('what was removed, and what others store, does not count', () => {
  const foreign: [string, Uint8Array] = [OTHER + toLatin1(fromHex(slotOf(1))!), Uint8Array.of(1, 2)];
  expect(of(write(0, 5n), [write(1, 6)[0], null], foreign)).toBe(of(write(0, 5n)));
});

test('bytes that are not of the type of their slot are compared as they are', () => {
  const raw = (...bytes: number[]): [string, Uint8Array] => [write(0, 5n)[0], Uint8Array.of(...bytes)];
  expect(of(raw(1, 2))).not.toBe(of(raw(1, 3)));
  const unknown = (byte: number): [string, Uint8Array] => [
    PREFIX + toLatin1(fromHex('ff'.repeat(8))!),
    Uint8Array.of(byte),
  ];
  expect(of(unknown(1))).not.toBe(of(unknown(2)));
});
