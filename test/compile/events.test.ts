import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAbi } from '../../engine/abi/abi.ts';
import { topicsOf } from '../../engine/abi/topic.ts';
import { typeText, type ValueType } from '../../engine/abi/types.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { Sandbox } from '../../engine/testing/sandbox.ts';
import { valuesOf } from '../abi/arbitraries.ts';
import { address, eventValues, FakeChain } from '../contracts/fake.ts';
import { contractOf, refusalOf } from './sample.ts';

const withEvent = (event: string) => contractOf('  @mutate a(): void {}', event);

test('an event reaches the host with its name and its fields in order', async () => {
  const event = `/** Paid. */
@event class Paid extends Event { constructor(public to: Address, public amount: Amount, public note: string, public n: i16) { super(); } }
@event class Empty extends Event {}`;
  const members = '  @mutate pay(): void { new Paid(Context.self, Amount.of(9), "ü", -2).emit(); new Empty().emit(); }';
  const built = await compile(singleSource(contractOf(members, event)));
  expect(built.abi.events).toEqual([
    {
      name: 'Paid',
      fields: [
        { name: 'to', type: 'Address' },
        { name: 'amount', type: 'Amount' },
        { name: 'note', type: 'string' },
        { name: 'n', type: 'i16' },
      ],
      doc: 'Paid.',
    },
    { name: 'Empty', fields: [] },
  ]);
  const chain = new FakeChain();
  chain.deploy(address(7), built);
  chain.call(address(1), address(7), 'pay');
  expect(chain.events.map((e) => e.name)).toEqual(['Paid', 'Empty']);
  expect(eventValues(built, chain.events[0]!)).toEqual({ to: address(7), amount: 9n, note: 'ü', n: -2 });
  expect(chain.events[1]!.data).toHaveLength(0);
});

describe('refused, with a caret:', () => {
  test.each([
    ['@event class A {}', '5:14 event-class', '             ^'],
    ['@event class A extends Event { emit(): void {} }', '5:32 event-class', '                               ^~~~'],
    ['@event class A extends Event { n: u8; }', '5:32 event-field', '                               ^'],
    [
      '@event class A extends Event { constructor(n: u8) { super(); } }',
      '5:44 event-field',
      '                                           ^',
    ],
    [
      '@event class A extends Event { constructor(public n: Set<u8>) { super(); } }',
      '5:54 unsupported-type',
      `${' '.repeat(53)}^~~~~~~`,
    ],
    ['class A extends Event {}', '5:7 event-class', '      ^'],
    ['@event class $A extends Event {}', '5:14 event-name', '             ^~'],
  ])('%s', async (event, start, caret) => {
    const { found, carets } = await refusalOf(withEvent(event));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(start);
    expect(carets[0]!.split('\n')[1]).toBe(caret);
  });
});

describe('indexed fields', () => {
  const FIELDS: readonly (readonly [string, ValueType])[] = [
    ['flag', 'bool'],
    ['small', 'i16'],
    ['large', 'u64'],
    ['text', 'string'],
    ['raw', 'bytes'],
    ['who', 'Address'],
    ['sum', 'Amount'],
    ['rate', 'Decimal'],
    [
      'state',
      {
        enum: 'State',
        values: [
          { name: 'OPEN', value: 0 },
          { name: 'LOST', value: -7 },
        ],
      },
    ],
  ];
  const written = (type: ValueType) => (type === 'bytes' ? 'Bytes' : typeText(type));
  const params = FIELDS.map(([name, type]) => `${name}: ${written(type)}`).join(', ');
  const made = (first: string, ...names: string[]) => `
@event @indexed(${[first, ...names].map((name) => `"${name}"`).join(', ')})
class Of_${first} extends Event { constructor(${params.replaceAll(/(\w+):/g, 'public $1:')}) { super(); } }`;
  const GROUPS = [['flag', 'small', 'large', 'text'], ['raw', 'who', 'sum', 'rate'], ['state']] as const;
  const source = `import { Address, Amount, Bytes, Decimal, Event } from "tally";
export enum State { OPEN, LOST = -7 }
${GROUPS.map(([first, ...more]) => made(first, ...more)).join('\n')}
@contract("indexed", "1.0.0") export class Indexed {
  @mutate tell(${params}): void { ${GROUPS.map(([first]) => `new Of_${first}(${FIELDS.map(([name]) => name).join(', ')}).emit();`).join(' ')} }
}`;

  test('stand in the topics as the ABI says, and in the data as ever', async () => {
    const sandbox = new Sandbox();
    const contract = await sandbox.deploy(source);
    const events = contract.abi.events;
    expect(events.map(({ indexed }) => indexed)).toEqual(GROUPS);
    expect(readAbi(encodeUtf8(JSON.stringify(contract.abi)))).toEqual(contract.abi);
    fc.assert(
      fc.property(fc.record(Object.fromEntries(FIELDS.map(([name, type]) => [name, valuesOf(type)]))), (args) => {
        const receipt = contract.call('tell', args);
        const values = FIELDS.map(([name]) => args[name]!);
        expect(receipt.events.map(({ fields }) => fields)).toEqual(GROUPS.map(() => args));
        expect(receipt.events.map(({ topics }) => topics)).toEqual(
          events.map((event) => topicsOf(event, values, nodeNatives.sha256)),
        );
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [
      '@event @indexed() class A extends Event {}',
      '5:8 indexed write: @indexed("field"), with 1 to 4 fields of the event',
    ],
    [
      '@event @indexed("n", "x") class A extends Event { constructor(public n: u8) { super(); } }',
      "5:22 indexed the event has no field 'x'",
    ],
    [
      '@event @indexed("n") class A extends Event { constructor(public n: u8[]) { super(); } }',
      "5:17 indexed 'n' has parts: index a field without",
    ],
    [
      '@event @indexed("n", "n") class A extends Event { constructor(public n: u8) { super(); } }',
      "5:22 indexed 'n' is there twice",
    ],
    ['@indexed("n") class A {}', '5:1 indexed @indexed stands beside @event'],
  ])('refused: %s', async (event, found) => {
    expect((await refusalOf(withEvent(event))).found).toEqual([found]);
  });
});
