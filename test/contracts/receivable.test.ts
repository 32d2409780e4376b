// The shipped receivable, with the shipped token as its money, run without metering on a small host.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Compiled } from '../../engine/compile/asc.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { address, eventValues, FakeChain, reverts } from './fake.ts';
import type { Value } from './values.ts';

const [CASH, PAPER] = [address(0x70), address(0x71)];
const [ISSUER, CORE, SUPPLIER, SMALL, BANK] = [1, 2, 3, 4, 5].map(address) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const HASH = new Uint8Array(createHash('sha256').update('invoice').digest());
const LEI = '5493001KJTIIGC8Y1R12';
const TODAY = 20_000;

let token: Compiled;
let receivable: Compiled;
let chain: FakeChain;
const cash = (caller: Uint8Array, method: string, ...args: Value[]) => chain.call(caller, CASH, method, ...args);
const paper = (caller: Uint8Array, method: string, ...args: Value[]) => chain.call(caller, PAPER, method, ...args);
const code = (run: () => unknown) => reverts(run).code;
const issue = (id: string, amount: bigint, due = TODAY + 90) =>
  paper(CORE, 'issue', id, SUPPLIER, 'INV-1', HASH, LEI, amount, TODAY - 10, due);

beforeAll(async () => {
  token = await compileKept(loadSources('contracts/token.ts'));
  receivable = await compileKept(loadSources('contracts/receivable.ts'));
});

beforeEach(() => {
  chain = new FakeChain();
  chain.deploy(CASH, token);
  chain.deploy(PAPER, receivable);
  cash(ISSUER, 'setup', 'Yuan', 'CNY', 2);
  paper(ISSUER, 'setup', CASH, 'CNY');
  for (const rich of [CORE, BANK]) {
    cash(ISSUER, 'mint', rich, 1_000_000n);
    cash(rich, 'approve', PAPER, 1_000_000n);
  }
});

describe('a certificate', () => {
  test('says what it was issued with', () => {
    issue('A', 100_000n);
    const views: [string, Value][] = [
      ['stateOf', 1],
      ['holderOf', SUPPLIER],
      ['amountOf', 100_000n],
      ['originOf', 'A'],
      ['obligorOf', CORE],
      ['invoiceOf', 'INV-1'],
      ['invoiceHashOf', HASH],
      ['leiOf', LEI],
      ['issuedOf', TODAY - 10],
      ['dueOf', TODAY + 90],
      ['offerOf', 0n],
    ];
    for (const [view, value] of views) expect([view, paper(BANK, view, 'A')]).toEqual([view, value]);
    expect([paper(BANK, 'currency'), paper(BANK, 'token'), paper(BANK, 'outstanding')]).toEqual([
      'CNY',
      CASH,
      100_000n,
    ]);
    expect(eventValues(receivable, chain.events.at(-1)!)).toEqual({
      id: 'A',
      obligor: CORE,
      holder: SUPPLIER,
      amount: 100_000n,
      due: TODAY + 90,
    });
  });

  test('goes the whole way: split, passed on, financed, settled', () => {
    issue('A', 100_000n);
    paper(SUPPLIER, 'split', 'A', 'A.1', SMALL, 30_000n);
    expect([paper(BANK, 'amountOf', 'A'), paper(BANK, 'amountOf', 'A.1'), paper(BANK, 'originOf', 'A.1')]).toEqual([
      70_000n,
      30_000n,
      'A',
    ]);
    paper(SMALL, 'split', 'A.1', 'A.1.1', SUPPLIER, 1n);
    expect([paper(BANK, 'originOf', 'A.1.1'), paper(BANK, 'leiOf', 'A.1.1')]).toEqual(['A', LEI]);
    paper(SUPPLIER, 'transfer', 'A.1.1', SMALL);
    paper(SMALL, 'offer', 'A.1', BANK, 29_500n);
    expect(paper(BANK, 'offerOf', 'A.1')).toBe(29_500n);
    paper(BANK, 'accept', 'A.1');
    expect([cash(BANK, 'balanceOf', SMALL), cash(BANK, 'balanceOf', BANK)]).toEqual([29_500n, 970_500n]);
    expect([paper(BANK, 'holderOf', 'A.1'), paper(BANK, 'offerOf', 'A.1')]).toEqual([BANK, 0n]);
    expect(code(() => paper(CORE, 'settle', 'A'))).toBe('NOT_DUE');
    chain.time += 90n * 86_400_000n;
    for (const id of ['A', 'A.1', 'A.1.1']) paper(CORE, 'settle', id);
    expect([SUPPLIER, BANK, SMALL, CORE].map((who) => cash(BANK, 'balanceOf', who))).toEqual([
      70_000n,
      1_000_499n,
      29_501n,
      900_000n,
    ]);
    expect([paper(BANK, 'outstanding'), paper(BANK, 'settledTotal'), paper(BANK, 'stateOf', 'A')]).toEqual([
      0n,
      100_000n,
      2,
    ]);
    expect(chain.events.filter((e) => e.contract.startsWith('71')).map((e) => e.name)).toEqual([
      'Issued',
      'Split',
      'Split',
      'Transferred',
      'Offered',
      'Financed',
      'Settled',
      'Settled',
      'Settled',
    ]);
  });

  test('is quoted at simple interest, rounded half to even', () => {
    issue('A', 1_000_000n, TODAY + 90);
    expect(paper(BANK, 'quote', 'A', 480)).toBe(1_000_000n - 12_000n);
    issue('B', 25n, TODAY + 72);
    // 25 × 1000 × 72 ÷ 3 600 000 is a half, which goes to 0.
    expect(paper(BANK, 'quote', 'B', 1_000)).toBe(25n);
    chain.time += 1_000n * 86_400_000n;
    expect(paper(BANK, 'quote', 'A', 480)).toBe(1_000_000n);
  });
});

