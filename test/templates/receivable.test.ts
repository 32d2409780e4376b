// The template of the payable certificate: its worked cases, what it refuses, and that its parts always add up.
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, invariant, type Snapshot } from '../../engine/testing/sandbox.ts';
import { agree } from './agree.ts';
import {
  argumentsOf,
  dayOf,
  type Instance,
  manifestOf,
  minor,
  moveTo,
  open,
  play,
  read,
  refuses,
  unseen,
  variantOf,
} from './kit.ts';
import { checkSums, edgesOf, walk } from './walk.ts';

const FOLDER = 'templates/supply/receivable';
const ACTORS = ['second', 'third', 'bank'];
const PRICE = { endToEndId: 'E2E-P', uetr: '26c1b1d9-982d-42df-a7a5-12058a767eb6' };
const PAID = { endToEndId: 'E2E-1', uetr: '7d95b552-fcf1-4c34-981e-e45774cdc575' };
const OTHER = { endToEndId: 'E2E-2', uetr: 'e0104ca5-e53c-4cf9-8a7c-e6706f20545b' };
const NONE = { endToEndId: '', uetr: '' };
const manifest = manifestOf(FOLDER);
const plain = read(`${FOLDER}/samples/plain.json`);

let bank: Instance;
let coin: Instance;
let starts: [Snapshot, Snapshot];

beforeAll(async () => {
  bank = await open(FOLDER, plain, '2026-01-05', {}, ACTORS);
  coin = await open(FOLDER, read(`${FOLDER}/samples/token.json`), '2026-01-12', {}, ACTORS);
  starts = [bank.sandbox.snapshot(), coin.sandbox.snapshot()];
});
beforeEach(() => {
  bank.sandbox.restore(starts[0]);
  coin.sandbox.restore(starts[1]);
});

/** Issued and accepted. */
function live({ contract, who }: Instance): void {
  contract.call('issue', {}, who['obligor']);
  contract.call('accept', {}, who['supplier']);
}

/** Makes another certificate of the plain sample with some values changed. */
const made = (changed: { readonly [name: string]: unknown }, file = `${FOLDER}/contract.ts`): Promise<Contract> =>
  bank.sandbox.deploy(file, {
    args: argumentsOf(manifest, { ...plain, ...changed }, { ...bank.who, ...(changed['who'] as object) }, undefined),
  });

describe('the manifest', () => {
  agree(FOLDER, () => bank.contract);

  test('has an edge for whatever a random walk does, and everything adds up behind each step', async () => {
    const steps = await walk(FOLDER, { day: '2026-01-05', begin: live, runs: 8, length: 25 });
    const edges = edgesOf(manifest);
    expect([...steps].filter((step) => !edges.has(step))).toEqual([]);
    expect(steps.size).toBeGreaterThan(6);
  });
});

describe('worked cases', () => {
  test.each(manifest.scenarios)('%s goes as it is written', (file) => play(FOLDER, file));
});

