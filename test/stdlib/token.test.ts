// What a fungible token is: the interface that a contract can have checked, and the client by which others call it.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Contract, expectRevert, Sandbox } from '../../engine/testing/sandbox.ts';
import { refusalOf } from '../compile/sample.ts';

const SHOP = `import { Address, Amount, Context, Status, TokenClient } from "tally";
@contract("shop", "1.0.0") export class Shop {
  @view about(at: Address): string { const t = new TokenClient(at); return t.name() + " " + t.symbol() + " " + t.decimals().toString(); }
  @view sums(at: Address, who: Address): Amount[] {
    const t = new TokenClient(at);
    return [t.totalSupply(), t.balanceOf(who), t.allowance(who, Context.self)];
  }
  @mutate take(at: Address, from: Address, amount: Amount): void { new TokenClient(at).transferFrom(from, Context.self, amount); }
  @mutate give(at: Address, to: Address, amount: Amount): void { new TokenClient(at).transfer(to, amount); }
  @mutate allow(at: Address, to: Address, amount: Amount): void { new TokenClient(at).approve(to, amount); }
  @mutate tried(at: Address, to: Address, amount: Amount): u32[] {
    const t = new TokenClient(at);
    return [t.tryTransfer(to, amount).status, t.tryTransferFrom(to, Context.self, amount).status];
  }
}`;

const sandbox = new Sandbox();
const [ann, bob] = [sandbox.account('ann'), sandbox.account('bob')];
let [token, shop]: Contract[] = [];

beforeAll(async () => {
  token = await sandbox.deploy('contracts/token.ts', { args: { name: 'Gold', symbol: 'G', decimals: 2 } });
  shop = await sandbox.deploy(SHOP);
  token.call('mint', { to: ann, amount: 100 });
  token.call('approve', { spender: shop, amount: 30 }, ann);
}, 60_000);

test('a contract asks a token, pays with it, and takes what it was allowed', async () => {
  const at = token!;
  expect(shop!.query('about', { at })).toBe('Gold G 2');
  expect(shop!.query('sums', { at, who: ann })).toEqual([100n, 100n, 30n]);
  shop!.call('take', { at, from: ann, amount: 20 });
  shop!.call('give', { at, to: bob, amount: 5 });
  shop!.call('allow', { at, to: bob, amount: 7 });
  expect(token!.query('allowance', { holder: shop!, spender: bob })).toBe(7n);
  expect(shop!.query('sums', { at, who: ann })).toEqual([100n, 80n, 10n]);
  expect([token!.query('balanceOf', { holder: shop! }), token!.query('balanceOf', { holder: bob })]).toEqual([15n, 5n]);
  await expectRevert('ALLOWANCE', () => shop!.call('take', { at, from: ann, amount: 11 }));
  await expectRevert('BALANCE', () => shop!.call('give', { at, to: bob, amount: 16 }));
  expect(shop!.call('tried', { at, to: bob, amount: 16 }).result).toEqual([1, 1]);
  expect(shop!.call('tried', { at, to: bob, amount: 1 }).result).toEqual([0, 1]);
});

describe('a contract that claims to be a token', () => {
  const methods: readonly (readonly [string, string])[] = [
    ['mutate', 'transfer(to: Address, amount: Amount): void {}'],
    ['mutate', 'approve(spender: Address, amount: Amount): void {}'],
    ['mutate', 'transferFrom(from: Address, to: Address, amount: Amount): void {}'],
    ['view', 'balanceOf(holder: Address): Amount { return Amount.zero; }'],
    ['view', 'allowance(holder: Address, spender: Address): Amount { return Amount.zero; }'],
    ['view', 'totalSupply(): Amount { return Amount.zero; }'],
    ['view', 'name(): string { return ""; }'],
    ['view', 'symbol(): string { return ""; }'],
    ['view', 'decimals(): u8 { return 0; }'],
  ];
  const source = (rows: typeof methods) => `import { Address, Amount, FungibleToken } from "tally";
@contract("coin", "1.0.0") export class Coin implements FungibleToken {
${rows.map(([kind, text]) => `  ${kind === 'private' ? '' : '@'}${kind} ${text}`).join('\n')}
}`;

  test('is one if nothing is missing', async () => {
    const coin = await sandbox.deploy(source(methods));
    expect(shop!.query('about', { at: coin })).toBe('  0');
  });

  const without = (name: string) => methods.filter(([, text]) => !text.startsWith(`${name}(`));
  test.each<[string, typeof methods, string]>([
    ['lacks a method', without('approve'), '2:57 implements FungibleToken wants approve(Address, Amount): void'],
    [
      'gives something else',
      [...without('decimals'), ['view', 'decimals(): string { return ""; }']],
      '11:9 implements FungibleToken wants decimals(): u8',
    ],
    [
      'takes something else',
      [['mutate', 'transfer(to: Address): void {}'], ...without('transfer')],
      '3:11 implements FungibleToken wants transfer(Address, Amount): void',
    ],
    [
      'keeps a method to itself',
      [...without('name'), ['private', 'name(): string { return ""; }']],
      '11:11 implements FungibleToken wants others to call it: write @view or @mutate',
    ],
  ])('is refused if it %s', async (_, rows, found) => {
    expect((await refusalOf(source(rows))).found).toEqual([found]);
  });

  test('and so is an interface that nobody wrote', async () => {
    const text = source(methods).replace('implements FungibleToken', 'implements Tokn');
    expect((await refusalOf(text)).found).toEqual(["2:57 implements there is no interface 'Tokn' among the sources"]);
  });
});
