// The two tiers judge each other well enough: another meaning or another price of any one instruction, in either of them, is
// noticed within a thousand executions of random contracts, of one of two seeds.
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../engine/base/bytes.ts';
import type { PreparedCode } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { CASES, OPPOSITES } from '../../engine/interpreter/dispatch.ts';
import { Divergence } from '../../engine/runtime/evidence.ts';
import { operation, readInstruction, Step } from '../../engine/wasm/instructions.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { Reader } from '../../engine/wasm/reader.ts';
import { type Mnemonic, OPCODES } from '../../spec/opcodes.ts';
import { Arena, honest, MemoryDiffers } from './arena.ts';

/** One of so many instructions is tried here; `npm run test:mutations` tries them all. */
const SLICE = process.env['TALLY_MUTATIONS'] === 'all' ? 1 : 8;
const chosen = <T>(names: readonly T[]): T[] => names.filter((_, i) => i % SLICE === 0);

const MOST = 1_000;
const EACH = 10;
const LAWFUL = OPCODES.filter(([, , , , , feature]) => feature === '').map(([, name]) => name);

/** Executions until the tiers differ; undefined if they do not in as many as there may be. */
function noticedAfter(
  within: Arena,
  whileMaking: () => () => void,
  whileCalling: () => () => void,
): number | undefined {
  while (within.executions < MOST) {
    const made = whileMaking();
    try {
      within.renew();
    } finally {
      made();
    }
    const called = whileCalling();
    try {
      for (let i = 0; i < EACH; i++) within.call();
    } catch (error) {
      if (error instanceof Divergence || error instanceof MemoryDiffers) return within.executions + 1;
      throw error;
    } finally {
      called();
    }
  }
  return undefined;
}

const nothing = () => () => {};

/** Random contracts in which this instruction comes often. */
const arena = (seed: number, favour: string, given = honest()) =>
  new Arena(seed, given, { favour: favour.split(' ')[0] as Mnemonic });

/** Makes an instruction dearer by one unit until it is undone. */
const dearer = (name: Mnemonic) => () => {
  const row = operation(name);
  const { price } = row;
  Object.assign(row, { price: price + 1 });
  return () => void Object.assign(row, { price });
};

/** It ends its frame as a trap, which takes all that the frame has whatever that was. */
const UNSEEN: readonly Mnemonic[] = ['unreachable'];

describe('another price', () => {
  test.each(chosen(LAWFUL.filter((name) => !UNSEEN.includes(name))))('of %s is noticed in either tier', (name) => {
    expect(noticedAfter(arena(5, name), nothing, dearer(name))).toBeDefined();
    expect(noticedAfter(arena(6, name), dearer(name), nothing)).toBeDefined();
  });
});

/** What a case takes: cases of one kind may stand for each other without any other change. */
function kindOf(name: string): string {
  const [plain, ...form] = name.split(' ');
  const row = OPCODES.find(([, known]) => known === plain);
  const effect = row?.[3] ?? '*';
  return effect === '*' || /const|memory\./.test(name) ? name : `${effect} ${row![2]} ${form.join(' ')}`;
}

/** Cases for which only a trap can stand. */
const STANDS_FOR: { readonly [name: string]: string } = {
  'jump if': 'jump unless',
  'jump unless': 'jump if',
  move: 'i32.const',
  'move wide': 'move',
  'i32.const': 'move',
  'global.get': 'move wide',
};

function partnerOf(name: string): string {
  const [plain, ...form] = name.split(' ') as [string, ...string[]];
  // A jump on the opposite: others that are like it often go the same way.
  if (form.includes('jump') && OPPOSITES[plain] !== undefined) return [OPPOSITES[plain], ...form].join(' ');
  const alike = Object.keys(CASES).filter((other) => other !== name && kindOf(other) === kindOf(name));
  // The next in the table: the signed and the unsigned form, mostly.
  return STANDS_FOR[name] ?? alike.find((other) => CASES[other]!.code > CASES[name]!.code) ?? alike[0] ?? 'unreachable';
}

/** Nothing is written with this case at today's prices. */
const UNUSED = ['pay'];

