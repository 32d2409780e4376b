// The template of the pledge of a warehouse receipt: its worked cases, what it refuses, and that goods and money always add up.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, Contract, Snapshot } from '../../engine/testing/sandbox.ts';
import { agree } from './agree.ts';
import {
  argumentsOf,
  dayOf,
  type Instance,
  manifestOf,
  moveTo,
  open,
  play,
  read,
  refuses,
  unseen,
  variantOf,
} from './kit.ts';
import { act, BACK, LOAN, NONE, pledged, priced, REST, views } from './pledge.ts';
import { edgesOf, walk } from './walk.ts';

const FOLDER = 'templates/supply/warehouse-pledge';
const manifest = manifestOf(FOLDER);
const small = read(`${FOLDER}/samples/small.json`);

let bank: Instance;
let coin: Instance;
let starts: [Snapshot, Snapshot];

beforeAll(async () => {
  bank = await open(FOLDER, small, '2026-01-05', {}, ['stranger']);
  coin = await open(FOLDER, { ...small, maxAge: 3 }, '2026-01-05', { payments: 'token' }, ['stranger']);
  starts = [bank.sandbox.snapshot(), coin.sandbox.snapshot()];
});
beforeEach(() => {
  bank.sandbox.restore(starts[0]);
  coin.sandbox.restore(starts[1]);
});

/** Makes another pledge of the small sample with some values changed. */
const made = (changed: { readonly [name: string]: unknown }, file = `${FOLDER}/contract.ts`): Promise<Contract> =>
  bank.sandbox.deploy(file, {
    args: argumentsOf(manifest, { ...small, ...changed }, { ...bank.who, ...(changed['who'] as object) }, undefined),
  });

describe('the manifest', () => {
  agree(FOLDER, () => bank.contract);

  test('has an edge for whatever a random walk does, and everything adds up behind each step', async () => {
    const steps = await walk(FOLDER, { day: '2026-01-05', begin: pledged, runs: 8, length: 25 });
    const edges = edgesOf(manifest);
    expect([...steps].filter((step) => !edges.has(step))).toEqual([]);
    expect(steps.size).toBeGreaterThan(10);
  });
});

describe('worked cases', () => {
  test.each(manifest.scenarios)('%s goes as it is written', (file) => play(FOLDER, file));
});

describe('terms', () => {
  test.each([
    ['BAD_NUMBER', { number: '' }],
    ['BAD_CONTRACT', { loanContract: 'x'.repeat(36) }],
    ['BAD_CURRENCY', { currency: 'RMB¥' }],
    ['BAD_GOODS', { goods: '' }],
    ['BAD_GOODS', { unit: '' }],
    ['BAD_GOODS', { place: 'x'.repeat(141) }],
    ['BAD_HS_CODE', { hsCode: '7403' }],
    ['BAD_HS_CODE', { hsCode: '74031A' }],
    ['BAD_QUANTITY', { quantity: 0 }],
    ['BAD_QUANTITY', { quantity: 16 }],
    ['BAD_QUANTITY', { capacity: 1_000_000_000_001 }],
    ['BAD_PRICE', { unitPrice: '0.00' }],
    ['BAD_PRICE', { unitPrice: '10000000000000.01' }],
    ['BAD_LOAN', { loan: '0.00' }],
    ['NOT_COVERED', { loan: '7000.01' }],
    ['NOT_COVERED', { loan: '10000.01' }],
    ['BAD_RATE', { rate: '24.01' }],
    ['BAD_RATIO', { pledgeRatio: '0.00' }],
    ['BAD_RATIO', { warningRatio: '70.00' }],
    ['BAD_RATIO', { liquidationRatio: '80.00' }],
    ['BAD_RATIO', { liquidationRatio: '100.01' }],
    ['BAD_FLOOR', { saleFloor: '49.99' }],
    ['BAD_FLOOR', { saleFloor: '100.01' }],
    ['BAD_DUE', { due: '2026-01-05' }],
    ['BAD_DUE', { due: '2036-02-01' }],
    ['BAD_DAYS', { cureDays: 0 }],
    ['BAD_DAYS', { maxAge: 91 }],
    ['BAD_DAYS', { confirmDays: 0 }],
  ])('that cannot be are refused with %s: %o', (code, changed) => refuses(code, () => made(changed)));

  test('need four parties, and a token where one pays', async () => {
    const { owner } = bank.who as { owner: Account };
    for (const role of ['warehouse', 'lender', 'reporter']) {
      await refuses('BAD_PARTY', () => made({ who: { [role]: owner } }));
    }
    await refuses('BAD_PARTY', () => made({ who: { owner: undefined } }));
    await refuses('BAD_TOKEN', () => made({}, variantOf(FOLDER, { payments: 'token' })));
  });

  test('may be as large as they can be, and nothing overflows', async () => {
    const huge = {
      quantity: 1_000_000_000_000,
      capacity: 1_000_000_000_000,
      unitPrice: '10000000000000.00',
      loan: '7000000000000000000000000.00',
    };
    const contract = await made(huge);
    const instance = { ...bank, contract };
    act(instance, 'warehouse', 'issue', { quantity: 1_000_000_000_000 });
    act(instance, 'owner', 'pledge');
    act(instance, 'lender', 'disburse', LOAN);
    act(instance, 'owner', 'confirm');
    priced(instance, '0.01');
    expect(views(instance, 'state', 'ratio')).toEqual(['MARGIN_CALL', 2 ** 32 - 1]);
    await refuses('TOO_MUCH', () => act(instance, 'owner', 'announceTopUp', { quantity: 1 }));
    contract.query('invariants');
  });
});

