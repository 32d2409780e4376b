// The template of payment by instalments: schedules of all plans, payments in time, early and late, default, and what is refused.
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
import { type DayCount, halfEven, interest, type Plan, scheduleOf } from './schedules.ts';

const SOURCE = 'templates/payment/instalments/contract.ts';
const NOBODY = new Uint8Array(32);
const ROW = { principal: 120_000_000n, rate: 435, count: 12, start: '2026-01-10', firstDue: '2026-02-10' };
const ROWS = scheduleOf(ROW, 'ANNUITY', 'ACT_360');

const sandbox = new Sandbox({ time: Date.parse('2026-01-08') });
const [creditor, debtor, stranger] = sandbox.accounts('creditor', 'debtor', 'stranger') as [Account, Account, Account];
const TERMS = {
  creditor,
  creditorId: '91120118MA05K7R44Y',
  debtor,
  debtorId: '91440101MA59B2L62D',
  number: 'IN-1',
  currency: 'CNY',
  principal: ROW.principal,
  rate: ROW.rate,
  count: ROW.count,
  start: dayOf(ROW.start),
  firstDue: dayOf(ROW.firstDue),
  lateRate: 652,
  graceDays: 3,
  defaultDays: 60,
  confirmDays: 5,
  token: NOBODY,
};

let loan: Contract;
let byToken: Contract;
let token: Contract;
let start: Snapshot;

