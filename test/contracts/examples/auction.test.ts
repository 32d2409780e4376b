// The auction: bids, its end, what is owed to whom, and that all of it is there.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { allow, balance, outcome, PURSE, sum, tokenFor } from './stage.ts';

const sandbox = new Sandbox({ check: true });
const [seller, ann, ben] = [sandbox.account('deployer'), sandbox.account('ann'), sandbox.account('ben')];
const parties = [seller, ann, ben];
const MINUTES = 60;
let [token, auction] = [] as Contract[] as [Contract, Contract];
let start: Snapshot;

beforeAll(async () => {
  token = await tokenFor(sandbox, parties);
  auction = await sandbox.deploy('contracts/examples/auction.ts', { args: terms() });
  allow(token, auction, parties);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const terms = (other: object = {}) => ({ lot: 'a painting', token, reserve: 100, minutes: MINUTES, ...other });
const bid = (amount: bigint | number, by: Account) => auction.call('bid', { amount }, by);
const owed = (who: Account) => auction.query('owed', { who }) as bigint;
const withdraw = (by: Account) => auction.call('withdraw', {}, by).result;

describe('a bid', () => {
  test('is at least the reserve, and then five percent above the last', async () => {
    const low = await expectRevert('TOO_LOW', () => bid(99, ann));
    expect(low.reason).toBe('the next bid is at least 100');
    const { events } = bid(100, ann);
    expect(events.find(({ name }) => name === 'Bid')!.fields).toMatchObject({ bidder: ann.address, amount: 100n });
    expect([auction.query('minimum'), balance(token, auction)]).toEqual([105n, 100n]);
    await expectRevert('TOO_LOW', () => bid(104, ben));
    bid(105, ben);
    expect([auction.query('highestBidder'), auction.query('highestBid')]).toEqual([ben.address, 105n]);
  });

  test('that is outbid waits for its bidder to take it', async () => {
    bid(100, ann);
    await expectRevert('NOTHING', () => withdraw(ann));
    bid(200, ben);
    bid(300, ann);
    expect([owed(ann), owed(ben), balance(token, auction)]).toEqual([100n, 200n, 600n]);
    expect([withdraw(ann), withdraw(ben)]).toEqual([100n, 200n]);
    await expectRevert('NOTHING', () => withdraw(ben));
    expect([balance(token, ann), balance(token, ben), balance(token, auction)]).toEqual([700n, 1_000n, 300n]);
  });

  test('is not for the seller, nor for who cannot pay', async () => {
    await expectRevert('OWN_LOT', () => bid(100, seller));
    await expectRevert('BALANCE', () => bid(1_001, ann));
    expect(auction.query('highestBidder')).toEqual(new Uint8Array(32));
  });
});

describe('the end', () => {
  test('comes when it was said to, if nobody bids late', async () => {
    bid(100, ann);
    await expectRevert('RUNNING', () => auction.call('close', {}, ann));
    sandbox.advance({ minutes: MINUTES });
    await expectRevert('OVER', () => bid(200, ben));
    const { events } = auction.call('close', {}, ben);
    expect(events[0]).toMatchObject({ name: 'Closed', fields: { winner: ann.address, price: 100n } });
    await expectRevert('CLOSED', () => auction.call('close', {}, ben));
    expect([withdraw(seller), balance(token, seller), balance(token, auction)]).toEqual([100n, 1_100n, 0n]);
  });

  test('is ten minutes away after each late bid', async () => {
    const ends = auction.query('ends') as bigint;
    bid(100, ann);
    expect(auction.query('ends')).toBe(ends);
    sandbox.advance({ minutes: MINUTES - 5 });
    const time = BigInt(sandbox.time);
    bid(200, ben);
    expect(auction.query('ends')).toBe(time + 600_000n);
    sandbox.advance({ minutes: 9 });
    bid(300, ann);
    sandbox.advance({ minutes: 10 });
    await expectRevert('OVER', () => bid(400, ben));
  });

  test('without a bid owes nobody anything', async () => {
    sandbox.advance({ minutes: MINUTES });
    expect(auction.call('close', {}, ann).events[0]!.fields).toEqual({ winner: new Uint8Array(32), price: 0n });
    await expectRevert('NOTHING', () => withdraw(seller));
  });

  test('that nobody closed yet gives the seller nothing', async () => {
    bid(100, ann);
    sandbox.advance({ minutes: MINUTES });
    await expectRevert('NOTHING', () => withdraw(seller));
  });
});

test('an auction needs a lot, a token, a price and a time', async () => {
  const made = (other: object) =>
    sandbox.deploy('contracts/examples/auction.ts', { args: terms(other) }).catch((error) => error.code);
  expect(await made({ lot: '' })).toBe('BAD_LOT');
  expect(await made({ token: { address: new Uint8Array(32) } })).toBe('BAD_TOKEN');
  expect(await made({ reserve: 0 })).toBe('BAD_RESERVE');
  for (const minutes of [0, 129_601]) expect(await made({ minutes })).toBe('BAD_MINUTES');
});

test('a bid of one can be topped by two', async () => {
  const small = await sandbox.deploy('contracts/examples/auction.ts', { args: terms({ reserve: 1 }) });
  allow(token, small, parties);
  small.call('bid', { amount: 1 }, ann);
  await expectRevert('TOO_LOW', () => small.call('bid', { amount: 1 }, ben));
  small.call('bid', { amount: 2 }, ben);
});

test('whatever parties do, it holds the highest bid and all that is owed, and no money appears or vanishes', () => {
  const step = fc.record({
    method: fc.constantFrom('bid', 'bid', 'bid', 'withdraw', 'close', 'wait'),
    by: fc.constantFrom(...parties),
    more: fc.nat(100),
    minutes: fc.nat(30),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      sandbox.restore(start);
      let isClosed = false;
      for (const { method, by, more, minutes } of steps) {
        const amount = (auction.query('minimum') as bigint) + BigInt(more) - 3n;
        if (method === 'wait') sandbox.advance({ minutes });
        else {
          const done = outcome(() => auction.call(method, method === 'bid' ? { amount } : {}, by)) === 'OK';
          isClosed ||= done && method === 'close';
        }
      }
      const highest = isClosed ? 0n : (auction.query('highestBid') as bigint);
      expect(balance(token, auction)).toBe(highest + sum(parties.map(owed)));
      expect(sum([auction, ...parties].map((holder) => balance(token, holder)))).toBe(3n * PURSE);
    }),
    { numRuns: 20 },
  );
});
