// The registry: names, their owners, their years, and pages of them.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type Contract, expectRevert, Sandbox, type Snapshot } from '../../../engine/testing/sandbox.ts';
import { outcome } from './stage.ts';

const sandbox = new Sandbox({ check: true });
const [ann, ben, cho] = [sandbox.account('ann'), sandbox.account('ben'), sandbox.account('cho')];
/** 2025-01-01, the day of the genesis, and the same day of the next years. */
const [DAY, NEXT, AFTER] = [20_089, 20_454, 20_819];
let registry: Contract;
let start: Snapshot;

beforeAll(async () => {
  registry = await sandbox.deploy('contracts/examples/registry.ts');
  start = sandbox.snapshot();
});
beforeEach(() => sandbox.restore(start));

const register = (name: string, by: Account = ann) => registry.call('register', { name, target: by }, by);
const entry = (name: string) => registry.query('entryOf', { name });

describe('a name', () => {
  test('belongs to whoever took it first, for a year, and points somewhere', async () => {
    const { events } = register('acme');
    expect(events.map(({ name, fields }) => [name, fields])).toEqual([
      ['Owned', { name: 'acme', owner: ann.address, until: NEXT }],
      ['Pointed', { name: 'acme', target: ann.address }],
    ]);
    expect([registry.query('resolve', { name: 'acme' }), registry.query('isFree', { name: 'acme' })]).toEqual([
      ann.address,
      false,
    ]);
    const refused = await expectRevert('TAKEN', () => register('acme', ben));
    expect(refused.reason).toBe('acme belongs to somebody');
    await expectRevert('UNKNOWN', () => registry.query('resolve', { name: 'other' }));
  });

  test('is 3 to 32 of few characters', async () => {
    for (const name of ['abc', 'a-1', '0'.repeat(32)]) register(name);
    for (const name of ['ab', 'a'.repeat(33), 'Acme', 'ac me', '-abc', 'abc-', 'àcme', 'a_b', '']) {
      await expectRevert('BAD_NAME', () => register(name));
      expect(registry.query('isFree', { name })).toBe(false);
    }
    expect(registry.query('isFree', { name: 'abcd' })).toBe(true);
  });

  test('is pointed elsewhere by its owner', async () => {
    register('acme');
    await expectRevert('NOT_OWNER', () => registry.call('point', { name: 'acme', target: ben }, ben));
    registry.call('point', { name: 'acme', target: cho }, ann);
    expect(registry.query('resolve', { name: 'acme' })).toEqual(cho.address);
  });
});

describe('a transfer', () => {
  const offer = (to: Account | null, by: Account = ann) => registry.call('offer', { name: 'acme', to }, by);
  const accept = (by: Account) => registry.call('accept', { name: 'acme' }, by);

  test('takes an offer and its acceptance', async () => {
    register('acme');
    await expectRevert('NOT_OFFERED', () => accept(ben));
    await expectRevert('NOT_OWNER', () => offer(ben, ben));
    offer(ben);
    expect(entry('acme')).toMatchObject({ owner: ann.address, offered: ben.address });
    await expectRevert('NOT_OFFERED', () => accept(cho));
    accept(ben);
    expect(entry('acme')).toEqual({ owner: ben.address, target: ann.address, until: NEXT, offered: null });
    await expectRevert('NOT_OWNER', () => offer(cho));
    await expectRevert('NOT_OFFERED', () => accept(ben));
  });

  test('does not happen once the offer was taken back, or made to somebody else', async () => {
    register('acme');
    offer(ben);
    offer(null);
    await expectRevert('NOT_OFFERED', () => accept(ben));
    offer(ben);
    offer(cho);
    await expectRevert('NOT_OFFERED', () => accept(ben));
    accept(cho);
  });

  test('that was offered by an owner whose year is over means nothing to the next', async () => {
    register('acme');
    offer(ben);
    sandbox.advance({ days: 366 });
    await expectRevert('LAPSED', () => accept(ben));
    sandbox.advance({ days: 30 });
    register('acme', cho);
    await expectRevert('NOT_OFFERED', () => accept(ben));
  });
});

describe('a year', () => {
  test('ends with its last day; then only the owner can have the name, for a month', async () => {
    register('acme');
    sandbox.advance({ days: 365 });
    expect(registry.query('resolve', { name: 'acme' })).toEqual(ann.address);
    sandbox.advance({ days: 1 });
    const lapsed = await expectRevert('LAPSED', () => registry.query('resolve', { name: 'acme' }));
    expect(lapsed.reason).toBe('acme was good until 2026-01-01');
    await expectRevert('LAPSED', () => registry.call('point', { name: 'acme', target: ben }, ann));
    sandbox.advance({ days: 29 });
    await expectRevert('TAKEN', () => register('acme', ben));
    registry.call('renew', { name: 'acme' }, ann);
    expect(entry('acme')).toMatchObject({ until: AFTER });
  });

  test('that was not renewed leaves the name to whoever comes', async () => {
    register('acme');
    sandbox.advance({ days: 365 + 31 });
    expect(registry.query('isFree', { name: 'acme' })).toBe(true);
    await expectRevert('LAPSED', () => registry.call('renew', { name: 'acme' }, ann));
    register('acme', ben);
    expect(registry.query('resolve', { name: 'acme' })).toEqual(ben.address);
    await expectRevert('NOT_OWNER', () => registry.call('renew', { name: 'acme' }, ann));
  });

  test('is added by the owner to the last day of the one before, and not to more than one', async () => {
    register('acme');
    await expectRevert('NOT_OWNER', () => registry.call('renew', { name: 'acme' }, ben));
    registry.call('renew', { name: 'acme' }, ann);
    expect(entry('acme')).toMatchObject({ until: AFTER });
    const refused = await expectRevert('TOO_EARLY', () => registry.call('renew', { name: 'acme' }, ann));
    expect(refused.reason).toBe('acme is good until 2027-01-01');
    expect(AFTER - DAY).toBe(730);
  });
});

test('names are listed in their order, a page at a time, each once', async () => {
  const names = ['beta', 'acme', 'acme-2', 'zeta', 'gamma'];
  for (const name of names) register(name);
  const page = (after: string, limit: number) => registry.query('list', { after, limit }) as { name: string }[];
  const seen: string[] = [];
  for (let last = ''; ; last = seen.at(-1)!) {
    const found = page(last, 2);
    if (found.length === 0) break;
    seen.push(...found.map(({ name }) => name));
  }
  expect(seen).toEqual([...names].sort());
  expect(page('bet', 1)).toEqual([{ name: 'beta', owner: ann.address, until: NEXT }]);
  expect([0, 101, 100].map((limit) => outcome(() => page('', limit)))).toEqual(['BAD_LIMIT', 'BAD_LIMIT', 'OK']);
});
