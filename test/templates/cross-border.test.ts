// The template of a cross-border payment: quotes and their lapse, both legs or none, by bank and by tokens.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Account,
  type Args,
  CallFailed,
  type Contract,
  expectRevert,
  Sandbox,
  type Snapshot,
} from '../../engine/testing/sandbox.ts';
import { advanceTo, broken, choosing, dayOf, dice, tokenFor } from './choosing.ts';
import { playAll } from './playing.ts';

const SOURCE = 'templates/payment/cross-border/contract.ts';
const NOBODY = new Uint8Array(32);
const RECORD = new Uint8Array(32).fill(9);
const REASON = { reason: 'not there' };

const sandbox = new Sandbox({ time: Date.parse('2026-03-02') });
const [payer, payee, payerBank, payeeBank, stranger] = sandbox.accounts(
  'payer',
  'payee',
  'payerBank',
  'payeeBank',
  'stranger',
) as [Account, Account, Account, Account, Account];
const ORDER = {
  payer,
  payerId: '91510100MA6CX91N8C',
  payee,
  payeeId: '335800QJN5CPRX9V2B88',
  payerBank,
  payerBankId: '9110000010000D7X82',
  payeeBank,
  payeeBankId: '9845001E7KQ4RTMD6345',
  number: 'XB-1',
  currency: 'CNY',
  amount: 1_000_001n,
  payoutCurrency: 'EUR',
  fee: 500n,
  minPayout: 120_000n,
  purpose: 'GDDS',
  lockMinutes: 30,
  expires: dayOf('2026-03-20'),
  confirmDays: 3,
  travelRecord: RECORD,
  endToEndId: 'XB-1',
  uetr: 'c30d8b76-28db-425e-a3b2-29f1c4069545',
  token: NOBODY,
  payoutToken: NOBODY,
};
const LEG = 1_000_501n;
const PAYOUT = 128_300n;

let payment: Contract;
let byToken: Contract;
let plain: string;
let token: Contract;
let payoutToken: Contract;
let start: Snapshot;