beforeAll(async () => {
  loan = await sandbox.deploy(SOURCE, { args: TERMS });
  token = await tokenFor(sandbox, [debtor], 200_000_000n);
  const source = choosing('payment/instalments', { SETTLEMENT: 'SETTLEMENT_TOKEN' });
  byToken = await sandbox.deploy(source, { args: { ...TERMS, token } });
  token.call('approve', { spender: byToken, amount: 200_000_000n }, debtor);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

let payments = 0;
const reference = () => {
  payments++;
  return { endToEndId: `E2E-${payments}`, uetr: `5bc8fbbc-bde5-4099-8164-${String(payments).padStart(12, '0')}` };
};
const refuses = (code: string, from: Account, method: string, args = {}, of = loan) =>
  expectRevert(code, () => of.call(method, args, from));
const amountOf = (of: Contract, view: string) => of.query(view) as bigint;

/** Records a payment of what a view tells, and has it confirmed. */
function pays(method: string, view: string): bigint {
  const amount = amountOf(loan, view);
  loan.call(method, { amount, ...reference() }, debtor);
  loan.call('confirm', {}, creditor);
  return amount;
}

function addsUp(of: Contract): void {
  const parts = ['outstanding', 'repaid', 'writtenOff'].map((name) => amountOf(of, name));
  expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amountOf(of, 'debt'));
  of.query('invariants');
}

describe('a schedule', () => {
  const plans: readonly Plan[] = ['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET'];
  const counts: readonly DayCount[] = ['ACT_360', 'ACT_365', 'THIRTY_360'];
  const cases = [
    ROW,
    { principal: 1_000_003n, rate: 1_200, count: 7, start: '2025-12-31', firstDue: '2026-01-31' },
    { principal: 98_765_432_109_876n, rate: 3_600, count: 24, start: '2025-06-15', firstDue: '2026-02-28' },
    { principal: 120n, rate: 1, count: 60, start: '2026-01-29', firstDue: '2026-01-30' },
    { principal: 5_000_000n, rate: 999, count: 1, start: '2026-01-08', firstDue: '2026-12-31' },
    { principal: 777_777_777n, rate: 875, count: 120, start: '2026-02-28', firstDue: '2026-03-31' },
  ];

  for (const plan of plans)
    for (const count of counts)
      test(`of ${plan} by ${count} is what the definitions give`, async () => {
        const choices = { PLAN: `PLAN_${plan}`, DAY_COUNT: `DAY_COUNT_${count}` };
        const source = choosing('payment/instalments', choices);
        for (const terms of cases) {
          const days = { start: dayOf(terms.start), firstDue: dayOf(terms.firstDue) };
          const contract = await sandbox.deploy(source, { args: { ...TERMS, ...terms, ...days } });
          expect(contract.query('schedule')).toEqual(scheduleOf(terms, plan, count));
          contract.query('invariants');
        }
      });

  test('without interest has equal parts and the rest at the end', async () => {
    const args = { ...TERMS, principal: 1_000n, rate: 0, count: 3 };
    const contract = await sandbox.deploy(SOURCE, { args });
    expect(contract.query('schedule')).toMatchObject([{ total: 333n }, { total: 333n }, { total: 334n }]);
  });
});

describe('before it is accepted', () => {
  test('nothing is owed, and the debtor alone accepts', async () => {
    expect(['debt', 'outstanding', 'dueNow', 'payOffNow'].map((name) => loan.query(name))).toEqual([0n, 0n, 0n, 0n]);
    expect([loan.query('nextNumber'), loan.query('overdueFrom'), loan.query('callableFrom')]).toEqual([0, 0, 0]);
    await refuses('NOT_DEBTOR', creditor, 'accept');
    await refuses('NOT_RUNNING', debtor, 'pay', { amount: ROWS[0]!.total, ...reference() });
    await refuses('NOT_ACTIVE', stranger, 'markOverdue');
    loan.call('accept', {}, debtor);
    await refuses('NOT_AGREED', debtor, 'accept');
    await refuses('NOT_AGREED', creditor, 'cancel');
  });

  test('the parties cancel, and anybody from the first due day on', async () => {
    await refuses('NOT_PARTY', stranger, 'cancel');
    const before = sandbox.snapshot();
    loan.call('cancel', {}, creditor);
    expect(loan.query('state')).toBe('CANCELLED');
    sandbox.restore(before);
    advanceTo(sandbox, ROW.firstDue);
    await refuses('TOO_LATE', debtor, 'accept');
    loan.call('cancel', {}, stranger);
    addsUp(loan);
  });
});

describe('by bank', () => {
  beforeEach(() => {
    loan.call('accept', {}, debtor);
  });

  test('all instalments in their order pay the debt', () => {
    for (const row of ROWS) {
      expect([loan.query('nextNumber'), loan.query('nextDue'), loan.query('dueNow')]).toEqual([
        row.number,
        row.due,
        row.total,
      ]);
      pays('pay', 'dueNow');
      addsUp(loan);
    }
    expect([loan.query('state'), loan.query('repaid')]).toEqual(['PAID', ROW.principal]);
    expect(loan.query('interestPaid')).toBe(ROWS.reduce((sum, row) => sum + row.interest, 0n));
    expect([loan.query('nextNumber'), loan.query('payOffNow')]).toEqual([0, 0n]);
  });

  test('a payment counts by the day of its record, and waits for the creditor', async () => {
    advanceTo(sandbox, '2026-02-13');
    const paid = { amount: ROWS[0]!.total, ...reference() };
    loan.call('pay', paid, debtor);
    expect(loan.query('pending')).toMatchObject({ kind: 'INSTALMENT', amount: paid.amount, day: dayOf('2026-02-13') });
    await refuses('PENDING', debtor, 'payOff', { amount: loan.query('payOffNow') as bigint, ...reference() });
    await refuses('NOT_PARTY', stranger, 'confirm');
    await refuses('TOO_EARLY', debtor, 'confirm');
    advanceTo(sandbox, '2026-02-18');
    await refuses('TOO_EARLY', debtor, 'confirm');
    await refuses('PENDING', stranger, 'markOverdue');
    advanceTo(sandbox, '2026-02-19');
    loan.call('confirm', {}, debtor);
    expect([loan.query('nextNumber'), loan.query('interestPaid')]).toEqual([2, ROWS[0]!.interest]);
    await refuses('NOT_PENDING', creditor, 'confirm');
    await refuses('REUSED', debtor, 'pay', { ...paid, amount: ROWS[1]!.total });
  });

  test('a record is rejected by the creditor or taken back by the debtor', async () => {
    const paid = { amount: ROWS[0]!.total, ...reference() };
    await refuses('BAD_UETR', debtor, 'pay', { ...paid, uetr: '' });
    await refuses('BAD_END_TO_END_ID', debtor, 'pay', { ...paid, endToEndId: '' });
    loan.call('pay', paid, debtor);
    await refuses('NOT_CREDITOR', debtor, 'reject', { reason: 'x' });
    await refuses('BAD_REASON', creditor, 'reject', { reason: '' });
    loan.call('reject', { reason: 'not there' }, creditor);
    loan.call('pay', paid, debtor);
    await refuses('NOT_DEBTOR', creditor, 'withdraw');
    loan.call('withdraw', {}, debtor);
    await refuses('NOT_PENDING', debtor, 'withdraw');
    expect(loan.query('repaid')).toBe(0n);
  });

  test('late interest begins behind the days of grace, and paying cures', async () => {
    const { total } = ROWS[0]!;
    advanceTo(sandbox, '2026-02-13');
    expect(loan.query('dueNow')).toBe(total);
    await refuses('TOO_EARLY', stranger, 'markOverdue');
    advanceTo(sandbox, '2026-03-05');
    expect(loan.query('dueNow')).toBe(total + interest(total, 652, '2026-02-13', '2026-03-05', 'ACT_360'));
    await refuses('OTHER_AMOUNT', debtor, 'pay', { amount: total, ...reference() });
    loan.call('markOverdue', {}, stranger);
    await refuses('NOT_ACTIVE', stranger, 'markOverdue');
    pays('pay', 'dueNow');
    expect(loan.query('state')).toBe('ACTIVE');
    addsUp(loan);
  });

  test('paying one of two overdue instalments does not cure', () => {
    advanceTo(sandbox, '2026-03-20');
    loan.call('markOverdue', {}, stranger);
    pays('pay', 'dueNow');
    expect(loan.query('state')).toBe('OVERDUE');
    pays('pay', 'dueNow');
    expect(loan.query('state')).toBe('ACTIVE');
  });

  test('paying all at once costs interest to the day and no more', async () => {
    pays('pay', 'dueNow');
    const left = ROW.principal - ROWS[0]!.principal;
    expect(loan.query('payOffNow')).toBe(left);
    advanceTo(sandbox, '2026-02-25');
    expect(loan.query('payOffNow')).toBe(left + interest(left, 435, '2026-02-10', '2026-02-25', 'ACT_360'));
    advanceTo(sandbox, '2026-03-25');
    const [, second] = ROWS;
    const late = interest(second!.total, 652, '2026-03-13', '2026-03-25', 'ACT_360');
    const rest = left - second!.principal;
    const accrued = interest(rest, 435, '2026-03-10', '2026-03-25', 'ACT_360');
    expect(loan.query('payOffNow')).toBe(left + second!.interest + late + accrued);
    await refuses('OTHER_AMOUNT', debtor, 'payOff', { amount: left, ...reference() });
    pays('payOff', 'payOffNow');
    expect([loan.query('state'), loan.query('outstanding')]).toEqual(['PAID', 0n]);
    addsUp(loan);
  });
});

describe('default', () => {
  const CALLED = '2026-04-12';
  const owed = () => {
    const [first, second, third] = ROWS as [(typeof ROWS)[0], (typeof ROWS)[0], (typeof ROWS)[0]];
    const late = (total: bigint, from: string) => interest(total, 652, from, CALLED, 'ACT_360');
    const rest = ROW.principal - first.principal - second.principal - third.principal;
    const lates = late(first.total, '2026-02-13') + late(second.total, '2026-03-13');
    const due = first.interest + second.interest + third.interest;
    return due + lates + interest(rest, 435, '2026-04-10', CALLED, 'ACT_360');
  };

  function called(): void {
    loan.call('accept', {}, debtor);
    advanceTo(sandbox, CALLED);
    loan.call('markOverdue', {}, stranger);
    loan.call('callDue', {}, creditor);
  }

  test('is called by the creditor alone, and not too early', async () => {
    loan.call('accept', {}, debtor);
    await refuses('NOT_OVERDUE', creditor, 'callDue');
    advanceTo(sandbox, '2026-04-11');
    loan.call('markOverdue', {}, stranger);
    expect(loan.query('callableFrom')).toBe(dayOf(CALLED));
    await refuses('TOO_EARLY', creditor, 'callDue');
    await refuses('NOT_CREDITOR', debtor, 'callDue');
    advanceTo(sandbox, CALLED);
    loan.call('callDue', {}, creditor);
    expect([loan.query('state'), loan.query('dueNow')]).toEqual(['DEFAULTED', ROW.principal + owed()]);
    await refuses('NOT_RUNNING', debtor, 'pay', { amount: 1, ...reference() });
    await refuses('NOT_RUNNING', debtor, 'payOff', { amount: 1, ...reference() });
  });

  test('is not put off by records that were made too late', async () => {
    loan.call('accept', {}, debtor);
    advanceTo(sandbox, '2026-04-11');
    loan.call('markOverdue', {}, stranger);
    loan.call('pay', { amount: amountOf(loan, 'dueNow'), ...reference() }, debtor);
    advanceTo(sandbox, CALLED);
    await refuses('PENDING', creditor, 'callDue');
    loan.call('reject', { reason: 'not there' }, creditor);
    loan.call('pay', { amount: amountOf(loan, 'dueNow'), ...reference() }, debtor);
    const { events } = loan.call('callDue', {}, creditor);
    expect(events.map(({ name }) => name)).toEqual(['PaymentDropped', 'Called']);
    expect(loan.query('pending')).toMatchObject({ kind: 'NONE' });
  });

  test('takes payments of any amount, interest first', async () => {
    called();
    await refuses('NOTHING', debtor, 'repay', { amount: 0, ...reference() });
    await refuses('TOO_MUCH', debtor, 'repay', { amount: ROW.principal + owed() + 1n, ...reference() });
    loan.call('repay', { amount: 1_000n, ...reference() }, debtor);
    loan.call('confirm', {}, creditor);
    expect([loan.query('outstanding'), loan.query('interestPaid')]).toEqual([ROW.principal, 1_000n]);
    advanceTo(sandbox, '2026-05-12');
    const more = halfEven(ROW.principal * 652n * 30n, 3_600_000n);
    expect(loan.query('dueNow')).toBe(ROW.principal + owed() - 1_000n + more);
    loan.call('repay', { amount: 50_000_000n, ...reference() }, debtor);
    advanceTo(sandbox, '2026-05-20');
    loan.call('confirm', {}, debtor);
    const left = ROW.principal - (50_000_000n - (owed() - 1_000n + more));
    expect(loan.query('dueNow')).toBe(left + interest(left, 652, '2026-05-12', '2026-05-20', 'ACT_360'));
    pays('repay', 'payOffNow');
    expect([loan.query('state'), loan.query('repaid')]).toEqual(['PAID', ROW.principal]);
    addsUp(loan);
  });

  test('ends when the creditor writes the rest off', async () => {
    await refuses('NOT_DEFAULTED', creditor, 'writeOff');
    await refuses('NOT_DEFAULTED', debtor, 'repay', { amount: 1, ...reference() });
    called();
    await refuses('NOT_CREDITOR', debtor, 'writeOff');
    loan.call('repay', { amount: 1, ...reference() }, debtor);
    loan.call('writeOff', {}, creditor);
    expect([loan.query('state'), loan.query('writtenOff'), loan.query('dueNow')]).toEqual([
      'WRITTEN_OFF',
      ROW.principal,
      0n,
    ]);
    await refuses('NOT_PENDING', creditor, 'confirm');
    addsUp(loan);
  });
});

test('a token pays the creditor at once, and the contract never holds it', async () => {
  const balance = (holder: Account | Contract) => token.query('balanceOf', { holder });
  byToken.call('accept', {}, debtor);
  const blank = { endToEndId: '', uetr: '' };
  byToken.call('pay', { amount: ROWS[0]!.total, ...blank }, debtor);
  expect([balance(creditor), balance(byToken), byToken.query('nextNumber')]).toEqual([ROWS[0]!.total, 0n, 2]);
  await refuses('NOT_PENDING', creditor, 'confirm', {}, byToken);
  const amount = amountOf(byToken, 'payOffNow');
  token.call('approve', { spender: byToken, amount: amount - 1n }, debtor);
  await refuses('ALLOWANCE', debtor, 'payOff', { amount, ...blank }, byToken);
  token.call('approve', { spender: byToken, amount }, debtor);
  byToken.call('payOff', { amount, ...blank }, debtor);
  expect([byToken.query('state'), balance(creditor)]).toEqual(['PAID', ROWS[0]!.total + amount]);
});

test('a token that keeps a part is refused', async () => {
  const greedy = await sandbox.mock('contracts/token.ts');
  greedy.returns('balanceOf', 5n);
  greedy.returns('transferFrom');
  const source = choosing('payment/instalments', { SETTLEMENT: 'SETTLEMENT_TOKEN' });
  const other = await sandbox.deploy(source, { args: { ...TERMS, token: greedy } });
  other.call('accept', {}, debtor);
  await refuses('SHORT', debtor, 'pay', { amount: ROWS[0]!.total, endToEndId: '', uetr: '' }, other);
});

test('terms that make no sense are refused', async () => {
  const bullet = choosing('payment/instalments', { PLAN: 'PLAN_BULLET' });
  const wrong: [string, object][] = [
    ['BAD_PARTIES', { debtor: creditor }],
    ['BAD_PARTIES', { creditor: NOBODY }],
    ['BAD_ID', { debtorId: '1' }],
    ['BAD_NUMBER', { number: '' }],
    ['BAD_CURRENCY', { currency: '' }],
    ['BAD_TOKEN', { token }],
    ['BAD_COUNT', { count: 0 }],
    ['BAD_COUNT', { count: 121 }],
    ['BAD_PRINCIPAL', { principal: 11 }],
    ['BAD_RATE', { rate: 3_601 }],
    ['BAD_RATE', { lateRate: 3_601 }],
    ['BAD_FIRST_DUE', { firstDue: TERMS.start }],
    ['BAD_FIRST_DUE', { start: dayOf('2025-02-01') }],
    ['BAD_FIRST_DUE', { start: dayOf('2025-12-01'), firstDue: dayOf('2026-01-08') }],
    ['BAD_GRACE_DAYS', { graceDays: 31 }],
    ['BAD_DEFAULT_DAYS', { defaultDays: 3 }],
    ['BAD_CONFIRM_DAYS', { confirmDays: 0 }],
  ];
  for (const [code, terms] of wrong)
    await expectRevert(code, () => sandbox.deploy(SOURCE, { args: { ...TERMS, ...terms } }));
  await expectRevert('BAD_RATE', () => sandbox.deploy(bullet, { args: { ...TERMS, rate: 0 } }));
});

test('what breaks the books is noticed by an invariant', async () => {
  const pieces: [string, string, string, string][] = [
    ['SUM', 'book.ts', 'this.done.value = this.done.value.plus(principal);', 'this.done.value = Amount.zero;'],
    ['OUTSTANDING', 'book.ts', 'this.next.value += 1;', 'this.next.value += 2;'],
    ['SCHEDULE', 'schedule.ts', 'left = left.minus(principal);', ''],
    [
      'DEBT',
      'contract.ts',
      'this.whole.value = debt.principal;',
      'this.whole.value = debt.principal.plus(Amount.of(1));',
    ],
    ['STATE', 'book.ts', 'if (this.left.value.isZero) {', 'if (!this.left.value.isZero) {'],
  ];
  for (const [code, file, piece, by] of pieces) {
    const of = await sandbox.deploy(broken('payment/instalments', file, piece, by), { args: TERMS });
    of.call('accept', {}, debtor);
    of.call('pay', { amount: amountOf(of, 'dueNow'), ...reference() }, debtor);
    of.call('confirm', {}, creditor);
    await expectRevert(code, () => of.query('invariants'));
  }
});

test('the worked cases of the template come out as they say', async () => {
  await playAll('payment/instalments');
});

test('the principal adds up whatever is called in whatever order', () => {
  const parties = [creditor, debtor, stranger];
  const reached = new Set<unknown>();
  for (let seed = 1; seed <= 14; seed++) {
    sandbox.restore(start);
    const of = seed % 3 === 0 ? byToken : loan;
    const roll = dice(seed);
    if (seed % 7 > 0) of.call('accept', {}, debtor);
    if (seed % 7 > 2) {
      advanceTo(sandbox, '2026-04-12');
      of.call('markOverdue', {}, stranger);
      if (seed % 7 > 4) of.call('callDue', {}, creditor);
    }
    const CALLS: readonly (() => unknown)[] = [
      () => of.call('pay', { amount: amountOf(of, 'dueNow'), ...reference() }, debtor),
      () => roll(9) === 0 && of.call('payOff', { amount: amountOf(of, 'payOffNow'), ...reference() }, debtor),
      () => of.call('repay', { amount: roll(90_000_000), ...reference() }, debtor),
      () => of.call('confirm', {}, parties[roll(3)]),
      () => of.call('reject', { reason: 'x' }, creditor),
      () => of.call('markOverdue', {}, stranger),
      () => of.call('callDue', {}, parties[roll(2)]),
      () => roll(4) === 0 && of.call('writeOff', {}, creditor),
      () => of.call('cancel', {}, parties[roll(3)]),
      () => sandbox.advance({ days: roll(80) }),
    ];
    for (let i = 0; i < 35; i++) {
      try {
        CALLS[roll(CALLS.length)]!();
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
      }
      addsUp(of);
      reached.add(of.query('state'));
    }
  }
  expect(reached.size).toBeGreaterThan(5);
});
