// specHash: what it covers, and its golden value; BLESS=1 writes a new one after a deliberate change of the rules.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { canonical, specHash, specText } from '../../engine/base/spec.ts';
import { ERRORS } from '../../spec/errors.ts';
import { HOST_FUNCTIONS } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { DESCRIPTIVE_COLUMNS } from '../../spec/normative.ts';
import { OPCODES } from '../../spec/opcodes.ts';
import { PRICES } from '../../spec/prices.ts';
import { RECORDS } from '../../spec/records.ts';
import { TAGS } from '../../spec/tags.ts';
import { hashing, sha256 } from '../base/sha.ts';

const golden = new URL('./spec.hash', import.meta.url);
const spec = JSON.parse(specText());

test('specHash is the golden one: the rules did not change by accident', () => {
  const now = `${toHex(specHash(hashing))}\n`;
  if (process.env['BLESS'] === '1') writeFileSync(golden, now);
  expect(now).toBe(readFileSync(golden, 'utf8'));
});

test('specHash is SHA-256 of the SPEC tag and the text', () => {
  expect(specHash(hashing)).toEqual(sha256(Uint8Array.of(TAGS.SPEC), Buffer.from(specText(), 'utf8')));
});

test('every row of every table is covered', () => {
  expect(Object.keys(spec.limits).sort()).toEqual(Object.keys(LIMITS).sort());
  expect(Object.keys(spec.prices).sort()).toEqual(Object.keys(PRICES).sort());
  expect(spec.opcodes).toEqual(OPCODES);
  expect(spec.records).toEqual(RECORDS);
  expect(spec.tags).toEqual(TAGS);
  expect(spec.host.functions.map((row: { name: string }) => row.name)).toEqual(HOST_FUNCTIONS.map((row) => row.name));
  const inReceipts = Object.entries(ERRORS).filter(([, row]) => row.class === 'reject' || row.class === 'trap');
  expect(spec.errors).toEqual(Object.fromEntries(inReceipts.map(([n, r]) => [n, { code: r.code, class: r.class }])));
  expect(spec.version.charging).toBe('exact-1');
});

test('texts are outside, and no row has the name of a text column', () => {
  const keys = new Set<string>();
  JSON.stringify(spec, (key, value) => {
    keys.add(key);
    return value;
  });
  expect(DESCRIPTIVE_COLUMNS.filter((column) => keys.has(column))).toEqual([]);
  const rows = [LIMITS, PRICES, ERRORS, TAGS, RECORDS].flatMap((table) => Object.keys(table));
  expect(DESCRIPTIVE_COLUMNS.filter((column) => rows.includes(column))).toEqual([]);
});

test('numbers beyond 32 bits stand as strings', () => {
  expect(spec.limits.blockGas.max).toBe(String(LIMITS.blockGas.max));
  expect(spec.limits.transactionGas.max).toBe(LIMITS.transactionGas.max);
});

test('the text is in RFC 8785 form', () => {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  expect(specText()).toBe(JSON.stringify(spec, sorted));
  expect(canonical({ b: [true, null, 'é"\n'], a: { z: 1, A: 10 } })).toBe(
    '{"a":{"A":10,"z":1},"b":[true,null,"é\\"\\n"]}',
  );
});
