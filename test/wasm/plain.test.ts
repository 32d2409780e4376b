// Two ways of metering side by side: the product's, which merges, prepays and leaves out, and one payment for each instruction.
// They see the same gas at every test, end alike under every limit, and leave the same memory and the same calls behind.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Chance, chance } from '../../bench/chance.ts';
import { Trap } from '../../engine/base/errors.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { hashing } from '../base/sha.ts';
import { COSTS, TRAPS } from '../suites/cases.ts';
import { type Ending, fakeHost, runExport } from '../suites/host.ts';
import { assemble, disassemble } from './assemble.ts';
import { Plain } from './plain.ts';
import { program, textOf } from './programs.ts';

const PLENTY = 2 ** 40;

/** Gas at each test when nothing runs out, and so many limits at and around them. */
function limitsOf(run: (gas: number, at: (left: number) => void) => Ending, most: number, random: Chance): number[] {
  const spent: number[] = [];
  run(PLENTY, (left) => void spent.push(PLENTY - left));
  const different = [...new Set(spent)];
  const some =
    different.length <= most ? different : Array.from({ length: most }, () => different[random(different.length)]!);
  return [...new Set([0, ...some.flatMap((sum) => [sum - 1, sum])])].filter((limit) => limit >= 0);
}

/** Compares both under many limits. Returns how many. */
function compare(bytes: Uint8Array, name: string, most: number, random: Chance): number {
  const { code } = prepare(hashing, bytes);
  const tier = new CompiledTier();
  const plain = new Plain(bytes);
  const { exportName } = code.methods.get(name)!;
  const names = code.hasStart ? ['_start', exportName] : [exportName];
  const second = (gas: number, at?: (left: number) => void) => plain.run(fakeHost(gas, code.pages.maximum), names, at);
  const limits = [...limitsOf(second, most, random), PLENTY];
  for (const limit of limits) {
    const [ours, theirs] = [started(() => runExport(tier, code, limit, exportName)), second(limit)];
    const shown = ({ status, gas, asked }: Ending) => ({ limit, status, asked, ...(status === 'OK' ? { gas } : {}) });
    expect(shown(ours)).toEqual(shown(theirs));
    // What ended in `_start` has no guest to look at.
    if (ours.memory.length > 0) expect(Buffer.compare(ours.memory, theirs.memory)).toBe(0);
  }
  return limits.length;
}

/** A trap in `_start` ends the run before there is a guest. */
function started(run: () => Ending): Ending {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    return { status: error.id, gas: Number.NaN, memory: new Uint8Array(0), asked: [] };
  }
}

test.each([
  ...COSTS.map(([name, text]) => [name, text] as const),
  ...TRAPS.filter(([, status]) => !status.startsWith('STACK_')).map(([name, , text]) => [name, text] as const),
])('%s', (_, text) => {
  expect(compare(assemble(text), 'run', 40, chance(1))).toBeGreaterThan(1);
});

test('random programs', () => {
  const random = chance(3);
  let limits = 0;
  fc.assert(
    fc.property(program, (tree) => {
      limits += compare(assemble(textOf(tree)), 'run', 12, random);
    }),
    { seed: 20_261, numRuns: 120 },
  );
  expect(limits).toBeGreaterThan(1_000);
});

const CONTRACTS = ['contracts/token.ts', 'contracts/receivable.ts'] as const;

describe.each(CONTRACTS)('%s', (path) => {
  let module: Uint8Array;
  beforeAll(async () => {
    module = (await compileKept(loadSources(path))).wasm;
  }, 60_000);

  test('each of its methods, with a host that answers nothing', () => {
    const random = chance(5);
    const { methods } = prepare(hashing, module).code;
    expect(methods.size).toBeGreaterThan(5);
    for (const name of methods.keys()) compare(module, name, 8, random);
  });

  test('every loop and every function of the metered module begins with a test', () => {
    expect(untested(prepare(hashing, module).code.metered)).toEqual([]);
  });
});

/** Ways back to the start of a metered module that meet no test: loops and functions whose first instructions are not one. */
function untested(metered: Uint8Array): string[] {
  const functions = disassemble(metered).split('\n  (func ').slice(1);
  const wrong: string[] = [];
  let [loops, entries] = [0, 0];
  for (const text of functions) {
    const [head, ...lines] = text.split('\n');
    const code = lines
      .map((line) => line.trim())
      .filter((line) => !line.startsWith('(local ') && !line.startsWith('(table '));
    const rewritten = code[0]?.startsWith('block') === true;
    // What is not rewritten is ours: it has neither loops nor calls of what is.
    if (rewritten) entries++;
    if (rewritten && !ENTRY.test(code.slice(1, 17).join(' ')))
      wrong.push(`entry of ${head}: ${code.slice(0, 17).join(' ')}`);
    for (const [at, line] of code.entries()) {
      if (!line.startsWith('loop')) continue;
      loops++;
      if (!LOOP.test(code.slice(at + 1, at + 5).join(' ')))
        wrong.push(`loop in ${head}: ${code.slice(at + 1, at + 5).join(' ')}`);
    }
  }
  expect(loops).toBeGreaterThan(2);
  expect(entries).toBeGreaterThan(20);
  return wrong;
}

const ENTRY =
  /^local.get (\d+) i32.const \d+ i32.add local.tee \1 i32.const -?\d+ i32.and br_if 0\S* (?:\(;@\d+;\) )?local.get (\d+) i64.const -?\d+ i64.add local.tee \2 i64.const 63 i64.shr_s i32.wrap_i64 br_if 0/;
const LOOP = /^local.get \d+ i64.const 0 i64.lt_s br_if \d+/;
