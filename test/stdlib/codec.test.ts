import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scalar } from '../../engine/abi/types.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Encoder } from '../../engine/base/codec.ts';
import { address, type FakeChain, reverts } from '../contracts/fake.ts';
import { type Value, writeValue } from '../contracts/values.ts';
import { AT, CALLER, contractWith } from './build.ts';

const TYPES = 'bool u8 u16 u32 u64 i8 i16 i32 i64 string bytes Address Amount Decimal'.split(' ') as Scalar[];
const written = (type: Scalar) => (type === 'bytes' ? 'Bytes' : type);

let chain: FakeChain;
let run: (method: string, ...args: Value[]) => Value | undefined;
const raw = (method: string, input: Uint8Array) => chain.raw(CALLER, AT, method, input);

beforeAll(async () => {
  const echo = TYPES.map((type) => `@view echo_${type}(x: ${written(type)}): ${written(type)} { return x; }`);
  const all = TYPES.map((type) => `${type}_: ${written(type)}`).join(', ');
  const puts = TYPES.map((type) => `.put(${type}_)`).join('');
  ({ chain, run } = await contractWith(`${echo.join('\n')}
  @view all(${all}): Bytes { const w = new Writer(1)${puts}; const out = new Uint8Array(w.length);
    for (let i: u32 = 0; i < w.length; i++) out[i] = this.byte(w, i);
    return out; }
  @view left(): u32 { return 0; }
  @view lone(): string { return "😀".charAt(0) + "a" + "😀".charAt(1); }
  private byte(w: Writer, i: u32): u8 { return new Reader(w.pointer + i, 1, "NEVER").get<u8>(); }`));
});

const integer = (bits: number, signed: boolean) =>
  fc.bigInt(
    signed
      ? { min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }
      : { min: 0n, max: 2n ** BigInt(bits) - 1n },
  );
const text = fc.string({ unit: 'grapheme-composite', maxLength: 300 });
const VALUES: { readonly [type in Scalar]: fc.Arbitrary<Value> } = {
  bool: fc.boolean(),
  u8: integer(8, false).map(Number),
  u16: integer(16, false).map(Number),
  u32: integer(32, false).map(Number),
  u64: integer(64, false),
  i8: integer(8, true).map(Number),
  i16: integer(16, true).map(Number),
  i32: integer(32, true).map(Number),
  i64: integer(64, true),
  string: text,
  bytes: fc.uint8Array({ maxLength: 600 }),
  Address: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  Amount: integer(128, false),
  Decimal: integer(128, true),
};

describe('a value comes back as it went in:', () => {
  test.each(TYPES)('%s', (type) => {
    fc.assert(
      fc.property(VALUES[type], (value) => {
        expect(run(`echo_${type}`, value)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });
});

test('what a contract writes is what the engine writes', () => {
  const values = fc.tuple(...TYPES.map((type) => VALUES[type]));
  fc.assert(
    fc.property(values, (list) => {
      const to = new Encoder();
      list.forEach((value, i) => {
        writeValue(to, TYPES[i]!, value);
      });
      expect(toHex(run('all', ...list) as Uint8Array)).toBe(toHex(to.finish()));
    }),
    { numRuns: 200 },
  );
});

describe('only the one lawful encoding is taken:', () => {
  const bad = (method: string, bytes: number[]) => reverts(() => raw(method, new Uint8Array(bytes)));

  test('a bool is 0 or 1', () => {
    expect(bad('echo_bool', [2])).toMatchObject({ code: 'BAD_INPUT', message: 'a bool is neither 0 nor 1' });
  });

  test('lengths lie within the bytes', () => {
    expect(bad('echo_string', [0xff, 0xff, 0xff, 0xff])).toMatchObject({
      code: 'BAD_INPUT',
      message: 'the bytes end early',
    });
    expect(bad('echo_bytes', [2, 0, 0, 0, 1]).message).toBe('the bytes end early');
    expect(bad('echo_u64', [1, 2, 3]).message).toBe('the bytes end early');
    expect(bad('echo_u8', []).message).toBe('the bytes end early');
    expect(bad('echo_u8', [1, 2]).message).toBe('bytes are left over');
  });

  test('strings are UTF-8 exactly when the standard decoder takes them', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const part = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      text.map((t) => new TextEncoder().encode(t.slice(0, 3))),
      fc
        .constantFrom(
          'c080',
          'e08080',
          'eda080',
          'edbfbf',
          'f0808080',
          'f4908080',
          'f48fbfbf',
          'efbbbf',
          'ee8080',
          'f5808080',
          'e1',
          '80',
        )
        .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), (parts) => {
        const body = Buffer.concat(parts);
        const to = new Encoder();
        to.vec(new Uint8Array(body));
        let expected: string | undefined;
        try {
          expected = decoder.decode(body);
        } catch {}
        if (expected === undefined) expect(bad('echo_string', [...to.finish()]).message).toBe('a string is not UTF-8');
        else expect(toHex(raw('echo_string', to.finish()))).toBe(toHex(to.finish()));
      }),
      { numRuns: 1_000 },
    );
  });
});

test('half a surrogate pair is written as U+FFFD', () => {
  expect(run('lone')).toBe('\ufffda\ufffd');
});

test('arguments beyond the first space are read too', () => {
  const long = 'ä'.repeat(5_000);
  expect(run('echo_string', long)).toBe(long);
  expect(chain.hostCalls).toEqual(['input', 'input', 'output']);
  run('echo_Address', address(9));
  expect(chain.hostCalls).toEqual(['input', 'output']);
});
