// Impersonation: contracts that pass on who called them, and whether they are believed.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Account, type Contract, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { outcome } from '../examples/stage.ts';
import { replaced } from './weaken.ts';

/** Passes a call on, with whoever calls it in front of the arguments. */
const FORWARDER = `import { Address, Bytes, callOrRevert, Context, Writer } from "tally";
@contract("forwarder", "1.0.0")
export class Forwarder {
  @mutate forward(to: Address, method: string, input: Bytes): void {
    const writer = new Writer().put<Address>(Context.caller);
    writer.raw(input.dataStart, input.length);
    callOrRevert(to, method, writer).finish();
  }
}`;

/** Passes a call on as if anybody had made it. */
const LIAR = replaced(
  replaced(FORWARDER, 'forward(to: Address,', 'forward(as: Address, to: Address,'),
  'put<Address>(Context.caller)',
  'put<Address>(as)',
);

/** Believes one forwarder, which was named when the till was made. */
const TILL = `import { Address, Amount, Context, Map, require, Value } from "tally";
@contract("till", "1.0.0")
export class Till {
  private forwarder: Value<Address>;
  private held: Map<Address, Amount>;
  @init setup(forwarder: Address): void { this.forwarder.value = forwarder; }
  @mutate fill(who: Address, amount: Amount): void { this.held.set(who, amount); }
  @mutate pay(to: Address, amount: Amount): void { this.move(Context.caller, to, amount); }
  @mutate payAs(from: Address, to: Address, amount: Amount): void {
    require(Context.caller == this.forwarder.value, "NOT_FORWARDER", "only the forwarder says for whom it calls");
    this.move(from, to, amount);
  }
  @view heldBy(who: Address): Amount { return this.held.getOr(who, Amount.zero); }
  private move(from: Address, to: Address, amount: Amount): void {
    const held = this.heldBy(from);
    require(held >= amount, "HELD", "so much is not there");
    this.held.set(from, held.minus(amount));
    this.held.set(to, this.heldBy(to).plus(amount));
  }
}`;

const sandbox = new Sandbox({ check: true });
const [ann, eve] = [sandbox.account('ann'), sandbox.account('eve')];
let [forwarder, liar] = [] as Contract[] as [Contract, Contract];
let start: Snapshot;

beforeAll(async () => {
  [forwarder, liar] = [await sandbox.deploy(FORWARDER), await sandbox.deploy(LIAR)];
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

/** A till in which ann has a hundred. */
async function tillOf(source: string, args = { forwarder }): Promise<Contract> {
  const till = await sandbox.deploy(source, { args });
  till.call('fill', { who: ann, amount: 100 });
  return till;
}
/** Arguments of `payAs` behind the first. */
const payment = (to: Account, amount: number) => {
  const bytes = new Uint8Array(48);
  bytes.set(to.address);
  bytes[32] = amount;
  return { method: 'payAs', input: bytes };
};
const held = (till: Contract) => [ann, eve].map((who) => till.query('heldBy', { who }));
/** How eve's ways to ann's money end: through the forwarder, directly, and through a forwarder of her own. */
const attack = (till: Contract) => [
  outcome(() => forwarder.call('forward', { to: till, ...payment(eve, 30) }, eve)),
  outcome(() => till.call('payAs', { from: ann, to: eve, amount: 30 }, eve)),
  outcome(() => liar.call('forward', { as: ann, to: till, ...payment(eve, 30) }, eve)),
  ...held(till),
];

test('the forwarder that was named at the start pays for whoever calls it, and for nobody else', async () => {
  const till = await tillOf(TILL);
  forwarder.call('forward', { to: till, ...payment(eve, 10) }, ann);
  expect(held(till)).toEqual([90n, 10n]);
  expect(attack(till)).toEqual(['HELD', 'NOT_FORWARDER', 'NOT_FORWARDER', 90n, 10n]);
});

test('a till that believes every caller is emptied', async () => {
  const till = await tillOf(replaced(TILL, 'require(Context.caller == this.forwarder.value,', 'require(true,'));
  expect(attack(till)).toEqual(['HELD', 'OK', 'OK', 40n, 60n]);
});

test('a till that has its forwarder named later believes who was named last', async () => {
  const till = await tillOf(replaced(TILL, '@init setup(', '@mutate setup('), {} as { forwarder: Contract });
  till.call('setup', { forwarder });
  till.call('setup', { forwarder: liar }, eve);
  expect(attack(till)).toEqual(['NOT_FORWARDER', 'NOT_FORWARDER', 'OK', 70n, 30n]);
});

test('a forwarder that lets its caller say for whom it calls must not be named', async () => {
  const till = await tillOf(TILL, { forwarder: liar });
  expect(attack(till)).toEqual(['NOT_FORWARDER', 'NOT_FORWARDER', 'OK', 70n, 30n]);
});

test('a contract sees the forwarder as its caller, not whoever called that', async () => {
  const till = await tillOf(TILL);
  till.call('fill', { who: forwarder, amount: 5 });
  // The forwarder puts ann's address where `pay` wants the receiver.
  const amount = new Uint8Array(16).fill(5, 0, 1);
  forwarder.call('forward', { to: till, method: 'pay', input: amount }, ann);
  expect([till.query('heldBy', { who: forwarder }), till.query('heldBy', { who: ann })]).toEqual([0n, 105n]);
});
