// Clients written from ABIs compile, and reach the contract with what they were given; what they get back is what it gave.
import { beforeAll, describe, expect, test } from 'vitest';
import { clientText } from '../../engine/abi/bindings.ts';
import { readRevert } from '../../engine/abi/event.ts';
import type { Abi, AbiMethod } from '../../engine/abi/types.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { type ContractClient, contractClient } from '../../engine/client/contract.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { TestChain } from '../runtime/chain.ts';

const SHOP = `import { Address, Amount, require, Value } from "tally";
export enum State { OPEN, PAID = 5 }
@struct export class Line { constructor(public what: string, public state: State) {} }
@struct export class Order { constructor(public lines: Line[], public best: Line | null, public by: Address) {} }
/** A shop. */
@contract("shop", "1.0.0")
export class Shop {
  private kept: Value<Order>;
  /** Keeps an order. */
  @mutate keep(order: Order, from: u32, value: Amount): u32 { require(from < 9, "FROM"); this.kept.value = order; return from + 1; }
  @mutate tryKeep(reader: u8): u8 { return reader; }
  @mutate @only("BOSS") close(): void {}
  @view at(): Order { return this.kept.value; }
  @view states(reader: State[]): State[] { return reader; }
  @view state(open: bool): State { return open ? State.OPEN : State.PAID; }
  @view maybe(there: bool): Line | null { return there ? new Line("l", State.PAID) : null; }
}`;

const CALLER = `import { Address, Amount } from "tally";
import { Line, Order, ShopClient, State } from "./shop.client";
@contract("caller", "1.0.0")
export class Caller {
  @mutate keep(at: Address, from: u32): u32 {
    const order = new Order([new Line("a", State.PAID)], null, at);
    return new ShopClient(at).keep(order, from, Amount.of(7));
  }
  @mutate tries(at: Address): u32 { return new ShopClient(at).tryClose().status * 10 + new ShopClient(at).tryKeep(3); }
  @mutate close(at: Address): void { new ShopClient(at).close(); }
  @view what(at: Address): string { const order = new ShopClient(at).at(); return order.lines[0].what + order.lines[0].state.toString(); }
  @view states(at: Address): u32 { const all = new ShopClient(at).states([State.PAID, State.OPEN]); return <u32>all[0] * 10 + <u32>all.length; }
  @view state(at: Address): u32 { return <u32>new ShopClient(at).state(false); }
  @view maybe(at: Address, there: bool): bool { return new ShopClient(at).maybe(there) !== null; }
}`;

const files = (entry: string, ...more: [string, string][]) => ({
  entry: 'contract/main.ts',
  files: new Map([['contract/main.ts', entry], ...more.map(([name, text]) => [`contract/${name}`, text] as const)]),
});

let abi: Abi;
let text: string;
let client: ContractClient;
let chain: TestChain;
let [shop, caller]: Bytes[] = [];

beforeAll(async () => {
  const built = await compileKept(files(SHOP));
  abi = built.abi;
  text = clientText(abi);
  const other = await compileKept(files(CALLER, ['shop.client.ts', text]));
  client = contractClient(other.abi);
  chain = new TestChain();
  shop = chain.deploy(built.wasm);
  caller = chain.deploy(other.wasm);
}, 60_000);

function call(method: string, args = {}) {
  const { input } = client.call(method, { at: shop!, ...args });
  const { status, output } = chain.call(caller!, method, input);
  return status === 0 ? client.output(method, output) : readRevert(output).code;
}

function ask(method: string, args = {}) {
  const { output } = chain.query(caller!, method, client.query(method, { at: shop!, ...args }).input);
  return client.output(method, output);
}

describe('a client', () => {
  test('reaches the contract, and gives back what that gave', () => {
    expect(call('keep', { from: 4 })).toBe(5);
    expect(ask('what')).toBe('a5');
    expect([ask('states'), ask('state'), ask('maybe', { there: true }), ask('maybe', { there: false })]).toEqual([
      52,
      5,
      true,
      false,
    ]);
  });

  test('passes a refusal on, or gives its status', () => {
    expect(call('keep', { from: 9 })).toBe('FROM');
    expect(call('close')).toBe('NO_ROLE');
    expect(call('tries')).toBe(1 * 10 + 3);
  });

  test('is a file for people', () => {
    const lines = text.split('\n');
    expect(lines[0]).toMatch(
      /^\/\/ Written by `tally bindings` from shop 1\.0\.0 \([0-9a-f]{16}\): how another contract calls it\.$/,
    );
    expect(text).toContain('  /** Only for BOSS. */\n  close(): void {');
    expect(text).toContain('export enum State {\n  OPEN = 0,\n  PAID = 5,\n}');
    // The contract has methods of these names itself.
    expect(text).toContain('constructor(readonly at_: Address) {}');
    expect(text.match(/ tryKeep\(/g)).toHaveLength(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(160);
  });
});

test.each(['contracts/token.ts', 'contracts/receivable.ts', 'contracts/examples/token_v2.ts'])(
  'of %s compiles',
  async (path) => {
    const { abi } = await compileKept(loadSources(path));
    const user = `import { Address } from "tally"; import { ${abi.contract}Client } from "./c";
@contract("user", "1.0.0") export class User { @view of(at: Address): Address { return new ${abi.contract}Client(at).at; } }`;
    await compileKept(files(user, ['c.ts', clientText(abi)]));
  },
);

test('two types of one name have no client', () => {
  const method = (name: string, type: AbiMethod['returns']): AbiMethod => ({
    name,
    kind: 'view',
    params: [],
    returns: type,
  });
  const struct = (field: string) => ({ struct: 'S', fields: [{ name: field, type: 'u8' as const }] });
  const odd = { ...abi, methods: [method('a', struct('x')), method('b', struct('y'))] };
  expect(() => clientText(odd)).toThrow('two types of the name S');
});

test('words of an ABI cannot end a comment', () => {
  const evil = { ...abi, doc: 'a */ export class X {} /*', name: 'x\nexport class Y {}' };
  const written = clientText(evil);
  expect(
    written
      .split('\n')
      .filter((line) => /^export class/.test(line))
      .join(),
  ).toBe('export class Line {,export class Order {,export class ShopClient {');
});
