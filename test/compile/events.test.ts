import { describe, expect, test } from 'vitest';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';
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