describe('terms', () => {
  const party = (): Account => bank.who['obligor']!;
  test.each([
    ['BAD_NUMBER', { number: '' }],
    ['BAD_INVOICE', { invoiceNumber: 'x'.repeat(36) }],
    ['BAD_CONTRACT', { contractNumber: '' }],
    ['BAD_HASH', { invoiceHash: '2a4d' }],
    ['BAD_TIERS', { maxTiers: 0 }],
    ['BAD_TIERS', { maxTiers: 21 }],
    ['BAD_CURRENCY', { currency: 'YUAN' }],
    ['BAD_AMOUNT', { amount: '0.00' }],
    ['BAD_MIN_PART', { minPart: '12500000.01' }],
    ['BAD_MIN_PART', { minPart: '195312.49' }],
    ['BAD_RATE', { lateRate: '24.01' }],
    ['BAD_ISSUED', { issued: '2026-01-06' }],
    ['BAD_DUE', { due: '2026-01-05' }],
    ['BAD_DUE', { due: '2027-01-07' }],
    ['BAD_ACCEPT_BY', { acceptBy: '2026-01-04' }],
    ['BAD_ACCEPT_BY', { acceptBy: '2026-06-30' }],
    ['BAD_CONFIRM_DAYS', { confirmDays: 0 }],
    ['BAD_CONFIRM_DAYS', { confirmDays: 31 }],
  ])('that cannot be are refused with %s: %o', (code, changed) => refuses(code, () => made(changed)));

  test('need obligor, supplier and financier to be three, and a token where one pays', async () => {
    await refuses('BAD_PARTY', () => made({ who: { supplier: party() } }));
    await refuses('BAD_PARTY', () => made({ who: { financier: party() } }));
    await refuses('BAD_TOKEN', () => made({}, variantOf(FOLDER, { settlement: 'token' })));
  });

  test('let the smallest part be a 64th, so that nobody can use up the parts', async () => {
    const certificate = await made({ minPart: '195312.50' });
    live({ ...bank, contract: certificate });
    const { supplier } = bank.who;
    for (let number = 2; number <= 64; number++) {
      certificate.call('split', { part: 1, amount: minor('195312.50') }, supplier);
    }
    await refuses('TOO_MUCH', () => certificate.call('split', { part: 1, amount: minor('195312.50') }, supplier));
    certificate.query('invariants');
    expect(certificate.query('parts')).toHaveLength(64);
  });
});

describe('issue and acceptance', () => {
  test('are for obligor and supplier, in time', async () => {
    const { contract, who, sandbox } = bank;
    await refuses('NOT_OBLIGOR', () => contract.call('issue', {}, who['second']));
    contract.call('issue', {}, who['obligor']);
    await refuses('NOT_SUPPLIER', () => contract.call('accept', {}, who['obligor']));
    await refuses('NOT_SUPPLIER', () => contract.call('decline', {}, who['obligor']));
    await refuses('NOT_OBLIGOR', () => contract.call('cancel', {}, who['supplier']));
    moveTo(sandbox, '2026-01-17');
    await refuses('TOO_LATE', () => contract.call('accept', {}, who['supplier']));
    contract.call('lapse', {}, who['third']);
    expect([contract.query('state'), contract.query('cancelled')]).toEqual(['CANCELLED', minor('12500000.00')]);
    contract.query('invariants');
  });

  test('can be refused by either side, with nothing left to pay', async () => {
    const { contract, who, sandbox } = bank;
    contract.call('issue', {}, who['obligor']);
    const issued = sandbox.snapshot();
    contract.call('decline', {}, who['supplier']);
    expect([contract.query('state'), contract.query('outstanding')]).toEqual(['CANCELLED', 0n]);
    sandbox.restore(issued);
    contract.call('cancel', {}, who['obligor']);
    contract.query('invariants');
    await refuses('WRONG_STATE', () => contract.call('accept', {}, who['supplier']));
    await refuses('WRONG_STATE', () => contract.call('split', { part: 1, amount: 1 }, who['supplier']));
  });

  test('of a draft that nobody issued can only end', () => {
    const { contract, who, sandbox } = bank;
    expect([contract.query('face'), contract.query('parts')]).toEqual([0n, []]);
    moveTo(sandbox, '2026-01-17');
    contract.call('lapse', {}, who['bank']);
    expect([contract.query('state'), contract.query('face'), contract.query('cancelled')]).toEqual([
      'CANCELLED',
      0n,
      0n,
    ]);
    contract.query('invariants');
  });
});