beforeAll(async () => {
  payment = await sandbox.deploy(SOURCE, { args: ORDER });
  token = await tokenFor(sandbox, [payer], 5_000_000n);
  payoutToken = await tokenFor(sandbox, [payeeBank], 500_000n);
  const choices = { SETTLEMENT: 'SETTLEMENT_TOKEN', TRAVEL_RULE: 'TRAVEL_RULE_NONE' };
  const args = { ...ORDER, token, payoutToken, travelRecord: new Uint8Array() };
  byToken = await sandbox.deploy(choosing('payment/cross-border', choices), { args });
  plain = choosing('payment/cross-border', { TRAVEL_RULE: 'TRAVEL_RULE_NONE' });
  token.call('approve', { spender: byToken, amount: LEG }, payer);
  payoutToken.call('approve', { spender: byToken, amount: 500_000 }, payeeBank);
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const FIGURES = ['paid', 'held', 'covered', 'charged', 'returned', 'paidOut'];
const figures = (of: Contract) => FIGURES.map((name) => of.query(name));
const refuses = (code: string, from: Account, method: string, args = {}, of = payment) =>
  expectRevert(code, () => of.call(method, args, from));

function quote(of = payment): void {
  of.call('quote', { rate: '0.1283' }, payerBank);
}

function lock(): void {
  quote();
  payment.call('accept', { payout: PAYOUT }, payer);
  payment.call('confirmPayment', {}, payerBank);
}

function payOut(): void {
  lock();
  payment.call('confirmTravelRecord', { record: RECORD }, payeeBank);
  payment.call('settle', {}, payeeBank);
}

function addsUp(of: Contract): void {
  const [paid, ...parts] = figures(of).slice(0, 5) as bigint[];
  expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(paid);
  of.query('invariants');
}

describe('a quote', () => {
  test('tells the payout, rounded down, and until when it is good', () => {
    const at = sandbox.time;
    const { events } = payment.call('quote', { rate: '0.1283' }, payerBank);
    expect(events[0]).toMatchObject({ name: 'Quoted', fields: { rate: '0.1283', payout: PAYOUT } });
    expect([payment.query('rate'), payment.query('payout')]).toEqual(['0.1283', PAYOUT]);
    expect(payment.query('quotedUntil')).toBe(BigInt(at + 30 * 60_000));
  });

  test('is made by the payer’s bank, and not below what the payer wants', async () => {
    await refuses('NOT_PAYER_BANK', payeeBank, 'quote', { rate: '1' });
    await refuses('BAD_RATE', payerBank, 'quote', { rate: '0' });
    await refuses('BAD_RATE', payerBank, 'quote', { rate: '-1' });
    await refuses('TOO_LITTLE', payerBank, 'quote', { rate: '0.119999' });
  });

  test('cannot be changed while it is good, and can be made again when it is not', async () => {
    quote();
    await refuses('QUOTED', payerBank, 'quote', { rate: '0.13' });
    await refuses('BOUND', payerBank, 'decline', REASON);
    await refuses('TOO_EARLY', stranger, 'lapse');
    sandbox.advance({ minutes: 31 });
    payment.call('quote', { rate: '0.13' }, payerBank);
    expect(payment.query('payout')).toBe(130_000n);
    sandbox.advance({ minutes: 31 });
    payment.call('lapse', {}, stranger);
    expect([payment.query('state'), payment.query('payout')]).toEqual(['ORDERED', 0n]);
    await refuses('NOT_QUOTED', stranger, 'lapse');
  });

  test('is accepted by the payer as it stands, to the last millisecond', async () => {
    await refuses('NOT_QUOTED', payer, 'accept', { payout: PAYOUT });
    quote();
    await refuses('NOT_PAYER', payee, 'accept', { payout: PAYOUT });
    await refuses('OTHER_QUOTE', payer, 'accept', { payout: PAYOUT - 1n });
    const before = sandbox.snapshot();
    const left = Number(payment.query('quotedUntil') as bigint) - sandbox.time;
    sandbox.advance({ seconds: left / 1_000 });
    payment.call('accept', { payout: PAYOUT }, payer);
    sandbox.restore(before);
    sandbox.advance({ seconds: left / 1_000 + 0.001 });
    await refuses('LAPSED', payer, 'accept', { payout: PAYOUT });
  });

  test('follows the decimals of both currencies', async () => {
    const cases: [string, string, bigint, string][] = [
      ['USD', 'JPY', 4_825_075n, '151.237'],
      ['JPY', 'USD', 7_297_299n, '0.006613'],
      ['KWD', 'EUR', 1_234_567n, '2.998877665544332211'],
      ['BHD', 'KRW', 999_999n, '3612.05'],
      ['KRW', 'KWD', 98_765_432n, '0.000218'],
    ];
    const places: { [currency: string]: number } = { JPY: 0, KRW: 0, KWD: 3, BHD: 3 };
    for (const [currency, payoutCurrency, amount, rate] of cases) {
      const args = { ...ORDER, currency, payoutCurrency, amount, minPayout: 1, travelRecord: new Uint8Array() };
      const contract = await sandbox.deploy(plain, { args });
      contract.call('quote', { rate }, payerBank);
      const [whole, rest = ''] = rate.split('.');
      const scaled = BigInt(whole + rest.padEnd(18, '0'));
      const shift = 10n ** BigInt(18 + (places[currency] ?? 2) - (places[payoutCurrency] ?? 2));
      expect([currency, contract.query('payout')]).toEqual([currency, (amount * scaled) / shift]);
    }
  });
});

describe('by bank', () => {
  test('both legs are confirmed by whoever receives them', async () => {
    quote();
    payment.call('accept', { payout: PAYOUT }, payer);
    expect([payment.query('state'), payment.query('held')]).toEqual(['ACCEPTED', 0n]);
    await refuses('NOT_PAYER_BANK', payer, 'confirmPayment');
    await refuses('NOT_LOCKED', payeeBank, 'settle');
    payment.call('confirmPayment', {}, payerBank);
    expect(figures(payment)).toEqual([LEG, LEG, 0n, 0n, 0n, 0n]);
    await refuses('NO_RECORD', payeeBank, 'settle');
    payment.call('confirmTravelRecord', { record: RECORD }, payeeBank);
    payment.call('settle', {}, payeeBank);
    await refuses('NOT_RECEIVER', payer, 'confirmPayout');
    await refuses('TOO_EARLY', payeeBank, 'confirmPayout');
    payment.call('confirmPayout', {}, payee);
    expect([payment.query('state'), figures(payment)]).toEqual(['SETTLED', [LEG, 0n, 1_000_001n, 500n, 0n, PAYOUT]]);
    for (const method of ['expire', 'cancel']) await refuses(method === 'expire' ? 'NOT_OPEN' : 'BOUND', payer, method);
  });

  test('the payer’s bank may not have the money, and then the rate is free', async () => {
    await refuses('NOT_ACCEPTED', payerBank, 'rejectPayment', REASON);
    quote();
    payment.call('accept', { payout: PAYOUT }, payer);
    await refuses('NOT_PAYER_BANK', payer, 'rejectPayment', REASON);
    await refuses('BAD_REASON', payerBank, 'rejectPayment', { reason: '' });
    payment.call('rejectPayment', REASON, payerBank);
    expect([payment.query('state'), payment.query('rate')]).toEqual(['ORDERED', '0']);
    await refuses('NOT_ACCEPTED', payerBank, 'confirmPayment');
  });

  test('the payee may not have the payout, and its silence is an answer after some days', async () => {
    payOut();
    await refuses('NOT_PAYEE', payer, 'rejectPayout', REASON);
    payment.call('rejectPayout', REASON, payee);
    expect(payment.query('state')).toBe('LOCKED');
    await refuses('NOT_PAYING', payee, 'confirmPayout');
    await refuses('NOT_PAYING', payee, 'rejectPayout', REASON);
    payment.call('settle', {}, payeeBank);
    expect(payment.query('confirmFrom')).toBe(dayOf('2026-03-06'));
    advanceTo(sandbox, '2026-03-06');
    payment.call('confirmPayout', {}, payeeBank);
    expect(payment.query('state')).toBe('SETTLED');
  });

  test('a payout that is under way is not returned on the last day', async () => {
    payOut();
    advanceTo(sandbox, '2026-03-21');
    await refuses('NOT_OPEN', stranger, 'expire');
    payment.call('rejectPayout', REASON, payee);
    await refuses('EXPIRED', payeeBank, 'settle');
    payment.call('expire', {}, stranger);
    expect([payment.query('state'), figures(payment)]).toEqual(['RETURNING', [LEG, 0n, 0n, 0n, LEG, 0n]]);
    await refuses('TOO_EARLY', payerBank, 'confirmReturn');
    await refuses('NOT_RECEIVER', stranger, 'confirmReturn');
    advanceTo(sandbox, '2026-03-25');
    payment.call('confirmReturn', {}, payerBank);
    expect(payment.query('state')).toBe('RETURNED');
    await refuses('NOT_RETURNING', payer, 'confirmReturn');
  });
});

describe('the record of originator and beneficiary', () => {
  test('is confirmed once, by the payee’s bank, and is the one that was named', async () => {
    await refuses('NOT_PAYEE_BANK', payerBank, 'confirmTravelRecord', { record: RECORD });
    await refuses('OTHER_RECORD', payeeBank, 'confirmTravelRecord', { record: new Uint8Array(32) });
    await refuses('OTHER_RECORD', payeeBank, 'confirmTravelRecord', { record: new Uint8Array(31) });
    payment.call('confirmTravelRecord', { record: RECORD }, payeeBank);
    await refuses('CONFIRMED', payeeBank, 'confirmTravelRecord', { record: RECORD });
    expect(payment.query('travelRecordConfirmed')).toBe(true);
  });

  test('is too late after the end, and unknown where none goes along', async () => {
    payment.call('cancel', {}, payer);
    await refuses('TOO_LATE', payeeBank, 'confirmTravelRecord', { record: RECORD });
    await refuses('NO_TRAVEL_RULE', payeeBank, 'confirmTravelRecord', { record: RECORD }, byToken);
  });
});

describe('the end without a payout', () => {
  test('comes when a bank declines as long as it may', async () => {
    await refuses('NOT_BANK', payer, 'decline', REASON);
    await refuses('BAD_REASON', payerBank, 'decline', { reason: '' });
    const before = sandbox.snapshot();
    payment.call('decline', REASON, payerBank);
    expect(payment.query('state')).toBe('CANCELLED');
    await refuses('BOUND', payeeBank, 'decline', REASON);
    await refuses('NOT_ORDERED', payerBank, 'quote', { rate: '0.1283' });
    sandbox.restore(before);
    lock();
    await refuses('BOUND', payerBank, 'decline', REASON);
    payment.call('decline', REASON, payeeBank);
    expect([payment.query('state'), payment.query('returned')]).toEqual(['RETURNING', LEG]);
  });

  test('comes when the payer calls it off before it has accepted', async () => {
    await refuses('NOT_PAYER', payee, 'cancel');
    quote();
    payment.call('cancel', {}, payer);
    expect([payment.query('state'), payment.query('payout')]).toEqual(['CANCELLED', 0n]);
    await refuses('BOUND', payer, 'cancel');
  });

  test('comes after the last day, whatever the state', async () => {
    quote();
    payment.call('accept', { payout: PAYOUT }, payer);
    advanceTo(sandbox, '2026-03-20');
    await refuses('TOO_EARLY', stranger, 'expire');
    advanceTo(sandbox, '2026-03-21');
    await refuses('EXPIRED', payerBank, 'confirmPayment');
    payment.call('expire', {}, stranger);
    expect([payment.query('state'), figures(payment)]).toEqual(['EXPIRED', Array(6).fill(0n)]);
  });
});

describe('by tokens', () => {
  const holds = (of: Contract, holder: Account | Contract) => of.query('balanceOf', { holder });

  test('both legs move in one transaction', () => {
    quote(byToken);
    byToken.call('accept', { payout: PAYOUT }, payer);
    expect([byToken.query('state'), holds(token, byToken)]).toEqual(['LOCKED', LEG]);
    byToken.call('settle', {}, payeeBank);
    expect(byToken.query('state')).toBe('SETTLED');
    expect([byToken, payeeBank, payerBank].map((who) => holds(token, who))).toEqual([0n, 1_000_001n, 500n]);
    expect([byToken, payee, payeeBank].map((who) => holds(payoutToken, who))).toEqual([0n, PAYOUT, 500_000n - PAYOUT]);
    addsUp(byToken);
  });

  test('no leg moves if the payee’s bank cannot pay', async () => {
    quote(byToken);
    byToken.call('accept', { payout: PAYOUT }, payer);
    payoutToken.call('approve', { spender: byToken, amount: PAYOUT - 1n }, payeeBank);
    await refuses('ALLOWANCE', payeeBank, 'settle', {}, byToken);
    expect([byToken.query('state'), holds(token, byToken), holds(payoutToken, payee)]).toEqual(['LOCKED', LEG, 0n]);
    advanceTo(sandbox, '2026-03-21');
    byToken.call('expire', {}, stranger);
    expect([byToken.query('state'), holds(token, payer)]).toEqual(['RETURNED', 5_000_000n]);
    addsUp(byToken);
  });
});

test('a token that keeps a part is refused', async () => {
  const greedy = await sandbox.mock('contracts/token.ts');
  greedy.returns('balanceOf', 5n);
  greedy.returns('transferFrom');
  const choices = { SETTLEMENT: 'SETTLEMENT_TOKEN', TRAVEL_RULE: 'TRAVEL_RULE_NONE' };
  const args = { ...ORDER, token: greedy, payoutToken, travelRecord: new Uint8Array() };
  const other = await sandbox.deploy(choosing('payment/cross-border', choices), { args });
  quote(other);
  await refuses('SHORT', payer, 'accept', { payout: PAYOUT }, other);
});

test('orders that make no sense are refused', async () => {
  const wrong: [string, object][] = [
    ['BAD_PARTIES', { payeeBank: payer }],
    ['BAD_PARTIES', { payee: NOBODY }],
    ['BAD_ID', { payeeBankId: '' }],
    ['BAD_NUMBER', { number: 'x'.repeat(36) }],
    ['BAD_CURRENCY', { payoutCurrency: 'CNY' }],
    ['BAD_CURRENCY', { currency: 'cny' }],
    ['BAD_AMOUNT', { amount: 0 }],
    ['BAD_MINIMUM', { minPayout: 0 }],
    ['BAD_PURPOSE', { purpose: '' }],
    ['BAD_LOCK', { lockMinutes: 0 }],
    ['BAD_EXPIRY', { expires: dayOf('2026-03-01') }],
    ['BAD_EXPIRY', { expires: dayOf('2027-03-04') }],
    ['BAD_CONFIRM_DAYS', { confirmDays: 0 }],
    ['BAD_END_TO_END_ID', { endToEndId: 'a//b' }],
    ['BAD_UETR', { uetr: '' }],
    ['BAD_TOKEN', { token }],
    ['BAD_RECORD', { travelRecord: new Uint8Array() }],
  ];
  for (const [code, order] of wrong)
    await expectRevert(code, () => sandbox.deploy(SOURCE, { args: { ...ORDER, ...order } }));
});

test('what breaks the books is noticed by an invariant', async () => {
  const pieces: [string, string, string, string][] = [
    ['SUM', 'book.ts', 'this.kept.value = Amount.zero;', ''],
    [
      'PAID',
      'book.ts',
      'const leg = this.leg();\n    this.paidIn',
      'const leg = this.what.value.amount;\n    this.paidIn',
    ],
    ['LEGS', 'book.ts', 'this.toPayee.value = this.result.value;', 'this.toPayee.value = Amount.zero;'],
    ['HELD', 'book.ts', 'this.current.value = State.LOCKED;', 'this.current.value = State.RETURNED;'],
    ['QUOTE', 'contract.ts', 'this.price.value = rate;', 'this.price.value = rate + rate;'],
  ];
  for (const [code, file, piece, by] of pieces) {
    const of = await sandbox.deploy(broken('payment/cross-border', file, piece, by), { args: ORDER });
    quote(of);
    of.call('accept', { payout: PAYOUT }, payer);
    of.call('confirmPayment', {}, payerBank);
    if (code === 'SUM' || code === 'LEGS') {
      of.call('confirmTravelRecord', { record: RECORD }, payeeBank);
      of.call('settle', {}, payeeBank);
      of.call('confirmPayout', {}, payee);
    }
    await expectRevert(code, () => of.query('invariants'));
  }
});

test('the worked cases of the template come out as they say', async () => {
  await playAll('payment/cross-border');
});

test('the money adds up whatever is called in whatever order', () => {
  const parties = [payer, payee, payerBank, payeeBank, stranger];
  const CALLS: readonly [string, Args, readonly Account[]][] = [
    ['quote', { rate: '0.1283' }, [payerBank]],
    ['accept', { payout: PAYOUT }, [payer]],
    ['confirmPayment', {}, [payerBank]],
    ['rejectPayment', REASON, [payerBank]],
    ['confirmTravelRecord', { record: RECORD }, [payeeBank]],
    ['settle', {}, [payeeBank]],
    ['confirmPayout', {}, parties],
    ['rejectPayout', REASON, parties],
    ['lapse', {}, parties],
    ['expire', {}, parties],
    ['confirmReturn', {}, parties],
    ['decline', REASON, [payer, stranger]],
  ];
  const reached = new Set<unknown>();
  for (let seed = 1; seed <= 16; seed++) {
    sandbox.restore(start);
    const of = seed % 4 === 0 ? byToken : payment;
    const roll = dice(seed);
    if (of === payment && seed % 3 > 0) (seed % 3 > 1 ? lock : payOut)();
    if (seed % 5 === 0) sandbox.advance({ days: 18 });
    for (let i = 0; i < 40; i++) {
      const [method, args, by] = CALLS[roll(CALLS.length)]!;
      try {
        of.call(method, args, by[roll(by.length)]);
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
      }
      if (roll(6) === 0) sandbox.advance({ minutes: roll(40), days: roll(8) * roll(2) });
      addsUp(of);
      reached.add(of.query('state'));
      expect(token.query('balanceOf', { holder: byToken })).toBe(byToken.query('held'));
    }
  }
  expect(reached.size).toBeGreaterThan(7);
});
