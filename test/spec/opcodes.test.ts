// The instruction table agrees with itself, with the prices, with the errors, and with an independent assembler.
import { beforeAll, expect, test } from 'vitest';
import wabt from 'wabt';
import { ERRORS } from '../../spec/errors.ts';
import { OPCODES } from '../../spec/opcodes.ts';
import { PRICE_CLASSES } from '../../spec/prices.ts';

const allowed = OPCODES.filter((row) => row[5] === '');
let assembler: Awaited<ReturnType<typeof wabt>>;
beforeAll(async () => {
  assembler = await wabt();
});

test('bytes and names are unique, bytes ascend', () => {
  const bytes = OPCODES.map((row) => row[0]);
  expect(bytes).toEqual([...new Set(bytes)].sort((a, b) => a - b));
  expect(new Set(OPCODES.map((row) => row[1])).size).toBe(OPCODES.length);
});

test('every price class that is used exists, and every one that exists is used by an allowed instruction', () => {
  expect(OPCODES.filter((row) => !(row[4] in PRICE_CLASSES))).toEqual([]);
  const used = new Set<string>(allowed.map((row) => row[4]));
  expect(Object.keys(PRICE_CLASSES).filter((name) => !used.has(name))).toEqual([]);
});

test('every refused feature has an error that names it', () => {
  const features = new Set(OPCODES.map((row) => row[5]).filter((feature) => feature !== ''));
  for (const feature of features)
    expect(ERRORS).toHaveProperty(`FEATURE_${feature.toUpperCase().replaceAll('-', '_')}`);
});

test('effects are well formed, and no allowed instruction touches a float', () => {
  for (const [, name, , effect] of OPCODES) expect(effect, name).toMatch(/^(\*|[iIfF]*>[iIfF]?)$/);
  for (const [, name, , effect] of allowed) {
    expect(effect, name).not.toMatch(/[fF]/);
    expect(name).not.toMatch(/f32|f64/);
  }
});

const TYPES: { readonly [letter: string]: string } = { i: 'i32', I: 'i64', f: 'f32', F: 'f64' };
const plain = OPCODES.filter((row) => row[3] !== '*' && row[3] !== '>');

/** A module whose one function pushes its parameters and runs one instruction, assembled by wabt. */
function assembled(name: string, effect: string, immediates: string): Uint8Array {
  const [operands, results] = effect.split('>') as [string, string];
  const params = [...operands].map((c) => TYPES[c]!);
  const gets = params.map((_, i) => `local.get ${i}`).join(' ');
  const constant = immediates in { i32: 1, i64: 1, f32: 1, f64: 1 } ? ' 0' : '';
  const result = results ? `(result ${TYPES[results]})` : '';
  const text = `(module (memory 1) (func (param ${params.join(' ')}) ${result} ${gets} ${name}${constant}))`;
  const module = assembler.parseWat('row.wat', text, { bulk_memory: true, sign_extension: true });
  module.validate();
  return module.toBinary({}).buffer;
}

test.each(plain.map((row) => [row[1], row[0], row[3], row[2]] as const))(
  '%s has the byte, the operands and the results that an independent assembler gives it',
  (name, byte, effect, immediates) => {
    const binary = Buffer.from(assembled(name, effect, immediates));
    const gets = [...effect.split('>')[0]!].flatMap((_, i) => [0x20, i]);
    const written = byte > 0xff ? [byte >> 8, byte & 0xff] : [byte];
    // The code section ends the file: local declarations (none), the pushes, then the instruction.
    expect(binary.includes(Buffer.from([0x00, ...gets, ...written]))).toBe(true);
    expect(binary.at(-1)).toBe(0x0b);
  },
);
