// The escrow: who may pay out what and when, and that it never owes what it does not hold.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { allow, balance, outcome, PURSE, sum, today, tokenFor } from './stage.ts';

const sandbox = new Sandbox({ check: true });
const [bea, sam, art] = [sandbox.account('buyer'), sandbox.account('seller'), sandbox.account('arbiter')];
const parties = [bea, sam, art];
const OPEN_DAYS = 10;
let [token, other, escrow] = [] as Contract[] as [Contract, Contract, Contract];
let start: Snapshot;
let deadline: number;

beforeAll(async () => {
  token = await tokenFor(sandbox, parties);
  other = await tokenFor(sandbox, parties);
  escrow = await sandbox.deploy('contracts/examples/escrow.ts');
  allow(token, escrow, parties);
  allow(other, escrow, parties);
  deadline = today(sandbox) + OPEN_DAYS;
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const open = (terms: object = {}, by: Account = bea) =>
  escrow.call('open', { seller: sam, arbiter: art, token, amount: 300, deadline, ...terms }, by);
const held = () => [bea, sam, escrow].map((holder) => balance(token, holder));

describe('a deal', () => {
  test('takes the money in and tells its terms', () => {
    const { result, events } = open();
    expect(result).toBe(0n);
    const deal = {
      buyer: bea.address,
      seller: sam.address,
      arbiter: art.address,
      token: token.address,
      amount: 300n,
      deadline,
      state: 'OPEN',
    };
    expect(escrow.query('dealOf', { id: 0 })).toEqual(deal);
    expect(events.find(({ name }) => name === 'Opened')!.fields).toEqual({ id: 0n, deal });
    expect(held()).toEqual([700n, 1_000n, 300n]);
  });

  test('is released by the buyer, once', async () => {
    open();
    await expectRevert('NOT_BUYER', () => escrow.call('release', { id: 0 }, sam));
    const { events } = escrow.call('release', { id: 0 }, bea);
    expect(events.find(({ name }) => name === 'Closed')!.fields).toEqual({ id: 0n, toSeller: 300n, toBuyer: 0n });
    expect(held()).toEqual([700n, 1_300n, 0n]);
    for (const [method, by] of [
      ['release', bea],
      ['refund', sam],
      ['dispute', sam],
    ] as const)
      await expectRevert('CLOSED', () => escrow.call(method, { id: 0 }, by));
  });

  test('is given back by the seller at any time', () => {
    open();
    escrow.call('refund', { id: 0 }, sam);
    expect(held()).toEqual([1_000n, 1_000n, 0n]);
  });

  test('goes back to the buyer after the deadline and not before', async () => {
    open();
    sandbox.advance({ days: OPEN_DAYS });
    const refused = await expectRevert('TOO_EARLY', () => escrow.call('refund', { id: 0 }, bea));
    expect(refused.reason).toBe('not before 2025-01-12');
    sandbox.advance({ days: 1 });
    await expectRevert('NOT_PARTY', () => escrow.call('refund', { id: 0 }, art));
    escrow.call('refund', { id: 0 }, bea);
    expect(held()).toEqual([1_000n, 1_000n, 0n]);
  });

  test('is refused with parties, amounts or days that make no sense', async () => {
    const nobody = { address: new Uint8Array(32) };
    for (const seller of [bea, nobody]) await expectRevert('BAD_SELLER', () => open({ seller }));
    for (const arbiter of [bea, sam, nobody]) await expectRevert('BAD_ARBITER', () => open({ arbiter }));
    await expectRevert('BAD_AMOUNT', () => open({ amount: 0 }));
    for (const day of [today(sandbox), deadline + 3_650]) {
      await expectRevert('BAD_DEADLINE', () => open({ deadline: day }));
    }
    await expectRevert('UNKNOWN', () => escrow.call('release', { id: 0 }, bea));
  });

  test('is not opened unless the token pays, with the token’s own words', async () => {
    const refused = await expectRevert('BALANCE', () => open({ amount: 1_001 }));
    expect(refused.reason).toBe('the balance is 1000, less than 1001');
    await expectRevert('CALLEE_REFUSED', () => open({ token: sam }));
    expect(outcome(() => escrow.query('dealOf', { id: 0 }))).toBe('UNKNOWN');
  });
});

describe('a dispute', () => {
  test('is for the arbiter to end, by a division', async () => {
    open();
    await expectRevert('NO_DISPUTE', () => escrow.call('decide', { id: 0, toSeller: 1 }, art));
    await expectRevert('NOT_PARTY', () => escrow.call('dispute', { id: 0 }, art));
    escrow.call('dispute', { id: 0 }, sam);
    await expectRevert('DISPUTED', () => escrow.call('dispute', { id: 0 }, bea));
    await expectRevert('NOT_ARBITER', () => escrow.call('decide', { id: 0, toSeller: 300 }, sam));
    await expectRevert('TOO_MUCH', () => escrow.call('decide', { id: 0, toSeller: 301 }, art));
    escrow.call('decide', { id: 0, toSeller: 120 }, art);
    expect(held()).toEqual([880n, 1_120n, 0n]);
  });

  test('keeps the deadline from giving the money to the buyer, who can still release it', async () => {
    open();
    sandbox.advance({ days: OPEN_DAYS });
    escrow.call('dispute', { id: 0 }, sam);
    sandbox.advance({ days: 1 });
    await expectRevert('DISPUTED', () => escrow.call('refund', { id: 0 }, bea));
    escrow.call('release', { id: 0 }, bea);
    expect(held()).toEqual([700n, 1_300n, 0n]);
  });

  test('begins by the deadline or never', async () => {
    open();
    sandbox.advance({ days: OPEN_DAYS + 1 });
    const refused = await expectRevert('TOO_LATE', () => escrow.call('dispute', { id: 0 }, sam));
    expect(refused.reason).toBe('the last day for it was 2025-01-11');
  });
});

test('whatever parties do, it holds of each token what its open deals add up to, and no money appears or vanishes', () => {
  const step = fc.record({
    method: fc.constantFrom('open', 'open', 'release', 'refund', 'dispute', 'decide', 'wait'),
    turn: fc.nat(2),
    token: fc.boolean(),
    amount: fc.bigInt(0n, 400n),
    id: fc.nat(2),
    days: fc.nat(OPEN_DAYS),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 20 }), (steps) => {
      sandbox.restore(start);
      for (const { method, turn, token: isFirst, amount, id, days } of steps) {
        // Parties take turns in being buyer, seller and arbiter.
        const [by, seller, arbiter] = [0, 1, 2].map((i) => parties[(turn + i) % 3]!) as [Account, Account, Account];
        const terms = { seller, arbiter, token: isFirst ? token : other, amount, deadline };
        const args = method === 'open' ? terms : method === 'decide' ? { id, toSeller: amount } : { id };
        if (method === 'wait') sandbox.advance({ days });
        else outcome(() => escrow.call(method, args, by));
      }
      for (const each of [token, other]) {
        const pending = [...Array(steps.length).keys()].map((id) => pendingIn(each, id));
        expect(balance(each, escrow)).toBe(sum(pending));
        expect(sum([escrow, ...parties].map((holder) => balance(each, holder)))).toBe(3n * PURSE);
      }
    }),
    { numRuns: 20 },
  );
});

/** What a deal holds of a token. */
function pendingIn(of: Contract, id: number): bigint {
  if (outcome(() => escrow.query('dealOf', { id })) !== 'OK') return 0n;
  const deal = escrow.query('dealOf', { id }) as unknown as { token: Uint8Array; amount: bigint; state: string };
  return deal.state === 'CLOSED' || Buffer.compare(deal.token, of.address) !== 0 ? 0n : deal.amount;
}
