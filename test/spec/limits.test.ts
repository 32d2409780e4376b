// Limits and prices: whole numbers with reasons, and relations that other rules lean on.
import { expect, test } from 'vitest';
import { DEFAULT_BLOCK_GAS, LIMITS } from '../../spec/limits.ts';
import { PRICE_CLASSES, PRICES } from '../../spec/prices.ts';

test('every limit is a positive whole number with a reason', () => {
  for (const [name, { max, reason }] of Object.entries(LIMITS)) {
    expect(Number.isSafeInteger(max) && max > 0, name).toBe(true);
    expect(reason.length, name).toBeGreaterThan(3);
  }
});

test('every price is a whole number', () => {
  for (const [name, { gas }] of Object.entries(PRICES)) expect(Number.isSafeInteger(gas) && gas > 0, name).toBe(true);
  for (const [name, gas] of Object.entries(PRICE_CLASSES)) {
    expect(Number.isSafeInteger(gas) && gas >= 0, name).toBe(true);
  }
});

test('a part is never larger than what it is part of', () => {
  const pairs = [
    ['moduleBytes', 'meteredBytes'],
    ['moduleBytes', 'transactionBytes'],
    ['transactionBytes', 'blockBytes'],
    ['bodyBytes', 'moduleBytes'],
    ['locals', 'moduleLocals'],
    ['params', 'locals'],
    ['controls', 'moduleControls'],
    ['loops', 'controls'],
    ['loopNesting', 'nesting'],
    ['loops', 'moduleLoops'],
    ['tableTargets', 'moduleTableTargets'],
    ['memoryMinimum', 'pages'],
    ['pages', 'openPages'],
    ['eventBytes', 'eventsBytes'],
    ['eventName', 'eventBytes'],
    ['revertCode', 'revertBytes'],
    ['methodBytes', 'nameBytes'],
    ['input', 'transactionBytes'],
    ['subCallWeight', 'stackWeight'],
    ['transactionGas', 'blockGas'],
  ] as const;
  for (const [part, whole] of pairs)
    expect(LIMITS[part].max, `${part}, ${whole}`).toBeLessThanOrEqual(LIMITS[whole].max);
});

test('a chain takes at least the largest transaction by default, and no more than a genesis may choose', () => {
  expect(DEFAULT_BLOCK_GAS).toBeGreaterThanOrEqual(LIMITS.transactionGas.max);
  expect(DEFAULT_BLOCK_GAS).toBeLessThanOrEqual(LIMITS.blockGas.max);
});

test('a block of transactions that each overspend once still sums below 2^53', () => {
  const dearest = Math.max(...Object.values(PRICES).map((p) => p.gas)) * LIMITS.moduleBytes.max;
  const block = LIMITS.blockTransactions.max * LIMITS.transactionGas.max;
  expect(block + dearest).toBeLessThan(Number.MAX_SAFE_INTEGER);
});

test('the call stack packs into one i32: activations are 2^10, weight leaves its sign bit free', () => {
  expect(LIMITS.activations.max).toBe(2 ** 10);
  expect(LIMITS.stackWeight.max).toBeLessThan(2 ** 20);
});
