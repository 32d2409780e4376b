// Preparing: ids, metadata, pages, and how a refusal is thrown.
import { describe, expect, test } from 'vitest';
import { Reject } from '../../engine/base/errors.ts';
import { codeId } from '../../engine/base/hash.ts';
import { codeBytes } from '../../engine/wasm/module.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { inspect, ModuleReject, prepare } from '../../engine/wasm/prepare.ts';
import { ERRORS } from '../../spec/errors.ts';
import { hashing } from '../base/sha.ts';
import { build, END, leb } from './build.ts';

const parts = {
  functions: [{}],
  exports: [
    ['pay#view', 0],
    ['_start', 0],
  ] as const,
};
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));

describe('prepared code', () => {
  test('is named by the module without its custom sections', () => {
    const bare = prepare(hashing, build(parts));
    const dressed = prepare(
      hashing,
      build({
        ...parts,
        customs: [
          ['tally.abi', bytes('{}')],
          ['name', bytes('')],
          ['tally.build', bytes('b')],
        ],
      }),
    );
    expect(dressed.code).toEqual(bare.code);
    expect(dressed.code.codeId).toEqual(codeId(hashing, build(parts)));
    expect(dressed.meta).toEqual([
      { name: 'tally.abi', bytes: bytes('{}') },
      { name: 'tally.build', bytes: bytes('b') },
    ]);
    expect(bare.meta).toEqual([]);
  });

  test('is the same when it is prepared again from the stored module', () => {
    const first = prepare(hashing, build({ ...parts, customs: [['tally.abi', bytes('{}')]] })).code;
    expect(prepare(hashing, first.module)).toEqual({ code: first, meta: [] });
  });

  test('padding is part of the code', () => {
    const padded = prepare(hashing, build({ ...parts, memory: [1, 0, 0x81, 0x00] })).code;
    expect(padded.codeId).not.toEqual(prepare(hashing, build(parts)).code.codeId);
  });

  test('custom sections are cut out wherever they stand', () => {
    const custom = [0, 3, 1, 0x78, 9];
    const plain = build(parts);
    const at = [8, 8 + 2 + plain[9]!, plain.length];
    const pieces = [plain.subarray(0, at[0]), plain.subarray(at[0], at[1]), plain.subarray(at[1])];
    const mixed = Uint8Array.from([...pieces[0]!, ...custom, ...pieces[1]!, ...custom, ...pieces[2]!, ...custom]);
    expect(codeBytes(readModule(mixed))).toEqual(plain);
  });

  test('knows its methods, its start and its pages', () => {
    const { code } = prepare(hashing, build({ ...parts, memory: [1, 1, 2, ...leb(300)] }));
    expect([...code.methods.keys()]).toEqual(['pay']);
    expect(code.methods.get('pay')).toMatchObject({ exportName: 'pay#view', view: true });
    expect(code.hasStart).toBe(true);
    expect(code.pages).toEqual({ initial: 2, maximum: 64 });
    expect(prepare(hashing, build({})).code).toMatchObject({ hasStart: false, pages: { initial: 1, maximum: 64 } });
  });
});

describe('a refusal', () => {
  const floats = build({ functions: [{ code: [0x43, 0, 0, 0, 0, 0x1a, END] }], memory: [2, 0, 1, 0, 1] });

  test('is a Reject with the row of its first problem, and carries all', () => {
    let caught: unknown;
    try {
      prepare(hashing, floats);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Reject);
    expect(caught).toBeInstanceOf(ModuleReject);
    const { code, id, detail, problems } = caught as ModuleReject;
    expect([id, code]).toEqual(['FEATURE_MULTI_MEMORY', ERRORS.FEATURE_MULTI_MEMORY.code]);
    expect(detail).toMatch(/^2 memories \(byte \d+\)$/);
    expect(problems.map((p) => p.code)).toEqual(['FEATURE_MULTI_MEMORY', 'FEATURE_FLOAT']);
  });

  test('can be looked at without a throw', () => {
    expect(inspect(floats).problems).toHaveLength(2);
    expect(inspect(floats).metered).toBeUndefined();
  });
});