describe('the receipt', () => {
  test('can be cancelled before the goods are confirmed, by owner and warehouse', async () => {
    await refuses('NOT_PARTY', () => act(bank, 'lender', 'cancel'));
    act(bank, 'owner', 'cancel');
    expect(views(bank, 'state', 'received')).toEqual(['CLOSED', 0n]);
    await refuses('WRONG_STATE', () => act(bank, 'warehouse', 'issue', { quantity: 10 }));
  });

  test('gives unpledged goods out to the owner, and ends with the last of them', async () => {
    act(bank, 'warehouse', 'issue', { quantity: 10 });
    await refuses('NOT_OWNER', () => act(bank, 'stranger', 'withdraw', { quantity: 1 }));
    await refuses('NOTHING', () => act(bank, 'owner', 'withdraw', { quantity: 0 }));
    act(bank, 'owner', 'withdraw', { quantity: 4 });
    await refuses('TOO_MUCH', () => act(bank, 'owner', 'withdraw', { quantity: 7 }));
    act(bank, 'owner', 'withdraw', { quantity: 6 });
    expect(views(bank, 'state', 'withdrawn')).toEqual(['CLOSED', 10n]);
  });

  test('is offered and taken back as long as nobody has paid', async () => {
    act(bank, 'warehouse', 'issue', { quantity: 10 });
    act(bank, 'owner', 'pledge');
    act(bank, 'owner', 'withhold');
    expect(views(bank, 'state', 'free', 'pledged')).toEqual(['ISSUED', 10n, 0n]);
    act(bank, 'owner', 'pledge');
    act(bank, 'lender', 'disburse', LOAN);
    await refuses('PENDING', () => act(bank, 'owner', 'withhold'));
    await refuses('PENDING', () => act(bank, 'lender', 'disburse', REST));
    act(bank, 'owner', 'contest');
    act(bank, 'owner', 'withhold');
    expect(views(bank, 'state', 'lent', 'pending')).toEqual(['ISSUED', 0n, null]);
  });

  test('that spoils while it is offered leaves nothing to take back', () => {
    act(bank, 'warehouse', 'issue', { quantity: 10 });
    act(bank, 'owner', 'pledge');
    act(bank, 'reporter', 'reportSpoilage', { sequence: 1, asOf: dayOf('2026-01-05'), quantity: 10 });
    act(bank, 'owner', 'withhold');
    expect(views(bank, 'state', 'spoiled')).toEqual(['CLOSED', 10n]);
    bank.contract.query('invariants');
  });
});

