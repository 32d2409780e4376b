// What follows a default on a pledge of goods, and random orders of calls, behind each of which goods and money add up.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { invariant, type Snapshot } from '../../engine/testing/sandbox.ts';
import { type Instance, manifestOf, minor, moveTo, open, read, refuses } from './kit.ts';
import { act, BACK, NONE, pledged, priced, REST, views } from './pledge.ts';
import { checkSums } from './walk.ts';

const FOLDER = 'templates/supply/warehouse-pledge';
const manifest = manifestOf(FOLDER);
const small = { ...read(`${FOLDER}/samples/small.json`), rate: '3.60', maxAge: 3 };

let bank: Instance;
let coin: Instance;
let starts: [Snapshot, Snapshot];

beforeAll(async () => {
  bank = await open(FOLDER, small, '2026-01-05', {}, ['stranger']);
  coin = await open(FOLDER, small, '2026-01-05', { payments: 'token' }, ['stranger']);
  starts = [bank.sandbox.snapshot(), coin.sandbox.snapshot()];
});
beforeEach(() => {
  bank.sandbox.restore(starts[0]);
  coin.sandbox.restore(starts[1]);
});

/** Lent on, missed on its due day, and at a fresh price: 6,018.60 are claimed on goods of 10,000.00. */
function defaulted(instance: Instance): void {
  pledged(instance);
  moveTo(instance.sandbox, '2026-02-05');
  act(instance, 'lender', 'declareDefault');
  priced(instance, '1000.00');
}

const sale = (quantity: number, proceeds: string, reference = 'SALE-1'): object => ({
  quantity,
  proceeds: minor(proceeds),
  reference,
});

describe('after a default', () => {
  test('the lender sells at a fair and fresh price, and no more than there is', async () => {
    pledged(coin);
    await refuses('WRONG_STATE', () => act(coin, 'lender', 'sell', sale(1, '1000.00')));
    coin.sandbox.restore(starts[1]);
    defaulted(coin);
    await refuses('NOT_LENDER', () => act(coin, 'owner', 'sell', sale(1, '1000.00')));
    await refuses('NOTHING', () => act(coin, 'lender', 'sell', sale(0, '1000.00')));
    await refuses('TOO_MUCH', () => act(coin, 'lender', 'sell', sale(11, '11000.00')));
    await refuses('BELOW_FLOOR', () => act(coin, 'lender', 'sell', sale(5, '4499.99')));
    await refuses('BAD_REFERENCE', () => act(coin, 'lender', 'sell', sale(5, '4500.00', 'x'.repeat(36))));
    act(coin, 'lender', 'sell', sale(5, '4500.00'));
    expect(views(coin, 'state', 'interestPaid', 'recovered', 'owed', 'sold')).toEqual([
      'DEFAULTED',
      minor('18.60'),
      minor('4481.40'),
      minor('1518.60'),
      5n,
    ]);
    moveTo(coin.sandbox, '2026-02-09');
    await refuses('STALE_PRICE', () => act(coin, 'lender', 'sell', sale(5, '4500.00')));
  });

  test('what a sale brings beyond the claim is handed over before the end', async () => {
    defaulted(coin);
    act(coin, 'lender', 'sell', sale(10, '9500.00'));
    expect(views(coin, 'state', 'surplus', 'recovered')).toEqual(['RELEASED', minor('3481.40'), minor('6000.00')]);
    await refuses('NOT_LENDER', () => act(coin, 'owner', 'paySurplus', NONE));
    await refuses('WRONG_STATE', () => act(coin, 'lender', 'sell', sale(1, '1000.00')));
    const before = coin.token!.query('balanceOf', { holder: coin.who['owner']! }) as bigint;
    act(coin, 'lender', 'paySurplus', NONE);
    const after = coin.token!.query('balanceOf', { holder: coin.who['owner']! }) as bigint;
    expect([after - before, ...views(coin, 'state')]).toEqual([minor('3481.40'), 'CLOSED']);
    await refuses('NOTHING', () => act(coin, 'lender', 'paySurplus', NONE));
  });

  test('the owner redeems what is not sold', () => {
    defaulted(coin);
    act(coin, 'owner', 'repay', { amount: minor('6018.60'), ...NONE });
    expect(views(coin, 'state', 'free', 'repaid', 'interestPaid')).toEqual([
      'RELEASED',
      10n,
      minor('6000.00'),
      minor('18.60'),
    ]);
  });

  test('a repayment that waits does not hold up a sale, and is surplus if nothing is owed any more', async () => {
    defaulted(bank);
    act(bank, 'owner', 'repay', { amount: minor('1000.00'), ...BACK });
    act(bank, 'lender', 'sell', sale(7, '6400.00'));
    expect(views(bank, 'state', 'surplus')).toEqual(['RELEASED', minor('381.40')]);
    act(bank, 'owner', 'withdraw', { quantity: 3 });
    expect(bank.contract.query('state')).toBe('RELEASED');
    await refuses('PENDING', () => act(bank, 'lender', 'paySurplus', REST));
    act(bank, 'lender', 'confirm');
    expect(views(bank, 'state', 'surplus', 'repaid')).toEqual(['RELEASED', minor('1381.40'), 0n]);
    await refuses('REUSED', () => act(bank, 'lender', 'paySurplus', BACK));
    act(bank, 'lender', 'paySurplus', REST);
    await refuses('NOT_RECEIVER', () => act(bank, 'lender', 'confirm'));
    act(bank, 'owner', 'contest');
    act(bank, 'lender', 'paySurplus', REST);
    act(bank, 'owner', 'confirm');
    expect(views(bank, 'state', 'surplus', 'surplusPaid')).toEqual(['CLOSED', 0n, minor('1381.40')]);
    checkSums(bank, manifest);
  });

  test('the lender may give the pledge up, and the goods are free', async () => {
    pledged(coin);
    await refuses('WRONG_STATE', () => act(coin, 'lender', 'writeOff'));
    moveTo(coin.sandbox, '2026-02-05');
    act(coin, 'lender', 'declareDefault');
    await refuses('NOT_LENDER', () => act(coin, 'owner', 'writeOff'));
    act(coin, 'lender', 'writeOff');
    expect(views(coin, 'state', 'writtenOff', 'claim', 'free')).toEqual(['RELEASED', minor('6000.00'), 0n, 10n]);
    checkSums(coin, manifest);
  });
});

