// Values with parts: structs, enums, lists and what may be null travel through a contract, its storage and its events unchanged, and
// nothing but their one lawful form is taken.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAbi } from '../../engine/abi/abi.ts';
import { decodeEvent, readRevert } from '../../engine/abi/event.ts';
import { typeText } from '../../engine/abi/types.ts';
import type { Value } from '../../engine/abi/value.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import { type ContractClient, contractClient } from '../../engine/client/contract.ts';
import { compile } from '../../engine/compile/asc.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { valuesOf } from '../abi/arbitraries.ts';
import { ok, TestChain } from '../runtime/chain.ts';
import { contractOf, refusalOf } from './sample.ts';

const SOURCE = `import { Address, Amount, Bytes, Event, Map, OrderedMap, require, Value, Vec } from "tally";

export enum State { OPEN, PAID = 5, LOST = -2 }

@struct
export class Line {
  constructor(
    public text: string,
    public amount: Amount,
    public state: State,
  ) {}
}

@struct
export class Order {
  static readonly made: u32 = 0;
  id: u64 = 0;
  urgent: bool = false;
  lines: Line[] = [];
  best: Line | null = null;
  by: Address = Address.zero;
  memo: Bytes | null = null;
  counts: i16[] = [];
  states: State[][] = [];
  get total(): Amount {
    let sum = Amount.zero;
    for (let i = 0; i < this.lines.length; i++) sum = sum.plus(this.lines[i].amount);
    return sum;
  }
}

/** An order came. */
@event
class Came extends Event {
  constructor(
    public order: Order,
    public state: State,
    public names: string[],
  ) {
    super();
  }
}

@contract("values", "1.0.0")
export class Values {
  private one: Value<Order>;
  private maybe: Value<Order | null>;
  private byName: Map<string, Order[]>;
  private byState: OrderedMap<State, u32>;
  private lines: Vec<Line>;
  private texts: Value<string[]>;

  @view echo(order: Order): Order { return order; }
  @view maybeEcho(order: Order | null): Order | null { return order; }
  @view maybeAddress(by: Address | null): Address | null { return by; }
  @view maybeAmount(amount: Amount | null): Amount | null { return amount; }
  @view isThere(by: Address | null): bool { return by ? true : false; }
  @view states(all: State[]): State[] { return all; }
  @view texts2(all: string[][]): string[][] { return all; }
  @view nextOf(state: State): State { return state == State.OPEN ? State.PAID : State.LOST; }
  @view total(order: Order): Amount { return order.total; }

  @mutate put(order: Order): void {
    this.one.value = order;
    this.maybe.value = order;
    const list = this.byName.getOr("all", []);
    list.push(order);
    this.byName.set("all", list);
    for (let i = 0; i < order.lines.length; i++) this.lines.push(order.lines[i]);
    this.byState.set(order.lines.length > 0 ? order.lines[0].state : State.OPEN, <u32>order.id);
    new Came(order, State.PAID, ["a", "b"]).emit();
  }
  @mutate drop(): Line { return this.lines.pop(); }
  @mutate replace(at: u32, line: Line): void { this.lines[at] = line; }
  @mutate forget(state: State): void { this.byState.remove(state); }
  @view stored(): Order { return this.one.value; }
  @view storedMaybe(): Order | null { return this.maybe.value; }
  @view all(): Order[] { return this.byName.get("all"); }
  @view noTexts(): string[] { return this.texts.isSet ? [] : this.texts.value; }
  @view count(): u32 { return this.lines.length; }
  @view line(at: u32): Line { return this.lines[at]; }
  @view page(from: u32, limit: u32): Line[] { return this.lines.page(from, limit); }
  @view keys(limit: u32): State[] { return this.byState.keys(limit); }
  @view keysAfter(state: State, limit: u32): State[] { return this.byState.keysAfter(state, limit); }
}
`;

let client: ContractClient;
let chain: TestChain;
let at: Bytes;

