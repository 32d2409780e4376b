// Proxy: calls go through with their caller, and nobody but the proxy can name a caller.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { slotOf } from '../../engine/base/hash.ts';
import { HASHING } from '../../engine/compile/slots.ts';
import { type Contract, expectRevert, Sandbox, type Snapshot } from '../../engine/testing/sandbox.ts';

const PROXY = `import { Address, Context, Owner, Proxy } from "tally";
@contract("front", "1.0.0") export class Front {
  @init setup(): void { Owner.begin(Context.caller); }
  @mutate become(to: Address): void { Owner.check(); Proxy.change(to); }
  @mutate fallback(): void { Proxy.forward(); }
  @view behind(): Address { return Proxy.implementation; }
}`;

const purse = (check: string) => `import { Address, Amount, Context, Event, Forwarded, Map, require } from "tally";
@event class Paid extends Event { constructor(public by: Address, public amount: Amount) { super(); } }
@contract("purse", "1.0.0") export class Purse {
  private paid: Map<Address, Amount>;
  @init setup(proxy: Address): void { Forwarded.trust(proxy); }
  @mutate again(proxy: Address): void { Forwarded.trust(proxy); }
  @mutate pay(caller: Address, amount: Amount): Amount {
    ${check}
    require(!amount.isZero, "NOTHING", "there is nothing to pay in");
    const sum = this.paid.getOr(caller, Amount.zero).plus(amount);
    this.paid.set(caller, sum);
    new Paid(caller, amount).emit();
    return sum;
  }
  @view paidBy(who: Address): Amount { return this.paid.getOr(who, Amount.zero); }
  @view proxy(): Address { return Forwarded.proxy; }
}`;

/** Calls the purse by its methods as they are without the caller. */
const USER = `import { Address, Amount, callOrRevert, Writer } from "tally";
@contract("user", "1.0.0") export class User {
  @mutate pay(at: Address, amount: Amount): Amount { return callOrRevert(at, "pay", new Writer().put(amount)).get<Amount>(); }
  @mutate payAs(at: Address, who: Address, amount: Amount): void { callOrRevert(at, "pay", new Writer().put(who).put(amount)); }
  @mutate other(at: Address): void { callOrRevert(at, "nothing", new Writer()); }
}`;

const sandbox = new Sandbox();
const [ann, mallory] = [sandbox.account('ann'), sandbox.account('mallory')];
let [front, back, open, user]: Contract[] = [];
let start: Snapshot;

beforeAll(async () => {
  front = await sandbox.deploy(PROXY);
  back = await sandbox.deploy(purse('Forwarded.check();'), { args: { proxy: front } });
  open = await sandbox.deploy(purse(''), { args: { proxy: front } });
  user = await sandbox.deploy(USER);
  start = sandbox.snapshot();
}, 60_000);
beforeEach(() => sandbox.restore(start));

test('the ABI has what the parts keep and report', () => {
  expect(front!.abi.storage.map(({ field }) => field)).toEqual([
    'Owner.owner',
    'Owner.offered',
    'Proxy.implementation',
  ]);
  expect(back!.abi.storage.map(({ field, slot }) => [field, slot])).toContainEqual([
    'Forwarded.proxy',
    toHex(slotOf(HASHING, 'Forwarded.proxy')),
  ]);
  expect(front!.abi.storage.at(-1)!.slot).toBe(toHex(slotOf(HASHING, 'Proxy.implementation')));
});

describe('a proxy', () => {
  test('stands for nothing until it is told', async () => {
    expect(front!.query('behind')).toEqual(new Uint8Array(32));
    await expectRevert('NO_IMPLEMENTATION', () => user!.call('pay', { at: front!, amount: 5 }));
    await expectRevert('NOT_OWNER', () => front!.call('become', { to: back! }, ann));
  });

  test('passes a call on with its caller, and the result, events and refusals back', async () => {
    const { events } = front!.call('become', { to: back! });
    expect(events[0]).toMatchObject({ name: 'ImplementationChanged', fields: { to: back!.address } });
    const paid = user!.call('pay', { at: front!, amount: 5 });
    expect(paid.result).toBe(5n);
    expect(paid.events[0]).toMatchObject({ contract: back!.address, name: 'Paid', fields: { by: user!.address } });
    expect(user!.call('pay', { at: front!, amount: 2 }).result).toBe(7n);
    expect(back!.query('paidBy', { who: user! })).toBe(7n);
    await expectRevert('NOTHING', () => user!.call('pay', { at: front!, amount: 0 }));
    await expectRevert('CALLEE_REFUSED', () => user!.call('other', { at: front! }));
  });

  test('moves to other code, and what was stored stays where it was', () => {
    front!.call('become', { to: back! });
    user!.call('pay', { at: front!, amount: 5 });
    front!.call('become', { to: open! });
    expect(user!.call('pay', { at: front!, amount: 1 }).result).toBe(1n);
    expect(back!.query('paidBy', { who: user! })).toBe(5n);
  });
});

describe('a caller that is only claimed', () => {
  test('is refused, by an account and by a contract', async () => {
    front!.call('become', { to: back! });
    await expectRevert('NOT_FORWARDED', () => back!.call('pay', { caller: ann, amount: 5 }, mallory));
    await expectRevert('NOT_FORWARDED', () => user!.call('payAs', { at: back!, who: ann, amount: 5 }, mallory));
    // Through the proxy the claim is an argument too many.
    await expectRevert('BAD_INPUT', () => user!.call('payAs', { at: front!, who: ann, amount: 5 }, mallory));
    expect(back!.query('paidBy', { who: ann })).toBe(0n);
  });

  test('would be believed without the check', () => {
    open!.call('pay', { caller: ann, amount: 5 }, mallory);
    expect(open!.query('paidBy', { who: ann })).toBe(5n);
  });

  test('stays refused: the proxy is named once', async () => {
    await expectRevert('TRUSTED', () => back!.call('again', { proxy: mallory }, mallory));
    expect(back!.query('proxy')).toEqual(front!.address);
  });
});
