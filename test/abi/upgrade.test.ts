// What an upgrade would lose is told by the ABIs of before and after.
import { expect, test } from 'vitest';
import type { Abi, AbiField } from '../../engine/abi/types.ts';
import { storageLosses } from '../../engine/abi/upgrade.ts';
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