describe('refused:', () => {
  beforeEach(() => void issue('A', 100n));

  test('an issue that is not in order', () => {
    const with_ = (i: number, value: Value) => {
      const args: Value[] = ['B', SUPPLIER, 'INV', HASH, LEI, 5n, TODAY, TODAY + 1];
      args[i] = value;
      return code(() => paper(CORE, 'issue', ...args));
    };
    expect([with_(0, ''), with_(0, 'x'.repeat(65)), with_(0, 'A')]).toEqual(['BAD_ID', 'BAD_ID', 'DUPLICATE']);
    expect([with_(1, address(0)), with_(3, HASH.subarray(1)), with_(5, 0n), with_(7, TODAY)]).toEqual([
      'BAD_HOLDER',
      'BAD_HASH',
      'BAD_AMOUNT',
      'BAD_DUE',
    ]);
    for (const lei of ['', LEI.slice(1), LEI.replace('5', '6'), LEI.toLowerCase(), `${LEI.slice(0, 18)}AB`])
      expect(with_(4, lei)).toBe('BAD_LEI');
  });

  test('what is not the caller’s to do', () => {
    expect(code(() => paper(BANK, 'transfer', 'A', BANK))).toBe('NOT_HOLDER');
    expect(code(() => paper(CORE, 'split', 'A', 'B', BANK, 1n))).toBe('NOT_HOLDER');
    expect(code(() => paper(BANK, 'offer', 'A', CORE, 1n))).toBe('NOT_HOLDER');
    paper(SUPPLIER, 'offer', 'A', BANK, 90n);
    expect(code(() => paper(SMALL, 'accept', 'A'))).toBe('NOT_FINANCIER');
    expect(code(() => paper(BANK, 'withdraw', 'A'))).toBe('NOT_HOLDER');
    expect(code(() => paper(SUPPLIER, 'settle', 'A'))).toBe('NOT_OBLIGOR');
  });

  test('parts, prices and parties out of range', () => {
    for (const part of [0n, 100n, 101n])
      expect(code(() => paper(SUPPLIER, 'split', 'A', 'B', BANK, part))).toBe('BAD_PART');
    expect(code(() => paper(SUPPLIER, 'split', 'A', 'A', BANK, 1n))).toBe('DUPLICATE');
    for (const price of [0n, 101n]) expect(code(() => paper(SUPPLIER, 'offer', 'A', BANK, price))).toBe('BAD_PRICE');
    for (const who of [SUPPLIER, address(0)])
      expect(code(() => paper(SUPPLIER, 'offer', 'A', who, 1n))).toBe('BAD_FINANCIER');
    expect(code(() => paper(SUPPLIER, 'transfer', 'A', address(0)))).toBe('BAD_HOLDER');
  });

  test('moving a certificate that is on offer, until the offer is taken back', () => {
    paper(SUPPLIER, 'offer', 'A', BANK, 90n);
    expect(code(() => paper(SUPPLIER, 'transfer', 'A', SMALL))).toBe('OFFERED');
    expect(code(() => paper(SUPPLIER, 'split', 'A', 'B', SMALL, 1n))).toBe('OFFERED');
    paper(SUPPLIER, 'withdraw', 'A');
    expect(code(() => paper(BANK, 'accept', 'A'))).toBe('NO_OFFER');
    paper(SUPPLIER, 'transfer', 'A', SMALL);
  });

  test('everything on what is not there or was settled', () => {
    for (const view of ['holderOf', 'amountOf', 'leiOf', 'dueOf'])
      expect(code(() => paper(BANK, view, 'Z'))).toBe('UNKNOWN');
    expect(paper(BANK, 'stateOf', 'Z')).toBe(0);
    chain.time += 90n * 86_400_000n;
    paper(CORE, 'settle', 'A');
    expect(code(() => paper(CORE, 'settle', 'A'))).toBe('SETTLED');
    expect(code(() => paper(SUPPLIER, 'transfer', 'A', SMALL))).toBe('SETTLED');
    expect(paper(BANK, 'holderOf', 'A')).toEqual(SUPPLIER);
  });

  test('payments that the token refuses, with the token’s own words, and nothing changes', () => {
    paper(SUPPLIER, 'offer', 'A', SMALL, 90n);
    expect(reverts(() => paper(SMALL, 'accept', 'A'))).toMatchObject({
      code: 'ALLOWANCE',
      message: 'the holder allowed 0, less than 90',
    });
    cash(SMALL, 'approve', PAPER, 90n);
    expect(code(() => paper(SMALL, 'accept', 'A'))).toBe('BALANCE');
    expect([paper(BANK, 'holderOf', 'A'), paper(BANK, 'offerOf', 'A')]).toEqual([SUPPLIER, 90n]);
  });
});

