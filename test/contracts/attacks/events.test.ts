// Events that look like a token's: anybody can emit one, and only the address of the contract that did tells them apart.
import { beforeAll, expect, test } from 'vitest';
import { type Contract, type Emitted, Sandbox } from '../../../engine/testing/sandbox.ts';
import { balance, sum } from '../examples/stage.ts';
import { deployExample } from './weaken.ts';

/** Pays one, and says in the words of the token that it was a thousand. */
const LIAR = `import { Address, Amount, callOrRevert, Event, Writer } from "tally";
@event class Transfer extends Event {
  constructor(public from: Address, public to: Address, public amount: Amount) { super(); }
}
@contract("coin", "1.0.0")
export class Coin {
  @mutate pay(coin: Address, from: Address, to: Address): void {
    callOrRevert(coin, "transfer", new Writer().put<Address>(to).put<Amount>(Amount.of(1))).finish();
    new Transfer(from, to, Amount.of(1000)).emit();
  }
}`;

const sandbox = new Sandbox({ check: true });
const [eve, shop] = [sandbox.account('eve'), sandbox.account('shop')];
let events: readonly Emitted[];
let coin: Contract;

beforeAll(async () => {
  const args = { name: 'Coin', symbol: 'COI', decimals: 2, cap: 1_000 };
  coin = await deployExample(sandbox, 'coin', { args });
  const liar = await sandbox.deploy(LIAR);
  coin.call('grant', { role: 'MINTER', who: eve });
  coin.call('mint', { to: liar, amount: 1 }, eve);
  ({ events } = liar.call('pay', { coin, from: eve, to: shop }, eve));
});

const paidTo = (who: Uint8Array, found: readonly Emitted[]) => {
  const payments = found.filter(({ name, fields }) => name === 'Transfer' && same(fields['to'] as Uint8Array, who));
  return sum(payments.map(({ fields }) => fields['amount'] as bigint));
};
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

test('a reader that asks which contract it was counts what was paid', () => {
  const own = events.filter(({ contract }) => same(contract, coin.address));
  expect(paidTo(shop.address, own)).toBe(1n);
  expect(balance(coin, shop)).toBe(1n);
});

test('a reader that looks at names and fields alone counts what was never paid', () => {
  expect(events.map(({ name, fields }) => [name, Object.keys(fields)])).toEqual(
    Array(2).fill(['Transfer', ['from', 'to', 'amount']]),
  );
  expect(paidTo(shop.address, events)).toBe(1_001n);
});