describe('financing', () => {
  test('happens once, also for what is split from a financed part', async () => {
    const { contract, who } = coin;
    live(coin);
    const price = minor('860000.00');
    contract.call('offer', { part: 1, financier: who['bank']!, price }, who['supplier']);
    contract.call('finance', { part: 1, amount: minor('864000.00'), price, ...NONE }, who['bank']);
    contract.call('split', { part: 1, amount: minor('100000.00') }, who['bank']);
    const again = { part: 2, financier: who['third']!, price };
    await refuses('FINANCED', () => contract.call('offer', again, who['bank']));
    contract.call('transfer', { part: 2, to: who['third']! }, who['bank']);
    await refuses('FINANCED', () => contract.call('offer', { ...again, financier: who['bank']! }, who['third']));
  });

  test('is at the amount and the price that the financier saw, or not at all', async () => {
    const { contract, who } = coin;
    live(coin);
    const price = minor('860000.00');
    const wanted = { part: 1, amount: minor('864000.00'), price, ...NONE };
    contract.call('offer', { part: 1, financier: who['bank']!, price }, who['supplier']);
    contract.call('withdraw', { part: 1 }, who['supplier']);
    await refuses('NO_OFFER', () => contract.call('finance', wanted, who['bank']));
    contract.call('split', { part: 1, amount: minor('800000.00') }, who['supplier']);
    contract.call('offer', { part: 1, financier: who['bank']!, price: minor('64000.00') }, who['supplier']);
    await refuses('OTHER_TERMS', () => contract.call('finance', wanted, who['bank']));
    await refuses('NOT_FINANCIER', () => contract.call('finance', wanted, who['third']));
  });

  test('is by a third party at a price within the amount', async () => {
    const { contract, who } = coin;
    live(coin);
    const offer = (financier: Account | undefined, price: bigint): unknown =>
      contract.call('offer', { part: 1, financier: financier ?? new Uint8Array(32), price }, who['supplier']);
    for (const role of ['obligor', 'supplier', 'nobody']) await refuses('BAD_FINANCIER', () => offer(who[role], 1n));
    await refuses('BAD_PRICE', () => offer(who['bank'], 0n));
    await refuses('BAD_PRICE', () => offer(who['bank'], minor('864000.01')));
    offer(who['bank'], minor('864000.00'));
    await refuses('NOT_HOLDER', () => contract.call('withdraw', { part: 1 }, who['bank']));
    moveTo(coin.sandbox, '2026-04-13');
    const late = { part: 1, amount: minor('864000.00'), price: minor('864000.00'), ...NONE };
    await refuses('DUE', () => contract.call('finance', late, who['bank']));
  });

  test('by bank waits for the seller, and a payment that did not arrive changes nothing', async () => {
    const { contract, who } = bank;
    live(bank);
    const price = minor('12300000.00');
    const wanted = { part: 1, amount: minor('12500000.00'), price };
    contract.call('offer', { part: 1, financier: who['financier']!, price }, who['supplier']);
    await refuses('BAD_UETR', () =>
      contract.call('finance', { ...wanted, ...PRICE, uetr: PRICE.uetr.toUpperCase() }, who['financier']),
    );
    await refuses('BAD_UETR', () =>
      contract.call('finance', { ...wanted, ...PRICE, uetr: '26c1b1d9-982d-12df-a7a5-12058a767eb6' }, who['financier']),
    );
    await refuses('BAD_END_TO_END_ID', () =>
      contract.call('finance', { ...wanted, ...PRICE, endToEndId: 'a b' }, who['financier']),
    );
    contract.call('finance', { ...wanted, ...PRICE }, who['financier']);
    await refuses('NOT_HOLDER', () => contract.call('contest', { part: 1 }, who['financier']));
    contract.call('contest', { part: 1 }, who['supplier']);
    expect(contract.query('partOf', { part: 1 })).toMatchObject({ state: 'OFFERED', paidOn: 0, financed: false });
    contract.call('finance', { ...wanted, ...PRICE }, who['financier']);
    contract.call('confirm', { part: 1 }, who['supplier']);
    expect(contract.query('partOf', { part: 1 })).toMatchObject({
      state: 'HELD',
      holder: who['financier']!.address,
      financed: true,
      tier: 1,
    });
    contract.query('invariants');
  });

  test('a price that nobody confirms is concluded by the due day, so that it never makes the obligor late', async () => {
    const { contract, who, sandbox } = bank;
    live(bank);
    const price = minor('12300000.00');
    const wanted = { part: 1, amount: minor('12500000.00'), price, ...PRICE };
    contract.call('offer', { part: 1, financier: who['financier']!, price }, who['supplier']);
    const offered = sandbox.snapshot();
    moveTo(sandbox, '2026-06-25');
    await refuses('DUE', () => contract.call('finance', wanted, who['financier']));
    sandbox.restore(offered);
    moveTo(sandbox, '2026-06-24');
    contract.call('finance', wanted, who['financier']);
    moveTo(sandbox, '2026-06-29');
    await refuses('NOT_YET', () => contract.call('conclude', { part: 1 }, who['obligor']));
    moveTo(sandbox, '2026-06-30');
    await refuses('PENDING', () => contract.call('settle', { part: 1, ...PAID }, who['obligor']));
    contract.call('conclude', { part: 1 }, who['obligor']);
    contract.call('settle', { part: 1, ...PAID }, who['obligor']);
    contract.call('confirm', { part: 1 }, who['financier']);
    expect([contract.query('state'), contract.query('interestPaid')]).toEqual(['SETTLED', 0n]);
  });
});

