// Tokens that are not what they should be: one that keeps a part, and one that lets a receiver refuse.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Account, type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { allow, balance, outcome } from '../examples/stage.ts';
import { ASKING_TOKEN, FEE_TOKEN, THIEF } from './actors.ts';
import { inputOf } from './borsh.ts';
import { type Change, deployExample, deployWeakened } from './weaken.ts';

const sandbox = new Sandbox({ check: true });
const [ann, ben, art] = [sandbox.account('ann'), sandbox.account('ben'), sandbox.account('art')];
let [fee, asking, thief] = [] as Contract[] as [Contract, Contract, Contract];
let start: Snapshot;

beforeAll(async () => {
  const args = { name: 'Odd', symbol: 'ODD', decimals: 0 };
  fee = await sandbox.deploy(FEE_TOKEN, { args });
  asking = await sandbox.deploy(ASKING_TOKEN, { args });
  thief = await sandbox.deploy(THIEF);
  for (const token of [fee, asking]) for (const to of [ann, ben, thief]) token.call('mint', { to, amount: 1_000 });
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const SHORT: Change = [
  'cash',
  '    require(after == before.plus(amount), "SHORT", "the token did not hand over the whole amount");\n',
  '',
];

/** Opens a deal in the token that keeps one percent. */
function open(escrow: Contract, buyer: Account, seller: Account) {
  allow(fee, escrow, [buyer]);
  const deadline = Math.floor(sandbox.time / 86_400_000) + 9;
  return escrow.call('open', { seller, arbiter: art, token: fee, amount: 500, deadline }, buyer);
}

test('a token that keeps a part is not taken as if all had come', async () => {
  const escrow = await deployExample(sandbox, 'escrow');
  await expectRevert('SHORT', () => open(escrow, ann, ben));
  expect([balance(fee, ann), balance(fee, escrow)]).toEqual([1_000n, 0n]);
});

test('without that check the first who is paid is paid by the next, and the last by nobody', async () => {
  const escrow = await deployWeakened(sandbox, 'escrow', [SHORT]);
  open(escrow, ann, ben);
  open(escrow, ben, ann);
  escrow.call('release', { id: 0 }, ann);
  await expectRevert('BALANCE', () => escrow.call('release', { id: 1 }, ben));
  expect(balance(fee, escrow)).toBe(490n);
});

/** The thief bids and wants no money back; then somebody would bid more. */
function bidAgainst(auction: Contract): string {
  const act = (target: Contract, method: string, args: object) =>
    thief.call('act', { target, method, input: inputOf(target, method, { ...args }) });
  allow(asking, auction, [ben]);
  act(asking, 'approve', { spender: auction.address, amount: 1_000n });
  act(auction, 'bid', { amount: 100n });
  thief.call('refusePay');
  return outcome(() => auction.call('bid', { amount: 900 }, ben));
}
const deployment = () => ({ args: { lot: 'a painting', token: asking, reserve: 100, minutes: 60 } });

test('a bidder that refuses its money back cannot stop the next bid', async () => {
  const auction = await deployExample(sandbox, 'auction', deployment());
  expect(bidAgainst(auction)).toBe('OK');
  expect([auction.query('highestBidder'), auction.query('owed', { who: thief })]).toEqual([ben.address, 100n]);
});

test('an auction that pays back at once is won by it for the lowest price', async () => {
  const changes: readonly Change[] = [
    [
      'auction',
      'this.owe(this.leader.value, this.best.value);',
      'new Cash(this.cash.value).pay(this.leader.value, this.best.value);',
    ],
  ];
  const auction = await deployWeakened(sandbox, 'auction', changes, deployment());
  expect(bidAgainst(auction)).toBe('UNWANTED');
  sandbox.advance({ minutes: 60 });
  auction.call('close');
  expect([auction.query('highestBidder'), auction.query('highestBid')]).toEqual([thief.address, 100n]);
});
