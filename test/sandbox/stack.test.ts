// Endless recursions of every kind end by the rule of weight and activations; `npm run test:nodes` compares V8's compilers.
import { describe, expect, test } from 'vitest';
import { RECURSIONS } from '../../bench/stack/programs.ts';
import { Trap } from '../../engine/base/errors.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { LIMITS } from '../../spec/limits.ts';
import { FAKE, fakeHost } from '../suites/host.ts';
import { prepared } from '../wasm/assemble.ts';

/** How it ended, and how many activations there were. */
function ended(tier: CompiledTier, code: ReturnType<typeof prepared>): readonly [string, number] {
  const host = fakeHost(2 ** 50);
  host.meter.stack = EMPTY_STACK;
  const guest = tier.start(code, FAKE, host);
  try {
    guest.run('run');
    return ['OK', 0];
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    return [error.id, new DataView(guest.memory.bytes.buffer).getUint32(0, true)];
  } finally {
    guest.close();
  }
}

describe.each(RECURSIONS.map(({ name, module }) => [name, module] as const))('%s', (_, module) => {
  test('is stopped by the rule, at the same depth cold and warm', () => {
    const tier = new CompiledTier();
    const code = prepared(module);
    const [first, second] = [ended(tier, code), ended(tier, code)];
    expect(['STACK_WEIGHT', 'STACK_DEPTH']).toContain(first[0]);
    expect(first[1]).toBeGreaterThan(0);
    expect(first[1]).toBeLessThanOrEqual(LIMITS.activations.max);
    expect(second).toEqual(first);
  });
});

test('the programs are many, and both rules stop some', () => {
  expect(RECURSIONS.length).toBeGreaterThanOrEqual(62);
  const ends = new Set(RECURSIONS.map(({ module }) => ended(new CompiledTier(), prepared(module))[0]));
  expect([...ends].sort()).toEqual(['STACK_DEPTH', 'STACK_WEIGHT']);
});
