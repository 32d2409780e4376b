// Arbitrary values of every record, and a second Borsh encoder, both made from the rows of spec/records.ts.
import fc, { type Arbitrary } from 'fast-check';
import { RECORDS, type RecordName } from '../../spec/records.ts';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const SCALARS: { readonly [type: string]: Arbitrary<unknown> } = {
  u8: fc.nat({ max: 0xff }),
  u16: fc.nat({ max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffffffff }),
  u53: fc.maxSafeNat(),
  u64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  bool: fc.boolean(),
  hash: bytes32,
  address: bytes32,
  bytes: fc.uint8Array({ maxLength: 20 }),
  string: fc.string({ unit: 'binary', maxLength: 8 }),
};

/** Any lawful value of a record. */
export function recordValue(name: RecordName): Arbitrary<never> {
  return fc.record(Object.fromEntries(RECORDS[name].map(([f, t]) => [f, anyOf(t)]))) as Arbitrary<never>;
}

function anyOf(type: string): Arbitrary<unknown> {
  const inner = /^(vec|option)<(.+)>$/.exec(type);
  if (inner?.[1] === 'vec') return fc.array(anyOf(inner[2]!), { maxLength: 3 });
  if (inner) return fc.option(anyOf(inner[2]!), { nil: null });
  return SCALARS[type] ?? recordValue(type as RecordName);
}

/** Borsh of a value, written with Buffer and without the engine's codec. */
export function borsh(type: string, value: unknown): Buffer {
  const inner = /^(vec|option)<(.+)>$/.exec(type);
  if (inner?.[1] === 'vec') {
    const items = value as unknown[];
    return Buffer.concat([number(items.length, 4), ...items.map((item) => borsh(inner[2]!, item))]);
  }
  if (inner) return value === null ? Buffer.of(0) : Buffer.concat([Buffer.of(1), borsh(inner[2]!, value)]);
  if (type === 'bool') return Buffer.of(value ? 1 : 0);
  if (/^u\d+$/.test(type)) return number(value as number, type === 'u53' ? 8 : Number(type.slice(1)) / 8);
  if (type === 'hash' || type === 'address') return Buffer.from(value as Uint8Array);
  if (type === 'bytes' || type === 'string') {
    const content = Buffer.from(value as string);
    return Buffer.concat([number(content.length, 4), content]);
  }
  const fields = RECORDS[type as RecordName].map(([f, t]) => borsh(t, (value as Record<string, unknown>)[f]));
  return Buffer.concat(fields);
}

function number(value: number | bigint, size: number): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out.subarray(0, size);
}
