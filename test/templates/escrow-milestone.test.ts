// The template of a milestone escrow: its life by bank and by token, what it refuses, and that its money adds up.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Account,
  CallFailed,
  type Contract,
  expectRevert,
  Sandbox,
  type Snapshot,
} from '../../engine/testing/sandbox.ts';
import { advanceTo, broken, choosing, dayOf, dice, tokenFor } from './choosing.ts';
import { playAll } from './playing.ts';

const SOURCE = 'templates/payment/escrow-milestone/contract.ts';
const NOBODY = new Uint8Array(32);
const EVIDENCE = new Uint8Array(32).fill(7);
const PAID = { endToEndId: 'E2E-1', uetr: '5bc8fbbc-bde5-4099-8164-d8399f767c45' };
const AMOUNT = 1_001n;

const sandbox = new Sandbox({ time: Date.parse('2026-01-05') });
const [payer, payee, arbiter, stranger] = sandbox.accounts('payer', 'payee', 'arbiter', 'stranger') as [
  Account,
  Account,
  Account,
  Account,
];
const TERMS = {
  payer,
  payerId: '91310000MA1K35X74R',
  payee,
  payeeId: '91330200MA2AF8K354',
  arbiter,
  arbiterId: '91110108MA01C4D82Y',
  number: 'ES-1',
  currency: 'CNY',
  amount: AMOUNT,
  milestones: [
    { title: 'one', amount: 300, due: dayOf('2026-03-31') },
    { title: 'two', amount: 701, due: dayOf('2026-06-30') },
  ],
  fundBy: dayOf('2026-01-31'),
  deadline: dayOf('2026-09-30'),
  disputeDays: 10,
  decisionDays: 30,
  token: NOBODY,
};

let escrow: Contract;
let alone: Contract;
let byToken: Contract;
let token: Contract;
let start: Snapshot;