beforeAll(async () => {
  const { wasm, abi } = await compile(singleSource(SOURCE));
  expect(readAbi(encodeUtf8(JSON.stringify(abi)))).toEqual(abi);
  client = contractClient(abi);
  chain = new TestChain();
  at = chain.deploy(wasm);
}, 60_000);

const typeOf = (method: string) => client.abi.methods.find(({ name }) => name === method)!.params[0]!.type;

function ask(method: string, args: { [name: string]: Value } = {}): Value | undefined {
  const { input } = client.query(method, args);
  const { status, output } = chain.query(at, method, input);
  if (status !== 0) throw new Error(status === 1 ? readRevert(output).code : `status ${status}`);
  return client.output(method, output);
}

function call(method: string, args: { [name: string]: Value } = {}) {
  const { input } = client.call(method, args);
  return ok(chain.call(at, method, input));
}

const line = (text: string, state = 'OPEN') => ({ text, amount: 7n, state });
const order = (id: bigint, ...lines: Value[]) => ({
  id,
  urgent: true,
  lines,
  best: null,
  by: new Uint8Array(32).fill(3),
  memo: Uint8Array.of(1, 0, 2),
  counts: [-1, 5],
  states: [['LOST'], []],
});

describe('arguments and results', () => {
  test('have types that say all of themselves', () => {
    const order = typeOf('echo');
    expect(typeText(order)).toBe('Order');
    expect(
      typeof order === 'object' &&
        'struct' in order &&
        order.fields.map(({ name, type }) => `${name}: ${typeText(type)}`),
    ).toEqual([
      'id: u64',
      'urgent: bool',
      'lines: Line[]',
      'best: Line?',
      'by: Address',
      'memo: bytes?',
      'counts: i16[]',
      'states: State[][]',
    ]);
  });

  test.each([
    ['echo', 'order'],
    ['maybeEcho', 'order'],
    ['maybeAddress', 'by'],
    ['maybeAmount', 'amount'],
    ['states', 'all'],
    ['texts2', 'all'],
  ])('of %s come back as they went in', (method, name) => {
    fc.assert(
      fc.property(valuesOf(typeOf(method)), (value) => {
        expect(ask(method, { [name]: value })).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });

  test('are what the contract sees', () => {
    expect(ask('total', { order: order(1n, line('a'), line('b')) })).toBe(14n);
    expect(ask('nextOf', { state: 'OPEN' })).toBe('PAID');
    expect(ask('nextOf', { state: 'PAID' })).toBe('LOST');
    expect([null, new Uint8Array(32)].map((by) => ask('isThere', { by }))).toEqual([false, true]);
  });

  test('that are none of an enum are refused, however deep they stand', () => {
    const { input } = client.query('states', { all: ['OPEN', 'PAID'] });
    const other = input.slice();
    other[4] = 1;
    expect(readRevert(chain.query(at, 'states', other).output)).toMatchObject({
      code: 'BAD_INPUT',
      message: 'a number is none of State',
    });
    const whole = client.query('echo', { order: { ...order(1n), states: [['LOST']] } }).input;
    whole[whole.length - 4] = 9;
    expect(readRevert(chain.query(at, 'echo', whole).output)).toMatchObject({ code: 'BAD_INPUT' });
  });

  test('that end early, go on, or promise too much are refused', () => {
    const { input } = client.query('echo', { order: order(1n, line('a')) });
    for (const bad of [input.slice(0, -1), Uint8Array.from([...input, 0])])
      expect(readRevert(chain.query(at, 'echo', bad).output).code).toBe('BAD_INPUT');
    const huge = Uint8Array.of(255, 255, 255, 255);
    expect(readRevert(chain.query(at, 'states', huge).output).code).toBe('BAD_INPUT');
    const neither = client.query('maybeEcho', { order: null }).input.slice();
    neither[0] = 2;
    expect(readRevert(chain.query(at, 'maybeEcho', neither).output).code).toBe('BAD_INPUT');
  });
});

describe('stored values', () => {
  test('are not there before they are set', () => {
    expect(() => ask('stored')).toThrow('NOT_FOUND');
    expect(ask('storedMaybe')).toBeNull();
    expect(ask('noTexts')).toEqual([]);
    expect(ask('count')).toBe(0);
    expect(() => ask('line', { at: 0 })).toThrow('OUT_OF_RANGE');
    expect(ask('keys', { limit: 5 })).toEqual([]);
  });

  test('are there as they were set, and in the event', () => {
    const [a, b] = [order(1n, line('a', 'PAID'), line('b')), order(2n, line('c', 'LOST'))];
    const receipt = call('put', { order: a });
    const [event] = receipt.events;
    expect(decodeEvent(client.abi, event!.name, event!.data)!.values).toEqual([a, 'PAID', ['a', 'b']]);
    call('put', { order: b });
    call('put', { order: order(3n) });
    expect([ask('stored'), ask('storedMaybe')]).toEqual([order(3n), order(3n)]);
    expect(ask('all')).toEqual([a, b, order(3n)]);
  });

  test('of a list are there by index and page by page, and can be taken off', () => {
    expect(ask('count')).toBe(3);
    expect(ask('line', { at: 2 })).toEqual(line('c', 'LOST'));
    expect(ask('page', { from: 1, limit: 10 })).toEqual([line('b'), line('c', 'LOST')]);
    expect(ask('page', { from: 0, limit: 1 })).toEqual([line('a', 'PAID')]);
    expect(ask('page', { from: 3, limit: 1 })).toEqual([]);
    call('replace', { at: 1, line: line('new') });
    expect(client.output('drop', call('drop').output)).toEqual(line('c', 'LOST'));
    expect([ask('count'), ask('line', { at: 1 })]).toEqual([2, line('new')]);
    expect(() => ask('line', { at: 2 })).toThrow('OUT_OF_RANGE');
  });

  test('of an ordered map are gone through in the order of their keys', () => {
    expect(ask('keys', { limit: 5 })).toEqual(['LOST', 'OPEN', 'PAID']);
    expect(ask('keys', { limit: 2 })).toEqual(['LOST', 'OPEN']);
    expect(ask('keys', { limit: 0 })).toEqual([]);
    expect(ask('keysAfter', { state: 'OPEN', limit: 5 })).toEqual(['PAID']);
    call('forget', { state: 'OPEN' });
    expect(ask('keysAfter', { state: 'LOST', limit: 5 })).toEqual(['PAID']);
  });
});

describe('what has no value is refused at its place:', () => {
  test.each([
    [
      'class Plain { a: u8 = 0; }',
      '@view f(x: Plain): void {}',
      'struct-class',
      "'Plain' is used as a value: write @struct",
    ],
    [
      '@struct class Loop { a: Loop | null = null; }',
      '@view f(x: Loop): void {}',
      'struct-class',
      "'Loop' holds itself, and a struct cannot be recursive",
    ],
    ['@struct class None {}', '@view f(x: None): void {}', 'struct-class', "'None' has no fields"],
    ['@struct class Of<T> { a: u8 = 0; }', '@view f(x: Of<u8>): void {}', 'unsupported-type', 'must be one of'],
    ['@struct class S { a: Map<u8, u8>; }', '@view f(x: S): void {}', 'unsupported-type', "field 'a' must be one of"],
    ['@struct class S { a: u8 = 0; }', '@view f(x: S): void {}', 'export-type', 'write export before it'],
    ['export enum E { A = 1, B = 1 }', '@view f(x: E): void {}', 'enum-value', 'number of another name'],
    ['const N = 4; export enum E { A = N }', '@view f(x: E): void {}', 'enum-value', 'must be a whole number'],
    ['', '@view f(x: u32 | null): void {}', 'unsupported-type', 'a number cannot be null'],
    ['', 'm: Map<u8[], u8>;', 'unsupported-type', "a key of 'm' must be one of"],
    ['', '@view f(x: Set<u8>): void {}', 'unsupported-type', 'must be one of'],
  ])('%s %s', async (more, members, code, message) => {
    const { list } = await refusalOf(contractOf(`  ${members}\n  @view other(): void {}`, more));
    const found = list.find((each) => each.code === code);
    expect(found?.message).toContain(message);
  });
});