describe('settlement', () => {
  test('by token pays holder by holder, with late interest of actual days over 360', async () => {
    const { contract, who, sandbox, token } = coin;
    live(coin);
    contract.call('split', { part: 1, amount: minor('300000.00') }, who['supplier']);
    contract.call('transfer', { part: 2, to: who['second']! }, who['supplier']);
    moveTo(sandbox, '2026-04-23');
    const before = token!.query('balanceOf', { holder: who['second']! }) as bigint;
    expect(contract.query('lateInterest', { part: 2 })).toBe(minor('760.00'));
    expect(contract.query('payable', { part: 2 })).toBe(minor('300760.00'));
    contract.call('settle', { part: 2, ...NONE }, who['obligor']);
    expect((token!.query('balanceOf', { holder: who['second']! }) as bigint) - before).toBe(minor('300760.00'));
    expect([contract.query('payable', { part: 2 }), contract.query('state')]).toEqual([0n, 'LIVE']);
    await refuses('SETTLED', () => contract.call('settle', { part: 2, ...NONE }, who['obligor']));
    contract.call('settle', { part: 1, ...PAID }, who['obligor']);
    expect([contract.query('state'), contract.query('settled')]).toEqual(['SETTLED', minor('864000.00')]);
    await refuses('WRONG_STATE', () => contract.call('settle', { part: 1, ...NONE }, who['obligor']));
  });

  test('by token needs money that arrives whole', async () => {
    const { contract, who, sandbox, token } = coin;
    live(coin);
    moveTo(sandbox, '2026-04-13');
    const pretending = await sandbox.mock('contracts/token.ts');
    pretending.returns('balanceOf', 5n);
    pretending.returns('transferFrom');
    const values = { ...read(`${FOLDER}/samples/token.json`), due: '2026-05-01', acceptBy: '2026-04-14' };
    const certificate = await sandbox.deploy(variantOf(FOLDER, { settlement: 'token' }), {
      args: argumentsOf(manifest, values, { ...who, financier: undefined as never }, pretending),
    });
    live({ ...coin, contract: certificate });
    moveTo(sandbox, '2026-05-01');
    await refuses('SHORT', () => certificate.call('settle', { part: 1, ...NONE }, who['obligor']));
    token!.call('approve', { spender: contract, amount: 1 }, who['obligor']);
    await refuses('ALLOWANCE', () => contract.call('settle', { part: 1, ...NONE }, who['obligor']));
    expect(contract.query('settled')).toBe(0n);
  });

  test('takes an open offer away, and is not paid twice by one payment', async () => {
    const { contract, who, sandbox } = bank;
    live(bank);
    contract.call('split', { part: 1, amount: minor('500000.00') }, who['supplier']);
    contract.call('offer', { part: 1, financier: who['financier']!, price: 1 }, who['supplier']);
    moveTo(sandbox, '2026-06-30');
    await refuses('DUE', () => contract.call('transfer', { part: 2, to: who['second']! }, who['supplier']));
    contract.call('settle', { part: 1, ...PAID }, who['obligor']);
    await refuses('REUSED', () => contract.call('settle', { part: 2, ...PAID }, who['obligor']));
    contract.call('settle', { part: 2, ...OTHER }, who['obligor']);
    expect(contract.query('partOf', { part: 1 })).toMatchObject({ state: 'PAID', price: 0n });
    moveTo(sandbox, '2026-07-02');
    await refuses('ALL_PAID', () => contract.call('markOverdue', {}, who['bank']));
    contract.call('contest', { part: 2 }, who['supplier']);
    contract.call('markOverdue', {}, who['bank']);
    expect(contract.query('state')).toBe('OVERDUE');
    contract.query('invariants');
  });
});

