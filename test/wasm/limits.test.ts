// Every limit on modules: the largest lawful value passes, one more is refused.
import { describe, expect, test } from 'vitest';
import { inspect } from '../../engine/wasm/prepare.ts';
import { I32, I64 } from '../../engine/wasm/types.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { build, type Code, END, leb, type Parts, times } from './build.ts';

const BLOCK = [0x02, 0x40];
const LOOP = [0x03, 0x40];
const CONST = [0x41, 0x00];
const PADDED = [0x41, 0x80, 0x80, 0x80, 0x80, 0x00];
const many = <T>(n: number, item: T): T[] => Array.from({ length: n }, () => item);
const one = (code: number[], more: Code = {}): Parts => ({ functions: [{ ...more, code: [...code, END] }] });

/** As many functions as it takes, full ones of `full` and the rest in the last. */
function spread(n: number, full: number, code: (count: number) => number[]): Parts {
  const functions: Code[] = [];
  for (let left = n; left > 0; left -= full) functions.push({ code: [...code(Math.min(left, full)), END] });
  return { functions };
}

const table = (targets: number) => [...BLOCK, ...CONST, 0x0e, ...leb(targets), ...times(targets + 1, 0), END];

/** Modules in which the limited thing is n. */
const MODULES: Partial<Record<Limit, (n: number) => Parts>> = {
  types: (n) => ({ types: many(n, [[], []] as const) }),
  functions: (n) => ({ functions: many(n, {}) }),
  imports: (n) => ({ types: [[[I32, I32], []]], imports: many(n, ['tally', 'log', 0] as const) }),
  exports: (n) => ({ functions: [{}], exports: Array.from({ length: n }, (_, i) => [`m${i}`, 0] as const) }),
  nameBytes: (n) => ({ customs: [['x'.repeat(n), new Uint8Array()]] }),
  params: (n) => ({ types: [[times(n, I32), []]] }),
  locals: (n) =>
    one([], {
      locals: [
        [n - 1, I32],
        [1, I64],
      ],
    }),
  moduleLocals: (n) => ({
    functions: [...many(Math.floor(n / 256), { locals: [[256, I64]] as const }), { locals: [[n % 256, I64]] as const }],
  }),
  // The declaration of no locals and the last `end` are two of the bytes.
  bodyBytes: (n) => one([...times(Math.floor((n - 2) / 7), ...PADDED, 0x1a), ...times((n - 2) % 7, 0x01)]),
  instructions: (n) => one(times(n - 1, 0x01)),
  controls: (n) => one(times(n, ...BLOCK, END)),
  moduleControls: (n) => spread(n, 1_024, (count) => times(count, ...BLOCK, END)),
  loops: (n) => one(times(n, ...LOOP, END)),
  moduleLoops: (n) => spread(n, 256, (count) => times(count, ...LOOP, END)),
  loopNesting: (n) => one([...times(n, ...LOOP), ...times(n, END)]),
  calls: (n) => one(times(n, 0x10, 0x00)),
  nesting: (n) => one([...times(n, ...BLOCK), ...times(n, END)]),
  operands: (n) => one([...times(n, ...CONST), ...times(n, 0x1a)]),
  tableTargets: (n) => one(table(n)),
  moduleTableTargets: (n) => spread(n, 256, table),
  mergeBudget: (n) => ({
    functions: [
      ...many(7, { locals: [[256, I32]] as const, code: [...times(1_000, ...BLOCK, END), END] }),
      { locals: [[208, I32]], code: [...times(1_000, ...BLOCK, END), END] },
      { locals: [[n - 2_000_000, I32]], code: n > 2_000_000 ? [...BLOCK, END, END] : [END] },
    ],
  }),
  memoryMinimum: (n) => ({ memory: [1, 0, ...leb(n)] }),
  table: (n) => ({ sections: { 4: [1, 0x70, 0, ...leb(n)] } }),
  elementSegments: (n) => ({ sections: { 4: [1, 0x70, 0, 1], 9: [...leb(n), ...times(n, 0, ...CONST, END, 0)] } }),
  globals: (n) => ({ sections: { 6: [...leb(n), ...times(n, I32, 0, ...CONST, END)] } }),
  dataSegments: (n) => ({ sections: { 11: [...leb(n), ...times(n, 0, ...CONST, END, 0)] } }),
  customSections: (n) => ({ customs: many(n, ['x', new Uint8Array()] as const) }),
  // Id, length in three bytes, length of the name and the name stand before the contents.
  customBytes: (n) => ({ customs: [['x', new Uint8Array(n - 6)]] }),
};

function moduleOfBytes(n: number): Uint8Array {
  const withData = (length: number) =>
    build({ memory: [1, 0, 64], sections: { 11: [1, 0, ...CONST, END, ...leb(length), ...new Uint8Array(length)] } });
  const guess = withData(n - 100);
  return withData(n - 100 + (n - guess.length));
}

describe('limits', () => {
  test.each(Object.entries(MODULES))('%s', (limit, parts) => {
    const { max } = LIMITS[limit as Limit];
    expect(inspect(build(parts(max))).problems).toEqual([]);
    expect(inspect(build(parts(max + 1))).problems.map((p) => p.code)).toEqual(['MODULE_LIMIT']);
  });

  test('moduleBytes', () => {
    const { max } = LIMITS.moduleBytes;
    expect(moduleOfBytes(max)).toHaveLength(max);
    expect(inspect(moduleOfBytes(max)).problems).toEqual([]);
    expect(inspect(moduleOfBytes(max + 1)).problems.map((p) => p.code)).toEqual(['MODULE_LIMIT']);
  });

  test('meteredBytes', () => {
    const filler = (n: number): Code => ({ code: [...times(n, ...CONST, 0x04, 0x40, END), END] });
    const calls = (n: number): Code => ({ code: [...times(n, 0x10, 0x00), END] });
    const busy: Parts = { functions: [{}, ...many(52, calls(2_048))] };
    expect(inspect(build({ functions: [{}, ...many(8, filler(1_000))] })).problems).toEqual([]);
    expect(inspect(build(busy)).problems).toMatchObject([
      { code: 'MODULE_LIMIT', message: expect.stringContaining('metered') },
    ]);
  });

  test('names of methods', () => {
    const named = (n: number) => build({ functions: [{}], exports: [['m'.repeat(n), 0]] });
    expect(inspect(named(LIMITS.methodBytes.max)).problems).toEqual([]);
    expect(inspect(named(LIMITS.methodBytes.max + 1)).problems.map((p) => p.code)).toEqual(['EXPORT_NAME']);
  });

  test('a declared maximum of the memory beyond the limit is lawful and capped', () => {
    const { problems, metered } = inspect(build({ memory: [1, 1, 1, ...leb(1_000)] }));
    expect(problems).toEqual([]);
    expect(metered).toBeDefined();
  });
});
