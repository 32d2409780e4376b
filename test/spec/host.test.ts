// The table of host functions agrees with itself and with the limits.
import { expect, test } from 'vitest';
import { CALL_FLAGS, CALL_STATUS, HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';

const rows: readonly HostFunction[] = HOST_FUNCTIONS;

test('names are unique, lawful and fit into the imports of one module', () => {
  expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
  for (const row of rows) expect(row.name).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(rows.length).toBeLessThanOrEqual(LIMITS.imports.max);
});

test('arguments have their own names, and kinds that exist', () => {
  for (const row of rows) {
    const names = row.args.map(([name]) => name);
    expect(new Set(names).size, row.name).toBe(names.length);
    for (const [name, kind] of row.args) {
      const limit = /^in:(.+)$/.exec(kind)?.[1];
      if (limit !== undefined) expect(LIMITS, `${row.name}.${name}`).toHaveProperty(limit);
      else expect(['key', 'address', 'hash', 'out32', 'out', 'u32', 'u64']).toContain(kind);
    }
  }
});

test('at most one argument takes the result, and only where a length comes back', () => {
  for (const row of rows) {
    const outs = row.args.filter(([, kind]) => kind === 'out').length;
    expect(outs, row.name).toBe(row.result === 'length' ? 1 : 0);
  }
});

test('prices are whole, and a price a byte has bytes to count', () => {
  for (const { name, args, gas } of rows) {
    for (const price of Object.values(gas)) expect(Number.isSafeInteger(price) && price >= 0, name).toBe(true);
    expect(gas.base, name).toBeGreaterThan(0);
    const has = (test: (kind: string) => boolean) => args.some(([, kind]) => test(kind));
    expect(gas.perByteIn > 0, name).toBe(has((kind) => kind === 'key' || kind.startsWith('in:')));
    expect(gas.perByteOut > 0, name).toBe(has((kind) => kind === 'out'));
    if (gas.perKeyByte > 0)
      expect(
        has((kind) => kind === 'key'),
        name,
      ).toBe(true);
  }
});

test('what changes the world is marked as writing', () => {
  expect(rows.filter((row) => row.access === 'write').map((row) => row.name)).toEqual(['set', 'remove', 'emit']);
});

test('a dearest lawful call costs less than a transaction may spend', () => {
  for (const { name, args, gas } of rows) {
    const most = args.reduce(
      (sum, [, kind]) => {
        const limit = kind === 'key' ? 'key' : kind.startsWith('in:') ? kind.slice(3) : undefined;
        return sum + (limit ? LIMITS[limit as keyof typeof LIMITS].max * gas.perByteIn : 0);
      },
      gas.base + LIMITS.key.max * gas.perKeyByte,
    );
    expect(most, name).toBeLessThan(LIMITS.transactionGas.max);
  }
});

test('status and flags of a call are those of PROTOCOL 8', () => {
  expect(CALL_STATUS).toEqual({ OK: 0, REVERT: 1, TRAP: 2, OUT_OF_GAS: 3, REFUSED: 4 });
  expect(CALL_FLAGS).toEqual({ REENTRANT: 1 });
});

test('every row says in a sentence what it does', () => {
  for (const row of rows) expect(row.doc, row.name).toMatch(/^[A-Z].*\.$/);
});