test('a part is worth less before it is due, at a discount rate', () => {
  const { contract, sandbox } = bank;
  live(bank);
  moveTo(sandbox, '2026-05-31');
  expect(contract.query('quote', { part: 1, rate: 360 })).toBe(minor('12462500.00'));
  moveTo(sandbox, '2026-07-31');
  expect(contract.query('quote', { part: 1, rate: 360 })).toBe(minor('12500000.00'));
  expect([contract.query('lapseDay'), contract.query('lastTradeDay'), contract.query('overdueDay')]).toEqual([
    dayOf('2026-01-17'),
    dayOf('2026-06-29'),
    dayOf('2026-07-01'),
  ]);
});

test('identifiers and terms can be asked for', () => {
  const { contract } = bank;
  const ids = ['obligorId', 'supplierId', 'financierId'].map((view) => contract.query(view));
  expect(ids).toEqual(['91440300MA5F7K2PXK', '91440605MA4X9T6C9Q', '91310115MA1K4R7E10']);
  expect(contract.query('terms')).toMatchObject({ number: 'PC-2026-000128', due: dayOf('2026-06-30'), lateRate: 600 });
});

describe('whatever is called in whatever order', () => {
  const wander = async ({ sandbox, contract, who }: Instance): Promise<void> => {
    const [part, amount] = [
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(0n, minor('250000.00'), minor('864000.00'), 10n ** 30n),
    ];
    const references = { endToEndId: fc.constantFrom('', 'E2E-1'), uetr: fc.uuid({ version: 4 }) };
    const from = Object.values(who);
    const acts = (method: string, args = {}, weight = 1): object => ({ contract, method, args, weight });
    await invariant(sandbox, {
      actions: [
        ...['cancel', 'decline', 'lapse', 'markOverdue'].map((method) => acts(method)),
        ...['withdraw', 'confirm', 'contest', 'conclude'].map((method) => acts(method, { part }, 2)),
        acts('split', { part, amount }, 4),
        acts('transfer', { part }, 3),
        acts('offer', { part, price: fc.constantFrom(0n, minor('250000.00')) }, 4),
        acts('finance', { part, amount, price: minor('250000.00'), ...references }, 4),
        acts('settle', { part, ...references }, 4),
        { advance: { days: 20 }, weight: 2 },
      ] as never[],
      parties: from,
      check: () => checkSums({ sandbox, contract, who, token: undefined }, manifest),
      runs: 15,
      steps: 40,
    });
  };

  test('the parts add up where banks pay', async () => {
    live(bank);
    await wander(bank);
  });

  test('the parts add up where a token pays', async () => {
    live(coin);
    await wander(coin);
  });
});

test('each code that it refuses with was seen', () => expect(unseen(FOLDER, coin.contract)).toEqual([]));