describe('the loan', () => {
  test('is paid out at a fresh price that covers it, before it is due', async () => {
    act(coin, 'warehouse', 'issue', { quantity: 10 });
    act(coin, 'owner', 'pledge');
    moveTo(coin.sandbox, '2026-01-09');
    await refuses('STALE_PRICE', () => act(coin, 'lender', 'disburse', NONE));
    priced(coin, '857.14');
    await refuses('NOT_COVERED', () => act(coin, 'lender', 'disburse', NONE));
    moveTo(coin.sandbox, '2026-02-04');
    priced(coin, '1000.00');
    await refuses('TOO_LATE', () => act(coin, 'lender', 'disburse', NONE));
  });

  test('by token moves money and goods at once, both ways', async () => {
    const balance = (role: string): bigint => coin.token!.query('balanceOf', { holder: coin.who[role]! }) as bigint;
    const [owner, lender] = [balance('owner'), balance('lender')];
    pledged(coin);
    expect([balance('owner') - owner, balance('lender') - lender]).toEqual([600_000n, -600_000n]);
    act(coin, 'owner', 'repay', { amount: 600_000, ...NONE });
    expect([balance('owner'), balance('lender')]).toEqual([owner, lender]);
    expect(views(coin, 'state', 'free', 'repaid')).toEqual(['RELEASED', 10n, 600_000n]);
    await refuses('WRONG_STATE', () => act(coin, 'owner', 'repay', { amount: 1, ...NONE }));
  });

  test('by token needs money that arrives whole', async () => {
    const token = await coin.sandbox.mock('contracts/token.ts');
    token.returns('balanceOf', 5n);
    token.returns('transferFrom');
    const args = argumentsOf(manifest, small, coin.who, token);
    const contract = await coin.sandbox.deploy(variantOf(FOLDER, { payments: 'token' }), { args });
    const instance = { ...coin, contract };
    act(instance, 'warehouse', 'issue', { quantity: 10 });
    act(instance, 'owner', 'pledge');
    await refuses('SHORT', () => act(instance, 'lender', 'disburse', NONE));
    expect(views(instance, 'state', 'lent')).toEqual(['OFFERED', 0n]);
  });

  test('that nobody confirms or contests counts as paid out after some days, from the day of its record', async () => {
    act(bank, 'warehouse', 'issue', { quantity: 10 });
    act(bank, 'owner', 'pledge');
    act(bank, 'lender', 'disburse', LOAN);
    moveTo(bank.sandbox, '2026-01-10');
    await refuses('NOT_YET', () => act(bank, 'stranger', 'conclude'));
    moveTo(bank.sandbox, '2026-01-11');
    act(bank, 'stranger', 'conclude');
    expect(views(bank, 'state', 'lent')).toEqual(['PLEDGED', 600_000n]);
  });

  test('is called at once if its cover was gone when it was confirmed', () => {
    act(bank, 'warehouse', 'issue', { quantity: 10 });
    act(bank, 'owner', 'pledge');
    act(bank, 'lender', 'disburse', LOAN);
    priced(bank, '700.00');
    expect(bank.contract.query('state')).toBe('OFFERED');
    act(bank, 'owner', 'confirm');
    expect(views(bank, 'state', 'cureBy')).toEqual(['MARGIN_CALL', dayOf('2026-01-08')]);
  });

  test('lets goods go while the rest covers it', async () => {
    pledged(coin);
    await refuses('NOT_LENDER', () => act(coin, 'owner', 'release', { quantity: 1 }));
    await refuses('NOT_COVERED', () => act(coin, 'lender', 'release', { quantity: 2 }));
    act(coin, 'lender', 'release', { quantity: 1 });
    act(coin, 'owner', 'withdraw', { quantity: 1 });
    moveTo(coin.sandbox, '2026-01-09');
    act(coin, 'owner', 'repay', { amount: 100_000, ...NONE });
    await refuses('STALE_PRICE', () => act(coin, 'lender', 'release', { quantity: 1 }));
    expect(views(coin, 'pledged', 'withdrawn', 'state')).toEqual([9n, 1n, 'PLEDGED']);
  });
});

