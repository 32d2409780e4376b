import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scalar } from '../../engine/abi/types.ts';
import { reverts } from '../contracts/fake.ts';
import type { Value } from '../contracts/values.ts';
import { AT, contractWith } from './build.ts';

const TYPES = 'bool u8 u16 u32 u64 i8 i16 i32 i64 string bytes Address Amount Decimal'.split(' ') as Scalar[];
let run: (method: string, ...args: Value[]) => Value | undefined;
let keys: () => string[];

beforeAll(async () => {
  const written = (type: Scalar) => (type === 'bytes' ? 'Bytes' : type);
  const fields = TYPES.map((type) => `  by_${type}: Map<${written(type)}, u8>;`);
  const puts = TYPES.map((type) => `  @mutate put_${type}(k: ${written(type)}): void { this.by_${type}.set(k, 1); }`);
  const { chain, run: call } = await contractWith(`${[...fields, ...puts].join('\n')}
  pairs: Map2<string, i16, u8>;
  @mutate put_pair(a: string, b: i16): void { this.pairs.set(a, b, 1); }`);
  run = call;
  keys = () => [...chain.storage(AT).keys()];
});

// The stored key of one value without its slot, in hexadecimal.
function keyOf(method: string, ...args: Value[]): string {
  const before = new Set(keys());
  run(method, ...args);
  const made = keys().filter((key) => !before.has(key));
  const key = made[0] ?? last.get(`${method} ${args}`)!;
  last.set(`${method} ${args}`, key);
  return key.slice(16);
}
const last = new Map<string, string>();

const integer = (bits: bigint, signed: boolean): fc.Arbitrary<Value> =>
  fc.oneof(
    fc.bigInt(signed ? { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n } : { min: 0n, max: 2n ** bits - 1n }),
    fc.constantFrom(
      ...(signed ? [-1n, 0n, 1n, -(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 1n, 2n ** bits - 1n]),
    ),
  );
const bytes = fc.array(fc.constantFrom(0, 1, 0x41, 0xfe, 0xff), { maxLength: 6 }).map((list) => Uint8Array.from(list));
const string = fc
  .array(fc.constantFrom('\0', '\u0001', 'A', 'ÿ', '中', '😀'), { maxLength: 5 })
  .map((list) => list.join(''));
const VALUES: { readonly [type: string]: fc.Arbitrary<Value> } = {
  bool: fc.boolean(),
  string,
  bytes,
  Address: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  Amount: integer(128n, false),
  Decimal: integer(128n, true),
  ...Object.fromEntries(
    [8, 16, 32, 64].flatMap((bits) => [
      [`u${bits}`, integer(BigInt(bits), false)],
      [`i${bits}`, integer(BigInt(bits), true)],
    ]),
  ),
};

const utf8 = (text: string) => new TextEncoder().encode(text);
function order(a: Value, b: Value): number {
  if (typeof a === 'string') return Math.sign(Buffer.compare(utf8(a), utf8(b as string)));
  if (a instanceof Uint8Array) return Math.sign(Buffer.compare(a, b as Uint8Array));
  return a < b ? -1 : a > b ? 1 : 0;
}
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe('keys stand in the order of their values:', () => {
  test.each(TYPES)('%s', (type) => {
    const value = VALUES[type]!;
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [keyA, keyB] = [keyOf(`put_${type}`, a), keyOf(`put_${type}`, b)];
        expect(compareText(keyA, keyB)).toBe(order(a, b));
        if (keyA !== keyB) expect(keyB.startsWith(keyA)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('pairs, by the first and then the second', () => {
    const pair = fc.tuple(string, integer(16n, true));
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        expect(compareText(keyOf('put_pair', a, b), keyOf('put_pair', c, d))).toBe(order(a, c) || order(b, d));
      }),
      { numRuns: 300 },
    );
  });
});

test('keys have the bytes that the protocol writes down', () => {
  expect(keyOf('put_u16', 0x102)).toBe('0102');
  expect(keyOf('put_i16', -2)).toBe('7ffe');
  expect(keyOf('put_i64', 1n)).toBe('8000000000000001');
  expect(keyOf('put_Amount', 2n ** 64n + 5n)).toBe('00000000000000010000000000000005');
  expect(keyOf('put_Decimal', -1n)).toBe('7fffffffffffffffffffffffffffffff');
  expect(keyOf('put_string', 'a\0b')).toBe('6100ff620000');
  expect(keyOf('put_bytes', Uint8Array.of())).toBe('0000');
  expect(keyOf('put_bool', true)).toBe('01');
});

test('a key beyond 256 bytes is refused', () => {
  run('put_string', 'a'.repeat(256 - 8 - 2));
  expect(reverts(() => run('put_string', 'a'.repeat(256 - 8 - 1))).code).toBe('KEY_TOO_LONG');
  expect(reverts(() => run('put_string', '\0'.repeat(200))).code).toBe('KEY_TOO_LONG');
});