describe('whatever is called in whatever order', () => {
  const wander = async ({ sandbox, contract, who }: Instance): Promise<void> => {
    const quantity = fc.constantFrom(0, 1, 5, 10);
    const amount = fc.constantFrom(0n, minor('1000.00'), minor('5000.00'), minor('6000.00'));
    const references = { endToEndId: fc.constantFrom('', 'E2E-1'), uetr: fc.uuid({ version: 4 }) };
    const report = { sequence: fc.integer({ min: 1, max: 6 }), asOf: fc.constantFrom(20_458, 20_461, 20_464) };
    const by = (role: string, method: string, args = {}, weight = 2): object => ({
      contract,
      method,
      args,
      from: who[role],
      weight,
    });
    await invariant(sandbox, {
      actions: [
        by('owner', 'repay', { amount, ...references }, 4),
        by('owner', 'withdraw', { quantity }),
        by('owner', 'announceTopUp', { quantity }),
        by('warehouse', 'confirmTopUp', { quantity }),
        by(
          'reporter',
          'reportPrice',
          { ...report, price: fc.constantFrom(minor('640.00'), minor('720.00'), minor('1000.00')) },
          6,
        ),
        by('reporter', 'reportSpoilage', { ...report, quantity }, 4),
        ...['release', 'sell'].map((method) =>
          by('lender', method, { quantity, ...(method === 'sell' ? { proceeds: amount } : {}) }, 4),
        ),
        ...['declareDefault', 'writeOff'].map((method) => by('lender', method)),
        by('lender', 'paySurplus', references),
        ...['confirm', 'contest', 'conclude'].map((method) => ({ contract, method, weight: 2 })),
        { advance: { days: 3 }, weight: 2 },
        contract,
      ] as never[],
      parties: Object.values(who),
      check: () => checkSums({ sandbox, contract, who, token: undefined }, manifest),
      runs: 15,
      steps: 40,
    });
  };

  test('goods and money add up where banks pay', async () => {
    pledged(bank);
    await wander(bank);
  });

  test('goods and money add up where a token pays', async () => {
    pledged(coin);
    await wander(coin);
  });
});