beforeAll(async () => {
  escrow = await sandbox.deploy(SOURCE, { args: TERMS });
  alone = await sandbox.deploy(SOURCE, { args: { ...TERMS, arbiter: NOBODY, arbiterId: '' } });
  token = await tokenFor(sandbox, [payer], 5_000n);
  const source = choosing('payment/escrow-milestone', { SETTLEMENT: 'SETTLEMENT_TOKEN' });
  byToken = await sandbox.deploy(source, { args: { ...TERMS, token } });
  token.call('approve', { spender: byToken, amount: AMOUNT }, payer);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const figures = (of: Contract) => ['funded', 'held', 'released', 'refunded'].map((name) => of.query(name));
const refuses = (code: string, from: Account, method: string, args = {}, of = escrow) =>
  expectRevert(code, () => of.call(method, args, from));

function fund(of = escrow): void {
  of.call('fund', PAID, payer);
  of.call('confirmFunding', {}, payee);
}

function addsUp(of: Contract): void {
  const [funded, held, released, refunded] = figures(of) as [bigint, bigint, bigint, bigint];
  expect(held + released + refunded).toBe(funded);
  of.query('invariants');
}

describe('by bank', () => {
  test('the money of delivered milestones goes to the payee, and it ends when all of it arrived', () => {
    fund();
    escrow.call('deliver', { milestone: 1, evidence: EVIDENCE }, payee);
    escrow.call('release', { milestone: 1 }, payer);
    expect([escrow.query('state'), figures(escrow)]).toEqual(['FUNDED', [AMOUNT, 701n, 300n, 0n]]);
    escrow.call('confirmPayout', { payout: 1, ...PAID }, payee);
    escrow.call('release', { milestone: 2 }, payer);
    expect(escrow.query('state')).toBe('SETTLING');
    const { events } = escrow.call('confirmPayout', { payout: 2, ...PAID }, payee);
    expect(events.map(({ name }) => name)).toEqual(['PayoutConfirmed', 'Done']);
    expect([escrow.query('state'), figures(escrow)]).toEqual(['DONE', [AMOUNT, 0n, AMOUNT, 0n]]);
    addsUp(escrow);
  });

  test('nothing is held before the payee has confirmed the payment in', async () => {
    escrow.call('fund', PAID, payer);
    expect([escrow.query('state'), escrow.query('held'), escrow.query('fundingEndToEndId')]).toEqual([
      'FUNDING',
      0n,
      'E2E-1',
    ]);
    await refuses('NOT_OPEN', payer, 'fund', PAID);
    await refuses('NOT_HELD', payer, 'release', { milestone: 1 });
    await refuses('NOT_PAYEE', payer, 'confirmFunding');
    await refuses('BAD_REASON', payee, 'rejectFunding', { reason: '' });
    escrow.call('rejectFunding', { reason: 'not there' }, payee);
    expect([escrow.query('state'), escrow.query('fundingReference')]).toEqual(['OPEN', '']);
  });

  test('references that no bank would pass on are refused', async () => {
    for (const endToEndId of ['', '/A', 'A/', 'A//B', 'Ä', 'A*B', 'x'.repeat(36)])
      await refuses('BAD_END_TO_END_ID', payer, 'fund', { ...PAID, endToEndId });
    for (const uetr of ['', PAID.uetr.toUpperCase(), PAID.uetr.replace('-4', '-1'), PAID.uetr.replace('-8', '-c')])
      await refuses('BAD_UETR', payer, 'fund', { ...PAID, uetr });
  });

  test('who received a payout confirms it, and the other party only after its silence', async () => {
    fund();
    escrow.call('release', { milestone: 1 }, payer);
    for (const payout of [0, 2]) await refuses('UNKNOWN', payee, 'confirmPayout', { payout, ...PAID });
    await refuses('NOT_PARTY', stranger, 'confirmPayout', { payout: 1, ...PAID });
    await refuses('TOO_EARLY', payer, 'confirmPayout', { payout: 1, ...PAID });
    advanceTo(sandbox, '2026-01-16');
    escrow.call('confirmPayout', { payout: 1, ...PAID }, payer);
    await refuses('CONFIRMED', payee, 'confirmPayout', { payout: 1, ...PAID });
    expect(escrow.query('payouts')).toMatchObject([{ number: 1, to: payee.address, amount: 300n, confirmed: true }]);
    expect(escrow.query('milestones')).toMatchObject([{ number: 1 }, { number: 2 }]);
  });
});

describe('before the money is there', () => {
  test('the parties cancel, and anybody once it is too late to pay in', async () => {
    await refuses('NOT_PARTY', stranger, 'cancel');
    const before = sandbox.snapshot();
    escrow.call('cancel', {}, payee);
    expect(escrow.query('state')).toBe('CANCELLED');
    await refuses('NOT_OPEN', payer, 'fund', PAID);
    await refuses('NOT_OPEN', payer, 'cancel');
    sandbox.restore(before);
    advanceTo(sandbox, '2026-02-01');
    await refuses('TOO_LATE', payer, 'fund', PAID);
    escrow.call('cancel', {}, stranger);
    expect(escrow.query('state')).toBe('CANCELLED');
  });

  test('the payee cannot cancel what the payer says to have paid, and the payer can', async () => {
    escrow.call('fund', PAID, payer);
    await refuses('FUNDING', payee, 'cancel');
    escrow.call('cancel', {}, payer);
    expect(escrow.query('state')).toBe('CANCELLED');
    await refuses('NOT_FUNDING', payee, 'confirmFunding');
  });
});

describe('delivery', () => {
  beforeEach(() => fund());

  test('that nobody disputes is released by anybody, and not a day before', async () => {
    escrow.call('deliver', { milestone: 1, evidence: EVIDENCE }, payee);
    expect(escrow.query('nextRelease')).toBe(dayOf('2026-01-16'));
    advanceTo(sandbox, '2026-01-15');
    await refuses('TOO_EARLY', payee, 'release', { milestone: 1 });
    await refuses('NOT_PAYER', payee, 'release', { milestone: 2 });
    advanceTo(sandbox, '2026-01-16');
    await refuses('TOO_LATE', payer, 'dispute', { milestone: 1, reason: 'x' });
    escrow.call('release', { milestone: 1 }, stranger);
    expect(escrow.query('released')).toBe(300n);
    await refuses('SETTLED', payer, 'release', { milestone: 1 });
    expect(escrow.query('nextRelease')).toBe(0);
  });

  test('is reported by the payee, once, with a hash, until the deadline', async () => {
    await refuses('NOT_PAYEE', payer, 'deliver', { milestone: 1, evidence: EVIDENCE });
    for (const milestone of [0, 3]) await refuses('UNKNOWN', payee, 'deliver', { milestone, evidence: EVIDENCE });
    await refuses('BAD_HASH', payee, 'deliver', { milestone: 1, evidence: EVIDENCE.slice(1) });
    escrow.call('deliver', { milestone: 1, evidence: EVIDENCE }, payee);
    await refuses('NOT_PLANNED', payee, 'deliver', { milestone: 1, evidence: EVIDENCE });
    advanceTo(sandbox, '2026-09-30');
    const { events } = escrow.call('deliver', { milestone: 2, evidence: EVIDENCE }, payee);
    expect(events[0]).toMatchObject({ name: 'Delivered', fields: { milestone: 2, late: true } });
    escrow.call('dispute', { milestone: 2, reason: 'late' }, payer);
    advanceTo(sandbox, '2026-10-01');
    await refuses('NOT_PLANNED', payee, 'deliver', { milestone: 1, evidence: EVIDENCE });
  });

  test('after the deadline is too late, and the payer takes back what was not delivered', async () => {
    escrow.call('deliver', { milestone: 1, evidence: EVIDENCE }, payee);
    advanceTo(sandbox, '2026-09-30');
    await refuses('TOO_EARLY', payer, 'refund');
    advanceTo(sandbox, '2026-10-01');
    await refuses('TOO_LATE', payee, 'deliver', { milestone: 2, evidence: EVIDENCE });
    await refuses('NOT_PARTY', stranger, 'refund');
    escrow.call('refund', {}, payer);
    expect(figures(escrow)).toEqual([AMOUNT, 300n, 0n, 701n]);
    await refuses('NOTHING', payer, 'refund');
    escrow.call('release', { milestone: 1 }, payee);
    expect([escrow.query('state'), figures(escrow)]).toEqual(['SETTLING', [AMOUNT, 0n, 300n, 701n]]);
    await refuses('NOT_HELD', payee, 'refund');
  });
});

describe('disputes', () => {
  beforeEach(() => fund());

  test('are decided by the arbiter alone, within the money of the milestone', async () => {
    await refuses('NOT_PARTY', stranger, 'dispute', { milestone: 1, reason: 'x' });
    await refuses('NO_DISPUTE', arbiter, 'decide', { milestone: 1, toPayee: 1 });
    escrow.call('dispute', { milestone: 1, reason: 'x' }, payee);
    await refuses('DISPUTED', payer, 'dispute', { milestone: 1, reason: 'x' });
    await refuses('NOT_PAYER', payee, 'release', { milestone: 1 });
    await refuses('NOT_ARBITER', payer, 'decide', { milestone: 1, toPayee: 1 });
    await refuses('TOO_MUCH', arbiter, 'decide', { milestone: 1, toPayee: 301 });
    escrow.call('decide', { milestone: 1, toPayee: 120 }, arbiter);
    expect([escrow.query('state'), figures(escrow)]).toEqual(['FUNDED', [AMOUNT, 701n, 120n, 180n]]);
  });

  test('that the arbiter does not decide are divided by halves', async () => {
    escrow.call('dispute', { milestone: 2, reason: 'x' }, payer);
    expect(escrow.query('nextDivision')).toBe(dayOf('2026-02-05'));
    await refuses('TOO_EARLY', payee, 'divide', { milestone: 2 });
    advanceTo(sandbox, '2026-02-05');
    escrow.call('divide', { milestone: 2 }, stranger);
    expect(figures(escrow)).toEqual([AMOUNT, 300n, 351n, 350n]);
    await refuses('SETTLED', arbiter, 'decide', { milestone: 2, toPayee: 0 });
  });

  test('end when a party gives in', () => {
    escrow.call('dispute', { milestone: 1, reason: 'x' }, payer);
    escrow.call('dispute', { milestone: 2, reason: 'x' }, payee);
    escrow.call('release', { milestone: 1 }, payer);
    expect(escrow.query('state')).toBe('DISPUTED');
    escrow.call('refund', {}, payee);
    expect([escrow.query('state'), figures(escrow)]).toEqual(['SETTLING', [AMOUNT, 0n, 300n, 701n]]);
    addsUp(escrow);
  });

  test('are refused after the deadline for what was not delivered', async () => {
    advanceTo(sandbox, '2026-10-01');
    await refuses('TOO_LATE', payee, 'dispute', { milestone: 1, reason: 'x' });
  });

  test('without an arbiter are objections of the payer, which undo the report', async () => {
    fund(alone);
    alone.call('deliver', { milestone: 1, evidence: EVIDENCE }, payee);
    await refuses('NO_ARBITER', payee, 'dispute', { milestone: 1, reason: 'x' }, alone);
    await refuses('NO_ARBITER', payer, 'dispute', { milestone: 2, reason: 'x' }, alone);
    const { events } = alone.call('dispute', { milestone: 1, reason: 'x' }, payer);
    expect([events[0]?.name, alone.query('state')]).toEqual(['Objected', 'FUNDED']);
    alone.call('deliver', { milestone: 1, evidence: EVIDENCE }, payee);
    await refuses('NOT_ARBITER', sandbox.impersonate(NOBODY), 'decide', { milestone: 1, toPayee: 0 }, alone);
  });
});

describe('by token', () => {
  const balances = () => [payer, payee, byToken].map((holder) => token.query('balanceOf', { holder }));

  test('the contract holds the money and pays it out at once', () => {
    byToken.call('fund', { endToEndId: '', uetr: '' }, payer);
    expect([byToken.query('state'), balances()]).toEqual(['FUNDED', [3_999n, 0n, AMOUNT]]);
    byToken.call('dispute', { milestone: 1, reason: 'x' }, payer);
    byToken.call('decide', { milestone: 1, toPayee: 100 }, arbiter);
    expect(balances()).toEqual([4_199n, 100n, 701n]);
    byToken.call('release', { milestone: 2 }, payer);
    expect([byToken.query('state'), balances()]).toEqual(['DONE', [4_199n, 801n, 0n]]);
    addsUp(byToken);
  });

  test('a payer who did not allow it pays nothing in', async () => {
    token.call('approve', { spender: byToken, amount: 1_000 }, payer);
    await refuses('ALLOWANCE', payer, 'fund', { endToEndId: '', uetr: '' }, byToken);
    expect([byToken.query('state'), byToken.query('held')]).toEqual(['OPEN', 0n]);
  });

  test('a token that keeps a part is refused', async () => {
    const greedy = await sandbox.mock('contracts/token.ts');
    greedy.returns('balanceOf', 5n);
    greedy.returns('transferFrom');
    const source = choosing('payment/escrow-milestone', { SETTLEMENT: 'SETTLEMENT_TOKEN' });
    const other = await sandbox.deploy(source, { args: { ...TERMS, token: greedy } });
    await refuses('SHORT', payer, 'fund', { endToEndId: '', uetr: '' }, other);
    await expectRevert('BAD_TOKEN', () => sandbox.deploy(source, { args: TERMS }));
  });
});

test('terms that make no sense are refused', async () => {
  const milestone = TERMS.milestones[0]!;
  const wrong: [string, object][] = [
    ['BAD_PARTIES', { payee: payer }],
    ['BAD_PARTIES', { payer: NOBODY }],
    ['BAD_ARBITER', { arbiter: payer }],
    ['BAD_ID', { payerId: '123' }],
    ['BAD_ID', { arbiterId: '' }],
    ['BAD_TOKEN', { token }],
    ['BAD_NUMBER', { number: '' }],
    ['BAD_CURRENCY', { currency: 'RMBY' }],
    ['BAD_AMOUNT', { amount: 0 }],
    ['BAD_FUND_BY', { fundBy: dayOf('2026-01-04') }],
    ['BAD_DEADLINE', { deadline: TERMS.fundBy }],
    ['BAD_DEADLINE', { deadline: dayOf('2036-01-05') }],
    ['BAD_DISPUTE_DAYS', { disputeDays: 0 }],
    ['BAD_DECISION_DAYS', { decisionDays: 366 }],
    ['BAD_MILESTONES', { milestones: [] }],
    ['BAD_MILESTONES', { milestones: Array(13).fill(milestone) }],
    ['BAD_TITLE', { milestones: [{ ...milestone, title: '' }] }],
    ['BAD_AMOUNT', { milestones: [{ ...milestone, amount: 0 }] }],
    ['BAD_DUE', { milestones: [{ ...milestone, due: dayOf('2026-10-01') }] }],
    ['MILESTONES_SUM', { amount: 1_000 }],
  ];
  for (const [code, terms] of wrong)
    await expectRevert(code, () => sandbox.deploy(SOURCE, { args: { ...TERMS, ...terms } }));
});

test('what breaks the books is noticed by an invariant', async () => {
  const pieces: [string, string, string][] = [
    ['SUM', 'this.paidIn.value = terms.amount;', 'this.paidIn.value = terms.amount.plus(Amount.of(1));'],
    ['HELD', 'this.kept.value = terms.amount;', 'this.kept.value = terms.amount.plus(Amount.of(1));'],
    ['SHARES', 'this.toPayee.value = this.toPayee.value.plus(toPayee);', ''],
    ['PAYOUTS', 'new Payout(number, to, amount,', 'new Payout(number, to, Amount.zero,'],
    ['COUNTS', 'this.open.value -= 1;', ''],
    ['STATE', 'this.disputes.value > 0 ? State.DISPUTED : State.FUNDED', 'State.DISPUTED'],
  ];
  for (const [code, piece, by] of pieces) {
    const source = broken('payment/escrow-milestone', 'book.ts', piece, by);
    const of = await sandbox.deploy(source, { args: TERMS });
    fund(of);
    of.call('release', { milestone: 1 }, payer);
    await expectRevert(code, () => of.query('invariants'));
  }
});

test('the worked cases of the template come out as they say', async () => {
  await playAll('payment/escrow-milestone');
});

describe('whatever is called in whatever order', () => {
  const CALLS: readonly ((of: Contract, by: Account, roll: (limit: number) => number) => void)[] = [
    (of) => fund(of),
    (of, by) => of.call('cancel', {}, by),
    (of, _by, roll) => of.call('deliver', { milestone: roll(4), evidence: EVIDENCE }, payee),
    (of, by, roll) => of.call('release', { milestone: roll(4) }, by),
    (of, by, roll) => of.call('dispute', { milestone: roll(4), reason: 'x' }, by),
    (of, _by, roll) => of.call('decide', { milestone: 1 + roll(2), toPayee: roll(800) }, arbiter),
    (of, by, roll) => of.call('divide', { milestone: 1 + roll(2) }, by),
    (of, by, roll) => roll(4) === 0 && of.call('refund', {}, by),
    (of, by, roll) => of.call('confirmPayout', { payout: roll(5), ...PAID }, by),
    (_of, _by, roll) => sandbox.advance({ days: roll(25) }),
  ];

  function walk(of: Contract, seed: number): void {
    sandbox.restore(start);
    const roll = dice(seed);
    if (roll(4) > 0) CALLS[0]!(of, payer, roll);
    for (let i = 0; i < 30; i++) {
      const by = [payer, payee, arbiter, stranger][roll(4)]!;
      try {
        CALLS[roll(CALLS.length)]!(of, by, roll);
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
      }
      addsUp(of);
    }
  }

  test('the money adds up where banks pay, with and without an arbiter', () => {
    for (let seed = 1; seed <= 12; seed++) walk(seed % 3 === 0 ? alone : escrow, seed);
  });

  test('the contract has exactly what is held of the token', () => {
    for (let seed = 20; seed < 26; seed++) {
      sandbox.restore(start);
      byToken.call('fund', { endToEndId: '', uetr: '' }, payer);
      const roll = dice(seed);
      for (let i = 0; i < 25; i++) {
        try {
          CALLS[1 + roll(CALLS.length - 1)]!(byToken, [payer, payee, arbiter][roll(3)]!, roll);
        } catch (error) {
          if (!(error instanceof CallFailed)) throw error;
        }
        addsUp(byToken);
        expect(token.query('balanceOf', { holder: byToken })).toBe(byToken.query('held'));
      }
    }
  });
});
