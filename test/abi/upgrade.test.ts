// What an upgrade would lose is told by the ABIs of before and after.
import { expect, test } from 'vitest';
import type { Abi, AbiField } from '../../engine/abi/types.ts';
import { checkStorage, StorageChanged, storageLosses } from '../../engine/abi/upgrade.ts';
import { TOKEN } from './token.ts';

const field = (name: string, kind: AbiField['kind'], ...types: AbiField['types']): AbiField => {
  return { field: name, slot: Buffer.from(name.padEnd(8)).toString('hex'), kind, types };
};
const abi = (...storage: AbiField[]): Abi => ({ ...TOKEN, storage });
const struct = (...names: string[]) => ({ struct: 'S', fields: names.map((name) => ({ name, type: 'u8' as const })) });
const BEFORE = abi(field('a', 'Value', 'u8'), field('b', 'Map', 'string', struct('x')), field('c', 'Vec', 'u8'));

test('the same fields, more of them, or in another order lose nothing', () => {
  expect(storageLosses(BEFORE, BEFORE)).toEqual([]);
  expect(storageLosses(BEFORE, abi(field('d', 'Value', 'u8'), ...[...BEFORE.storage].reverse()))).toEqual([]);
});

test('a map that is gone through in order is stored as any map is', () => {
  const after = abi(BEFORE.storage[0]!, field('b', 'OrderedMap', 'string', struct('x')), BEFORE.storage[2]!);
  expect(storageLosses(BEFORE, after)).toEqual([]);
});

test.each<[string, AbiField[], string]>([
  ['a field that is gone', [], 'a is gone'],
  ['another type', [field('a', 'Value', 'u16')], 'a held u8 and holds u16'],
  ['another kind', [field('a', 'Vec', 'u8')], 'a was a Value and is a Vec'],
  [
    'a struct of other fields',
    [BEFORE.storage[0]!, field('b', 'Map', 'string', struct('x', 'y'))],
    'b holds a S of other fields',
  ],
  ['another key', [BEFORE.storage[0]!, field('b', 'Map', 'u8', struct('x'))], 'b held string and holds u8'],
])('%s is told', (_, storage, told) => {
  const rest = BEFORE.storage
    .filter(({ slot }) => !storage.some((each) => each.slot === slot))
    .slice(storage.length === 0 ? 1 : 0);
  const losses = storageLosses(BEFORE, abi(...storage, ...rest));
  expect(losses).toHaveLength(1);
  expect(`${losses[0]!.field} ${losses[0]!.why}`).toContain(told);
});

const state = (...names: string[]) => ({ enum: 'State', values: names.map((name, value) => ({ name, value })) });
const value = (type: AbiField['types'][number]) => abi(field('a', 'Value', type));

test('an enum may grow, and names in structs and enums may change: the bytes stay what they were', () => {
  const before = value({ list: { option: { struct: 'S', fields: [{ name: 's', type: state('OPEN', 'PAID') }] } } });
  const after = value({
    list: { option: { struct: 'T', fields: [{ name: 't', type: state('OPEN', 'DONE', 'LATE') }] } },
  });
  expect(storageLosses(before, after)).toEqual([]);
  expect(storageLosses(value(struct('x', 'y')), value(struct('x', 'z')))).toEqual([]);
});

test.each<[string, AbiField['types'][number], AbiField['types'][number]]>([
  ['a struct that grew at its end, because decoders take no less', struct('x'), struct('x', 'y')],
  ['a struct that lost a field', struct('x', 'y'), struct('x')],
  ['fields that changed places', struct('x', 'y'), struct('y', 'x')],
  ['a field of another type', struct('x'), { struct: 'S', fields: [{ name: 'x', type: 'u16' }] }],
  ['an enum without a number that it had', state('OPEN', 'PAID'), state('OPEN')],
  ['names of an enum that changed places', state('OPEN', 'PAID'), state('PAID', 'OPEN')],
  ['what may be null now', 'string', { option: 'string' }],
  ['a number of as many bytes', 'u64', 'i64'],
])('%s is a loss, at any depth', (_, was, is) => {
  expect(storageLosses(value(was), value(is))).toHaveLength(1);
  expect(storageLosses(value({ list: was }), value({ list: is }))).toHaveLength(1);
});

test('a class with another name keeps its fields elsewhere, which is told', () => {
  const named = (contract: string, slot: string): Abi =>
    abi({ ...field('', 'Value', 'u8'), field: `${contract}.a`, slot });
  const [loss] = storageLosses(named('Token', '00'), named('TokenV2', '01'));
  expect(loss!.why).toContain('(TokenV2.a is another field: keep the name of the class)');
});

test('losses are refused all at once, unless they are allowed; of code without ABI nothing is known', () => {
  const after = abi(BEFORE.storage[2]!);
  expect(() => checkStorage(BEFORE, after, false)).toThrow(StorageChanged);
  expect(() => checkStorage(BEFORE, after, false)).toThrow(/a is gone.*\nb is gone/);
  expect(checkStorage(BEFORE, after, true)).toHaveLength(2);
  expect(checkStorage(BEFORE, undefined, false)).toEqual([]);
});