test('whatever parties do, live parts add up to what is outstanding, and no money appears or vanishes', () => {
  const people = [CORE, SUPPLIER, SMALL, BANK];
  const who = fc.constantFrom(...people);
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const sum = fc.bigInt({ min: 0n, max: 300n });
  const step: fc.Arbitrary<[string, Uint8Array, Value[]]> = fc.oneof(
    fc.tuple(
      fc.constant('issue'),
      who,
      fc.tuple(id, who, sum).map(([i, to, n]): Value[] => [i, to, '', HASH, LEI, n, 1, 2]),
    ),
    fc.tuple(fc.constant('split'), who, fc.tuple(id, id, who, sum)),
    fc.tuple(fc.constant('transfer'), who, fc.tuple(id, who)),
    fc.tuple(fc.constant('offer'), who, fc.tuple(id, who, sum)),
    fc.tuple(fc.constantFrom('accept', 'withdraw', 'settle'), who, fc.tuple(id)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [before, settledBefore] = [chain.storage(CASH), chain.storage(PAPER)].map((s) => [...s]);
      for (const [method, caller, args] of steps) {
        try {
          paper(caller, method, ...args);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^[A-Z_]+$/);
        }
      }
      const ids = ['a', 'b', 'c', 'd', 'e'].filter((i) => paper(BANK, 'stateOf', i) === 1);
      expect(paper(BANK, 'outstanding')).toBe(ids.reduce((n, i) => n + (paper(BANK, 'amountOf', i) as bigint), 0n));
      expect(people.reduce((n, p) => n + (cash(BANK, 'balanceOf', p) as bigint), 0n)).toBe(cash(BANK, 'totalSupply'));
      chain.storage(CASH).clear();
      chain.storage(PAPER).clear();
      for (const [key, value] of before!) chain.storage(CASH).set(key, value);
      for (const [key, value] of settledBefore!) chain.storage(PAPER).set(key, value);
    }),
    { numRuns: 60 },
  );
});
