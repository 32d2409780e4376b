import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { slotOf } from '../../engine/base/hash.ts';
import { compile } from '../../engine/compile/asc.ts';
import { HASHING } from '../../engine/compile/slots.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { address, FakeChain } from '../contracts/fake.ts';
import { contractOf, refusalOf } from './sample.ts';

test('a field stands in the ABI with its slot, kind and types, and under that slot in storage', async () => {
  const members = `  one: Value<string>;
  many: Map<u16, Amount>;
  pairs: Map2<string, Address, bool>;
  @mutate put(): void { this.one.value = "a"; this.many.set(0x102, new Amount(5)); this.pairs.set("b", Context.self, true); }`;
  const built = await compile(singleSource(contractOf(members)));
  const slot = (name: string) => toHex(slotOf(HASHING, `Sample.${name}`));
  expect(built.abi.storage).toEqual([
    { field: 'Sample.one', slot: slot('one'), kind: 'Value', types: ['string'] },
    { field: 'Sample.many', slot: slot('many'), kind: 'Map', types: ['u16', 'Amount'] },
    { field: 'Sample.pairs', slot: slot('pairs'), kind: 'Map', types: ['string', 'Address', 'bool'] },
  ]);
  const chain = new FakeChain();
  chain.deploy(address(7), built);
  chain.call(address(1), address(7), 'put');
  const stored = Object.fromEntries([...chain.storage(address(7))].map(([key, value]) => [key, toHex(value)]));
  expect(stored).toEqual({
    [slot('one')]: '0100000061',
    [`${slot('many')}0102`]: '05000000000000000000000000000000',
    [`${slot('pairs')}620000${'07'.repeat(32)}`]: '01',
  });
});

test('the order of fields does not matter to their slots', async () => {
  const build = async (members: string) => (await compile(singleSource(contractOf(members)))).abi.storage;
  const [ab, ba] = [await build('  a: Value<u8>;\n  b: Value<u8>;'), await build('  b: Value<u8>;\n  a: Value<u8>;')];
  expect(new Set(ab.map((f) => f.slot)).size).toBe(2);
  expect(ba).toEqual([ab[1], ab[0]]);
});

test.each([
  ['  n: u64;', '3:3 storage-type', '  ^'],
  ['  n: Value<u8, u8>;', '3:3 storage-type', '  ^'],
  ['  n: Value<u8> = new Value<u8>(1);', '3:18 storage-initializer', '                 ^~~~~~~~~~~~~~~~'],
  ['  n: Value<f64>;', '3:12 no-float', '           ^~~'],
  ['  n: Map<string, Set<u8>>;', '3:18 unsupported-type', '                 ^~~~~~~'],
  ['  n: Map<u8[], u8>;', '3:10 unsupported-type', '         ^~~~'],
])('%s is refused', async (members, start, caret) => {
  const { found, carets } = await refusalOf(contractOf(members));
  expect(found[0]).toContain(start);
  expect(carets[0]!.split('\n')[1]).toBe(caret);
});

test("the language's own Map is no storage", async () => {
  const source = 'import { Value } from "tally";\n@contract("a", "1") export class A { n: Map<string, u8>; }';
  expect((await refusalOf(source)).codes).toEqual(['storage-type']);
});

test('static fields are constants of the code, not storage', async () => {
  const { abi } = await compile(
    singleSource(contractOf('  static readonly MAX: u8 = 7;\n  @view a(): u8 { return Sample.MAX; }')),
  );
  expect(abi.storage).toEqual([]);
});
