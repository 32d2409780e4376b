// Option and Decimal wherever values stand: arguments, results, structs, lists, storage, events, clients of other contracts.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAbi } from '../../engine/abi/abi.ts';
import { clientText } from '../../engine/abi/bindings.ts';
import { typeText } from '../../engine/abi/types.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { type Contract, expectRevert, Sandbox } from '../../engine/testing/sandbox.ts';
import { valuesOf } from '../abi/arbitraries.ts';
import { contractOf, refusalOf } from './sample.ts';

const SOURCE = `import { Address, Amount, Decimal, Event, Map, Option, OrderedMap, Value } from "tally";
export enum State { OPEN, PAID = 5 }
@struct export class Terms {
  limit: Option<u64> = Option.none<u64>();
  state: Option<State> = Option.none<State>();
  rate: Decimal = Decimal.zero;
  floor: Decimal | null = null;
  cap: Amount | null = null;
  by: Address | null = null;
  parts: Option<bool>[] = [];
}
@event class Set extends Event { constructor(public terms: Terms, public limit: Option<u64>) { super(); } }
@contract("terms", "1.0.0") export class Agreement {
  private terms: Value<Terms>;
  private limit: Value<Option<u64>>;
  private rates: Map<string, Decimal>;
  private byRate: OrderedMap<Decimal, string>;
  @mutate put(terms: Terms): void { this.terms.value = terms; this.limit.value = terms.limit; new Set(terms, terms.limit).emit(); }
  @mutate rate(name: string, rate: Decimal): void { this.rates.set(name, rate); this.byRate.set(rate, name); }
  @view stored(): Terms { return this.terms.value; }
  @view limitOf(): Option<u64> { return this.limit.value; }
  @view limitOr(other: u64): u64 { return this.limit.value.or(other); }
  @view limitValue(): u64 { return this.limit.value.value; }
  @view echo(terms: Terms): Terms { return terms; }
  @view half(value: Option<i8>): Option<i8> { return value.isNone ? value : Option.some<i8>(value.value / 2); }
  @view next(state: Option<State>): Option<State> { return state.isSome && state.value == State.OPEN ? Option.some<State>(State.PAID) : state; }
  @view rateOf(name: string): Decimal { return this.rates.getOr(name, Decimal.parse("0.5")); }
  @view inOrder(): Decimal[] { return this.byRate.keys(10); }
}`;

let contract: Contract;
beforeAll(async () => {
  contract = await new Sandbox({ check: true }).deploy(SOURCE);
}, 60_000);

const terms = { limit: 5n, state: 'PAID', rate: '1.25', floor: null, cap: 7n, by: null, parts: [true, null, false] };

test('the ABI says what may be absent, and is read back', () => {
  expect(readAbi(encodeUtf8(JSON.stringify(contract.abi)))).toEqual(contract.abi);
  const half = contract.abi.methods.find(({ name }) => name === 'half')!;
  expect([typeText(half.params[0]!.type), half.returns]).toEqual(['i8?', { option: 'i8' }]);
});

test('what goes in comes back', () => {
  const type = contract.abi.methods.find(({ name }) => name === 'echo')!.params[0]!.type;
  fc.assert(
    fc.property(valuesOf(type), (value) => {
      expect(contract.query('echo', { terms: value })).toEqual(value);
    }),
    { numRuns: 40 },
  );
  expect(contract.query('half', { value: -8 })).toBe(-4);
  expect(contract.query('half', { value: null })).toBe(null);
  expect(['OPEN', 'PAID', null].map((state) => contract.query('next', { state }))).toEqual(['PAID', 'PAID', null]);
});

test('is stored, reported, and absent before it is set', async () => {
  const fresh = await new Sandbox().deploy(SOURCE);
  expect(fresh.query('limitOf')).toBe(null);
  expect(fresh.query('limitOr', { other: 9 })).toBe(9n);
  await expectRevert('NO_VALUE', () => fresh.query('limitValue'));
  await expectRevert('NOT_FOUND', () => fresh.query('stored'));
  const { events } = fresh.call('put', { terms });
  expect(events[0]!.fields).toEqual({ terms, limit: 5n });
  expect([fresh.query('stored'), fresh.query('limitValue')]).toEqual([terms, 5n]);
  fresh.call('put', { terms: { ...terms, limit: null } });
  expect(fresh.query('limitOf')).toBe(null);
});

