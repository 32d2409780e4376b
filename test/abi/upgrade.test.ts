// What an upgrade would lose is told by the ABIs of before and after.
import { expect, test } from 'vitest';
import type { Abi, AbiField, AbiMethod } from '../../engine/abi/types.ts';
import { checkStorage, compatibility, StorageChanged, storageLosses } from '../../engine/abi/upgrade.ts';
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
    'b holds another S (new: y)',
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

test.each<[string, AbiField['types'][number], AbiField['types'][number], string]>([
  ['a struct that grew at its end, because decoders take no less', struct('x'), struct('x', 'y'), 'S (new: y)'],
  ['a struct that lost a field', struct('x', 'y'), struct('x'), 'S (gone: y)'],
  ['fields that changed places', struct('x', 'y'), struct('y', 'x'), 'S (y is where x was)'],
  [
    'a field of another type',
    struct('x'),
    { struct: 'S', fields: [{ name: 'x', type: 'u16' }] },
    'S (x: u8 became u16)',
  ],
  ['an enum without a number that it had', state('OPEN', 'PAID'), state('OPEN'), 'State (1 was PAID and is nothing)'],
  ['names of an enum that changed places', state('OPEN', 'PAID'), state('PAID', 'OPEN'), '(0 was OPEN and is PAID)'],
  ['what may be null now', 'string', { option: 'string' }, 'held string and holds string?'],
  ['a number of as many bytes', 'u64', 'i64', 'held u64 and holds i64'],
])('%s is a loss, at any depth', (_, was, is, told) => {
  expect(storageLosses(value(was), value(is))).toMatchObject([{ why: expect.stringContaining(told) }]);
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

const method = (name: string, more: Partial<AbiMethod> = {}): AbiMethod => {
  return { name, kind: 'mutate', params: [{ name: 'a', type: 'u8' }], returns: 'void', ...more };
};
const offering = (...methods: AbiMethod[]): Abi => ({ ...TOKEN, methods, events: [], errors: [], storage: [] });
const told = (before: Abi | undefined, after: Abi | undefined) =>
  compatibility(before, after).map(({ severity, what, name, why }) => `${severity} ${what} ${name} ${why}`);

test('what is the same breaks nothing, and what comes besides is a note', () => {
  expect(told(TOKEN, TOKEN)).toEqual([]);
  expect(told(offering(method('pay')), offering(method('pay'), method('look', { kind: 'view' })))).toEqual([
    'note method look is new',
  ]);
  const hooks = offering(method('begin', { kind: 'init' }), method('move', { kind: 'migrate' }));
  expect(told(hooks, offering())).toEqual([]);
});

test('without an ABI on either side nobody can tell, and that is said', () => {
  expect(told(undefined, TOKEN)).toEqual([
    'unknown abi tally.abi the code that runs now came without an ABI, so nothing can be compared',
  ]);
  expect(compatibility(TOKEN, undefined).map(({ severity }) => severity)).toEqual(['unknown']);
});

test.each<[string, AbiMethod | undefined, string]>([
  ['gone', undefined, 'breaking method pay is gone'],
  ['no longer called', method('pay', { kind: 'migrate' }), 'breaking method pay is gone'],
  ['another kind', method('pay', { kind: 'view' }), 'breaking method pay was @mutate and is @view'],
  [
    'another type',
    method('pay', { params: [{ name: 'a', type: 'u16' }] }),
    'breaking method pay took a as u8 and takes u16',
  ],
  [
    'one more',
    method('pay', {
      params: [
        { name: 'a', type: 'u8' },
        { name: 'b', type: 'bool' },
      ],
    }),
    'breaking method pay takes b: bool besides',
  ],
  ['one less', method('pay', { params: [] }), 'breaking method pay no longer takes a'],
  ['another result', method('pay', { returns: 'u8' }), 'breaking method pay returned nothing and returns u8'],
  ['a new role', method('pay', { only: ['BANK'] }), 'breaking method pay is only for BANK now'],
  [
    'another name of a parameter',
    method('pay', { params: [{ name: 'b', type: 'u8' }] }),
    'note method pay parameter a is called b',
  ],
])('a method with %s', (_, after, expected) => {
  expect(told(offering(method('pay')), offering(...(after ? [after] : [])))).toEqual([expected]);
});

test('an enum that grew is taken by old callers and not understood by old readers', () => {
  const [small, large] = [state('OPEN'), state('OPEN', 'PAID')];
  const taking = (type: typeof small) => offering(method('pay', { params: [{ name: 'a', type }] }));
  const giving = (type: typeof small) => offering(method('pay', { returns: type }));
  expect(told(taking(small), taking(large))).toEqual([]);
  expect(told(taking(large), taking(small))).toEqual([
    'breaking method pay took a as State, and takes another one (1 was PAID and is nothing)',
  ]);
  expect(told(giving(small), giving(large))).toEqual([
    'breaking method pay returned State, and returns another one (it has values that are new)',
  ]);
  expect(told(giving(large), giving(small))).toEqual([]);
});

test('events and errors that are gone or changed, by name', () => {
  const before: Abi = {
    ...offering(),
    events: [{ name: 'Paid', fields: [{ name: 'to', type: 'Address' }] }],
    errors: [{ code: 'LOW' }],
  };
  expect(told(before, offering())).toEqual([
    'breaking event Paid is gone',
    'breaking error LOW is gone: who handles it by its code meets another one, or none',
  ]);
  const renamed: Abi = { ...before, events: [{ name: 'Paid', fields: [{ name: 'who', type: 'Address' }] }] };
  expect(told(before, renamed)).toEqual(['breaking event Paid had to: Address and has who: Address']);
  const found: Abi = { ...before, events: [{ ...before.events[0]!, indexed: ['to'] }] };
  expect(told(before, found)).toEqual(['breaking event Paid was found by nothing and is by to']);
  expect(told(offering(), before)).toEqual(['note event Paid is new', 'note error LOW is new']);
});

test('every loss of storage is breaking, a new field a note', () => {
  const after = abi(field('a', 'Value', 'u16'), field('d', 'Value', 'u8'), ...BEFORE.storage.slice(1));
  expect(told(BEFORE, after)).toEqual([
    'breaking storage a held u8 and holds u16, so what was stored is read wrongly or not at all',
    'note storage d is new, and nothing is in it yet',
  ]);
});