describe('reports', () => {
  test('of spoilage are not there where they were not agreed on', async () => {
    const contract = await made({}, variantOf(FOLDER, { sensor: 'price' }));
    const instance = { ...bank, contract };
    pledged(instance);
    const report = { sequence: 1, asOf: dayOf('2026-01-05'), quantity: 1 };
    await refuses('NO_SENSOR', () => act(instance, 'reporter', 'reportSpoilage', report));
  });

  test('come one by one, in time, and never from before the last price', async () => {
    pledged(coin);
    moveTo(coin.sandbox, '2026-01-12');
    const report = (sequence: number, day: string): unknown =>
      act(coin, 'reporter', 'reportPrice', { sequence, asOf: dayOf(day), price: 100_000 });
    await refuses('STALE_REPORT', () => report(1, '2026-01-08'));
    report(1, '2026-01-11');
    await refuses('STALE_REPORT', () => report(2, '2026-01-10'));
    await refuses('FUTURE_REPORT', () => report(2, '2026-01-13'));
    await refuses('BAD_SEQUENCE', () => report(1, '2026-01-12'));
    await refuses('BAD_SEQUENCE', () => report(2 ** 32 - 1, '2026-01-12'));
    report(2, '2026-01-12');
  });

  test('say at which prices the ratios are reached', () => {
    const levels = (): unknown => bank.contract.query('thresholds');
    expect(levels()).toEqual([
      { level: 'PLEDGE', ratio: 7_000, unitPrice: 85_715n },
      { level: 'WARNING', ratio: 8_000, unitPrice: 75_000n },
      { level: 'LIQUIDATION', ratio: 9_000, unitPrice: 66_667n },
    ]);
    const before = levels();
    pledged(bank);
    expect(levels()).toEqual(before);
    priced(bank, '750.00');
    expect(views(bank, 'state', 'ratio')).toEqual(['PLEDGED', 8_000]);
    priced(bank, '749.99');
    expect(views(bank, 'state', 'ratio')).toEqual(['MARGIN_CALL', 8_001]);
  });
});

describe('a margin call', () => {
  test('is met by a price, and later reports do not move its day', async () => {
    pledged(bank);
    priced(bank, '700.00');
    moveTo(bank.sandbox, '2026-01-07');
    priced(bank, '760.00');
    expect(views(bank, 'state', 'cureBy')).toEqual(['MARGIN_CALL', dayOf('2026-01-08')]);
    priced(bank, '857.15');
    expect(views(bank, 'state', 'cureBy')).toEqual(['PLEDGED', 0]);
    await refuses('NOT_YET', () => act(bank, 'lender', 'declareDefault'));
  });

  test('is met by the quantity that owner and warehouse agree on', async () => {
    pledged(bank);
    priced(bank, '700.00');
    act(bank, 'owner', 'announceTopUp', { quantity: 3 });
    await refuses('NOT_WAREHOUSE', () => act(bank, 'owner', 'confirmTopUp', { quantity: 3 }));
    await refuses('OTHER_QUANTITY', () => act(bank, 'warehouse', 'confirmTopUp', { quantity: 4 }));
    act(bank, 'warehouse', 'confirmTopUp', { quantity: 3 });
    expect(views(bank, 'state', 'received', 'pledged', 'topUp')).toEqual(['PLEDGED', 13n, 13n, 0n]);
    await refuses('OTHER_QUANTITY', () => act(bank, 'warehouse', 'confirmTopUp', { quantity: 3 }));
  });

  test('that is missed is a default, but not while a payment in time is unanswered', async () => {
    pledged(bank);
    priced(bank, '700.00');
    moveTo(bank.sandbox, '2026-01-08');
    act(bank, 'owner', 'repay', { amount: 100_000, ...BACK });
    await refuses('NOT_YET', () => act(bank, 'lender', 'declareDefault'));
    moveTo(bank.sandbox, '2026-01-09');
    await refuses('PENDING', () => act(bank, 'lender', 'declareDefault'));
    act(bank, 'lender', 'contest');
    act(bank, 'owner', 'repay', { amount: 100_000, ...BACK });
    act(bank, 'lender', 'declareDefault');
    expect(views(bank, 'state', 'cureBy')).toEqual(['DEFAULTED', 0]);
  });

  test('is no use above the liquidation ratio, if the price is fresh', async () => {
    pledged(coin);
    priced(coin, '660.00');
    const called = coin.sandbox.snapshot();
    act(coin, 'lender', 'declareDefault');
    coin.sandbox.restore(called);
    moveTo(coin.sandbox, '2026-01-08');
    act(coin, 'lender', 'declareDefault');
    coin.sandbox.restore(called);
    moveTo(coin.sandbox, '2026-01-09');
    act(coin, 'lender', 'declareDefault');
    expect(coin.contract.query('state')).toBe('DEFAULTED');
  });
});

test('identifiers and terms can be asked for', () => {
  expect(views(bank, 'ownerId', 'warehouseId', 'lenderId', 'reporterId')).toEqual([
    '91370200MA3DXW829C',
    '91370211MA3C6N5L26',
    '91370202MA3F1B9GXW',
    '91110105MA00C4X70L',
  ]);
  expect(bank.contract.query('terms')).toMatchObject({ number: 'WR-QD-2026-0043', due: dayOf('2026-02-04') });
});

test('each code that it refuses with was seen', () => expect(unseen(FOLDER, coin.contract)).toEqual([]));
