// The compiled tier keeps the suite of all tiers, and tells the machine's failures from a contract's.
import { expect, test } from 'vitest';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { Wasm } from '../../engine/sandbox/webassembly.ts';
import { FAKE, fakeHost } from '../suites/host.ts';
import { tierSuite } from '../suites/tier.ts';
import { prepared } from '../wasm/assemble.ts';

tierSuite('the compiled tier', () => new CompiledTier());

test.each([
  ['Module', new RangeError('WebAssembly.Module(): Out of memory: cannot allocate'), 'ENGINE_MEMORY'],
  ['Memory', new RangeError('WebAssembly.Memory(): could not allocate memory'), 'ENGINE_MEMORY'],
  ['Instance', new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate'), 'ENGINE_MEMORY'],
  ['Module', new Error('expected magic word'), 'ENGINE'],
] as const)('V8 that cannot make a %s, %s, is a fault', (what, error, id) => {
  const real = Wasm[what];
  const failing = class {
    constructor() {
      throw error;
    }
  };
  Object.assign(Wasm, { [what]: failing });
  try {
    const code = prepared('(module (memory 1) (func (export "run")))');
    const start = () => new CompiledTier().start(code, FAKE, fakeHost(1e9));
    expect(start).toThrow(expect.objectContaining({ name: 'Fault', id }));
  } finally {
    Object.assign(Wasm, { [what]: real });
  }
});