test('decimals are keys in the order of their numbers', () => {
  const rates = ['2.5', '-0.000000000000000001', '0', '-170', '0.1'];
  for (const rate of rates) contract.call('rate', { name: `of ${rate}`, rate });
  expect(contract.query('inOrder')).toEqual(['-170', '-0.000000000000000001', '0', '0.1', '2.5']);
  expect([contract.query('rateOf', { name: 'of -170' }), contract.query('rateOf', { name: '' })]).toEqual([
    '-170',
    '0.5',
  ]);
});

test('another contract has them through the client that is written for it', async () => {
  const client = clientText(contract.abi).replace(/^import .*$/m, '');
  const sandbox = new Sandbox();
  const callee = await sandbox.deploy(SOURCE);
  const caller =
    await sandbox.deploy(`import { Address, Amount, callOrRevert, call, CallResult, Decimal, Option, Writer } from "tally";
${client}
@contract("caller", "1.0.0") export class Caller {
  @mutate put(at: Address, terms: Terms): void { new AgreementClient(at).put(terms); }
  @view half(at: Address, value: Option<i8>): Option<i8> { return new AgreementClient(at).half(value); }
  @view next(at: Address, state: Option<State>): Option<State> { return new AgreementClient(at).next(state); }
  @view rate(at: Address): Decimal { return new AgreementClient(at).rateOf("none") + Decimal.one; }
}`);
  caller.call('put', { at: callee, terms });
  expect(callee.query('stored')).toEqual(terms);
  expect([-9, null].map((value) => caller.query('half', { at: callee, value }))).toEqual([-4, null]);
  expect(['OPEN', null].map((state) => caller.query('next', { at: callee, state }))).toEqual(['PAID', null]);
  expect(caller.query('rate', { at: callee })).toBe('1.5');
});

test('what may be null is compared with null, and known not to be afterwards, whatever `==` means to its class', async () => {
  const types = ['Amount', 'Address', 'Decimal', 'string', 'Bytes', 'Note', 'u8[]'];
  const methods = types.flatMap((type, i) => [
    `@view eq${i}(x: ${type} | null): bool { return x == null || null === x; }`,
    `@view ne${i}(x: ${type} | null): bool { return x != null && null !== x; }`,
    `@view or${i}(x: ${type} | null, y: ${type}): ${type} { if (x !== null) return x; return y; }`,
    `@view called${i}(x: ${type} | null): bool { return this.same${i}(x) === null; }`,
    `@view field${i}(x: ${type} | null): bool { const holder = new Holder${i}(); holder.x = x; return holder.x == null; }`,
    `private same${i}(x: ${type} | null): ${type} | null { return x; }`,
    `@view pick${i}(x: ${type} | null, y: ${type}): ${type} { return x === null ? y : x; }`,
  ]);
  const contract = await new Sandbox().deploy(`import { Address, Amount, Bytes, Decimal } from "tally";
@struct export class Note { n: u8 = 0; }
${types.map((type, i) => `class Holder${i} { x: ${type} | null = null; }`).join('\n')}
@contract("nulls", "1.0.0") export class Nulls {\n${methods.join('\n')}\n}`);
  const values = [0n, new Uint8Array(32), '0', '', Uint8Array.of(), { n: 0 }, []];
  const others = [1n, new Uint8Array(32).fill(1), '1', 'a', Uint8Array.of(1), { n: 1 }, [1]];
  for (const [i, value] of values.entries()) {
    const y = others[i]!;
    for (const x of [value, null]) {
      const told = [
        contract.query(`eq${i}`, { x }),
        contract.query(`ne${i}`, { x }),
        contract.query(`or${i}`, { x, y }),
        contract.query(`pick${i}`, { x, y }),
        contract.query(`called${i}`, { x }),
        contract.query(`field${i}`, { x }),
      ];
      expect([types[i], ...told]).toEqual([types[i], x === null, x !== null, x ?? y, x ?? y, x === null, x === null]);
    }
  }
});

describe('refused, with what to write instead:', () => {
  test.each([
    ['u64 | null', 'a number cannot be null: write Option<u64>'],
    ['u32): bool { return x == null; } @view b(x: u8', 'a number is never null'],
    ['Option<string>', 'an Option is for numbers: write string | null'],
    ['Option<Amount[]>', 'an Option is for numbers: write Amount[] | null'],
  ])('%s', async (type, message) => {
    const { found } = await refusalOf(contractOf(`  @view a(x: ${type}): void {}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});
