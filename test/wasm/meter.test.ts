// Metered modules mean what the original means, cost what a second reckoning says, and are always the same bytes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { Wasm } from '../../engine/sandbox/webassembly.ts';
import { meter } from '../../engine/wasm/meter.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { inspect } from '../../engine/wasm/prepare.ts';
import { methodOf } from '../../engine/wasm/surface.ts';
import { validate } from '../../engine/wasm/validate.ts';
import { COSTS } from '../suites/cases.ts';
import { runExport } from '../suites/host.ts';
import { assemble, prepared } from './assemble.ts';
import { program, textOf, walk } from './programs.ts';

declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

const PLENTY = 2 ** 40;

test('random programs cost exactly what walking them costs, and do the same', () => {
  const tier = new CompiledTier();
  fc.assert(
    fc.property(program, (tree) => {
      const expected = walk(tree);
      const code = prepared(textOf(tree));
      const { status, gas, memory } = runExport(tier, code, PLENTY);
      expect(status).toBe('OK');
      expect(PLENTY - gas).toBe(expected.gas);
      expect(Buffer.compare(memory, expected.memory)).toBe(0);
      expect(runExport(tier, code, expected.gas)).toMatchObject({ status: 'OK', gas: 0 });
      for (const limit of [0, expected.gas >> 2, expected.gas >> 1, expected.gas - 1]) {
        expect(runExport(tier, code, limit).status).toBe('OUT_OF_GAS');
      }
    }),
    { seed: 20_260, numRuns: 400 },
  );
});

test('the same bytes are metered to the same bytes', () => {
  for (const [, text] of COSTS) {
    const bytes = assemble(text);
    const first = meter(validate(bytes).checked!);
    expect(Buffer.compare(meter(validate(bytes.slice()).checked!), first)).toBe(0);
  }
});

describe('the metered module', () => {
  const text = `(module (import "tally" "log" (func $log (param i32 i32))) (memory (export "memory") 1)
    (table 1 funcref) (elem (i32.const 0) $log) (global $g (mut i32) (i32.const 0))
    (func $inner) (func (export "pay") call $inner) (func (export "_start")) (data (i32.const 0) "x"))`;
  const metered = inspect(assemble(text)).metered!;

  test('exports its methods, and its mutable globals under names that no method can have', () => {
    expect(readModule(metered).exports.map(({ name, kind }) => [name, kind])).toEqual([
      ['pay', 'function'],
      ['_start', 'function'],
      ['0', 'global'],
    ]);
    expect(methodOf('0')).toBe(undefined);
  });

  test('imports its memory with a maximum, host rows, and what the sandbox adds', () => {
    const imports = Wasm.Module.imports(new Wasm.Module(metered)).map((i) => `${i.module}.${i.name}`);
    expect(imports.sort()).toEqual(['e.fail', 'e.gas', 'e.grow', 'e.m', 'tally.log']);
  });

  test('has no custom sections', () => {
    expect(readModule(assemble(text)).customs.map((c) => c.name)).toContain('name');
    expect(readModule(metered).customs).toEqual([]);
  });
});

const SEEDS = [...COSTS.map(([, text]) => text), textOf([{ body: [], result: { op: 'const', n: 1 } }])].map(assemble);

/** A few bytes of one of the modules are changed, inserted, doubled or taken away. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'insert', 'remove', 'double')), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([seed, changes]) => {
    let bytes = [...seed];
    for (const [place, byte, how] of changes) {
      const at = 8 + (place % Math.max(1, bytes.length - 8));
      if (how === 'set') bytes[at] = byte;
      if (how === 'insert') bytes.splice(at, 0, byte);
      if (how === 'remove') bytes.splice(at, 1);
      if (how === 'double') bytes = [...bytes.slice(0, at), ...bytes.slice(at, at + 4), ...bytes.slice(at)];
    }
    return Uint8Array.from(bytes);
  });

test('whatever is accepted of mutated modules V8 accepts before and after metering, and nothing is thrown', () => {
  let accepted = 0;
  fc.assert(
    fc.property(mutated, (bytes) => {
      const { problems, metered } = inspect(bytes);
      if (problems.length > 0) return problems.every((p) => p.offset >= 0 && p.offset <= bytes.length);
      accepted++;
      return WebAssembly.validate(bytes) && WebAssembly.validate(metered!);
    }),
    { seed: 7, numRuns: 20_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});

test('nothing is thrown on random bytes behind a lawful head', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
      const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...tail]);
      return inspect(bytes).problems.length > 0;
    }),
    { seed: 8, numRuns: 5_000 },
  );
});