describe('another meaning in the interpreter', () => {
  const names = Object.keys(CASES).filter((name) => name !== 'unreachable' && !UNUSED.includes(name));
  test.each(chosen(names))('of %s is noticed', (name) => {
    const row = CASES[name]! as { code: number };
    const swapped = () => {
      const { code } = row;
      row.code = CASES[partnerOf(name)]!.code;
      return () => {
        row.code = code;
      };
    };
    const noticed = noticedAfter(arena(7, name), nothing, swapped) ?? noticedAfter(arena(8, name), nothing, swapped);
    expect(noticed).toBeDefined();
  });
});

interface Found {
  readonly at: number;
  readonly next: number;
}

/** Where an instruction stands in a module. */
function occurrences(module: Bytes, name: Mnemonic): Found[] {
  const found: Found[] = [];
  const step = new Step();
  for (const { code, end } of readModule(module).bodies) {
    for (const from = new Reader(module, code, end); from.at < end; ) {
      readInstruction(from, step);
      if (step.operation.name === name) found.push({ at: step.at, next: step.next });
    }
  }
  return found;
}

const codeOf = (name: Mnemonic) => operation(name).code;

/** Other bytes in the place of an instruction, as many as it has. */
const REPLACED: { readonly [name: string]: (given: Bytes) => number[][] } = {
  unreachable: () => [[codeOf('nop')]],
  return: () => [[codeOf('nop')]],
  loop: ([, type]) => [[codeOf('block'), type!]],
  'memory.size': () => [[codeOf('i32.const'), 0]],
  'memory.grow': () => [[codeOf('i32.eqz'), codeOf('nop')]],
  'memory.fill': () => [new Array<number>(3).fill(codeOf('drop'))],
  'memory.copy': () => [[...new Array<number>(3).fill(codeOf('drop')), codeOf('nop')]],
  'local.tee': ([, index]) => [[codeOf('nop'), codeOf('nop')], ...otherIndexes('local.tee', index!)],
};

/** The same instruction with another immediate of one byte. */
function otherIndexes(name: Mnemonic, index: number): number[][] {
  return Array.from({ length: 12 }, (_, i) => (index + 1 + i) % 64).map((other) => [codeOf(name), other]);
}

const BY_INDEX: ReadonlySet<Mnemonic> = new Set([
  'br',
  'br_if',
  'call',
  'local.get',
  'local.set',
  'global.get',
  'global.set',
  'i32.const',
  'i64.const',
]);

function candidates(name: Mnemonic, given: Bytes): number[][] {
  const replaced = REPLACED[name];
  if (replaced !== undefined) return replaced(given);
  if (BY_INDEX.has(name)) return given.length === 2 ? otherIndexes(name, given[1]!) : [];
  const [, , immediates, effect] = OPCODES.find(([, known]) => known === name)!;
  const alike = OPCODES.filter(
    ([, other, kind, its, , feature]) => other !== name && kind === immediates && its === effect && feature === '',
  );
  return alike.map(([code]) => [code, ...given.subarray(1)]);
}

/** The code with all places changed, or the first where another instruction is lawful; the interpreter goes on with what it was. */
const misread = (name: Mnemonic) => (code: PreparedCode) => {
  const found = occurrences(code.module, name);
  for (const places of [found, ...found.map((place) => [place])]) {
    const most = Math.max(0, ...places.map(({ at, next }) => candidates(name, code.module.subarray(at, next)).length));
    for (let which = 0; which < most; which++) {
      const module = code.module.slice();
      for (const { at, next } of places) {
        const bytes = candidates(name, code.module.subarray(at, next))[which];
        if (bytes !== undefined) module.set(bytes, at);
      }
      const metered = meteredOf(module);
      if (metered !== undefined) return { ...code, metered };
    }
  }
  return code;
};

function meteredOf(module: Bytes): Bytes | undefined {
  try {
    return prepare(nodeNatives, module).code.metered;
  } catch {
    return undefined;
  }
}

/** They mean nothing by themselves, or nothing else has as many bytes: the interpreter's test has them. */
const NOT_COMPILED: readonly Mnemonic[] = [
  'nop',
  'block',
  'if',
  'else',
  'end',
  'drop',
  'select',
  'br_table',
  'call_indirect',
];

describe('another meaning in the compiled tier', () => {
  test.each(chosen(LAWFUL.filter((name) => !NOT_COMPILED.includes(name))))('of %s is noticed', (name) => {
    expect(noticedAfter(arena(8, name, { ...honest(), firstCode: misread(name) }), nothing, nothing)).toBeDefined();
  });
});
