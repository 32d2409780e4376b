// The published schema of ABIs takes what the reader takes, and refuses what the reader refuses for its shape.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAbi } from '../../engine/abi/abi.ts';
import type { Abi } from '../../engine/abi/types.ts';
import { Usage } from '../../engine/base/errors.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { types } from './arbitraries.ts';
import { TOKEN } from './token.ts';

const schema = JSON.parse(readFileSync(new URL('../../spec/abi.schema.json', import.meta.url), 'utf8')) as object;
const isOfSchema = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

/** Whether the reader takes it; what it refuses beyond the schema is named in the schema's description. */
function isRead(value: unknown): boolean {
  try {
    readAbi(encodeUtf8(JSON.stringify(value)));
    return true;
  } catch (error) {
    if (error instanceof Usage) return false;
    throw error;
  }
}

test.each(['contracts/token.ts', 'contracts/receivable.ts', 'contracts/examples/token_v2.ts'])('%s', async (path) => {
  const { abi } = await compileKept(loadSources(path));
  expect(isOfSchema(abi)).toBe(true);
});

/** An ABI with a type in each of its places. */
function withType(type: unknown): unknown {
  const [method, ...others] = TOKEN.methods;
  const field: Abi['storage'][number] = { field: 'A.b', slot: '0123456789abcdef', kind: 'Vec', types: ['u8'] };
  return {
    ...TOKEN,
    methods: [{ ...method, params: [{ name: 'x', type }] }, ...others.map((each) => ({ ...each, returns: type }))],
    events: [{ name: 'E', fields: [{ name: 'f', type }] }],
    storage: [{ ...field, types: [type] }],
  };
}

test('any type, wherever it stands', () => {
  fc.assert(
    fc.property(types, (type) => {
      const abi = withType(type);
      expect([isOfSchema(abi), isRead(abi)]).toEqual([true, true]);
    }),
    { numRuns: 200 },
  );
});

describe('what one refuses the other refuses:', () => {
  const { name: _, ...nameless } = TOKEN;
  test.each<[string, unknown]>([
    ['no name', nameless],
    ['another field', { ...TOKEN, more: 1 }],
    ['another version', { ...TOKEN, abi: 2 }],
    ['an odd class', { ...TOKEN, contract: 'a b' }],
    ['a method of no kind', { ...TOKEN, methods: [{ ...TOKEN.methods[0], kind: 'pure' }] }],
    ['nobody only', { ...TOKEN, methods: [{ ...TOKEN.methods[1], only: [] }] }],
    ['a map of one type', { ...TOKEN, storage: [{ ...TOKEN.storage[1], types: ['u8'] }] }],
    ['a list of two types', { ...TOKEN, storage: [{ ...TOKEN.storage[1], kind: 'Vec', types: ['u8', 'u8'] }] }],
    ['a short slot', { ...TOKEN, storage: [{ ...TOKEN.storage[0], slot: '00' }] }],
    ['void for a parameter', withType('void')],
    ['a float', withType('f64')],
    ['null', withType(null)],
    ['a list of nothing', withType({ list: 'void' })],
    ['two kinds at once', withType({ list: 'u8', option: 'u8' })],
    ['an option of an option', withType({ option: { option: 'u8' } })],
    ['an empty struct', withType({ struct: 'S', fields: [] })],
    ['an empty enum', withType({ enum: 'E', values: [] })],
    ['a number that is too large', withType({ enum: 'E', values: [{ name: 'A', value: 2 ** 31 }] })],
    ['half a number', withType({ enum: 'E', values: [{ name: 'A', value: 0.5 }] })],
  ])('%s', (_, value) => {
    expect([isOfSchema(value), isRead(value)]).toEqual([false, false]);
  });
});
