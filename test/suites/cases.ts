// Modules with their reckoning: what running them costs, and how it ends.
import { HOST_FUNCTIONS, type HostName } from '../../spec/host.ts';
import { type Mnemonic, OPCODES } from '../../spec/opcodes.ts';
import { PRICE_CLASSES, PRICES } from '../../spec/prices.ts';

/** Sum of the prices of these instructions, `name*n` standing for n of them. */
export function cost(...instructions: string[]): number {
  return instructions.reduce((sum, each) => {
    const [name, times = '1'] = each.split('*');
    return sum + Number(times) * PRICE_CLASSES[OPCODES.find((row) => row[1] === (name as Mnemonic))![4]];
  }, 0);
}

/** Price of entering a function with so many parameters and locals. */
export function entry(locals = 0): number {
  return PRICES['entry.base'].gas + locals * PRICES['entry.perLocal'].gas;
}

/** Base price of a host row. */
export function row(name: HostName): number {
  return HOST_FUNCTIONS.find((r) => r.name === name)!.gas.base;
}

/** What filling or copying so many bytes adds. */
export const bulk = (bytes: number) => Math.ceil(bytes / 64) * PRICES['memory.bulk.per64Bytes'].gas;

/** A module around the instructions of `run`, or around functions that hold it. */
export const module = (body: string, before = '') =>
  `(module ${before} (memory (export "memory") 1) ${body.includes('export "run"') ? body : `(func (export "run") ${body})`})`;

/** Modules whose export `run` ends well, with what it costs. */
export const COSTS: readonly (readonly [name: string, text: string, gas: number])[] = [
  ['an empty method', module(''), entry()],
  ['a straight line', module('i32.const 1 i32.const 2 i32.add drop'), entry() + cost('i32.const*2', 'i32.add', 'drop')],
  [
    'locals',
    module('(local i32 i64) i32.const 7 local.set 0 local.get 0 local.tee 0 drop i64.const 1 local.set 1'),
    entry(2) + cost('i32.const', 'local.set', 'local.get', 'local.tee', 'drop', 'i64.const', 'local.set'),
  ],
  [
    'the arm of an if that is taken',
    module('i32.const 1 (if (then nop i32.const 5 drop) (else i32.const 1 i32.const 2 i32.mul drop))'),
    entry() + cost('i32.const', 'if', 'i32.const'),
  ],
  [
    'the other arm of an if',
    module('i32.const 0 (if (then nop i32.const 5 drop) (else i32.const 1 i32.const 2 i32.mul drop))'),
    entry() + cost('i32.const', 'if', 'i32.const*2', 'i32.mul'),
  ],
  [
    'an if without else that is not taken',
    module('i32.const 0 (if (then unreachable))'),
    entry() + cost('i32.const', 'if'),
  ],
  [
    'a value out of an if',
    module('i32.const 1 (if (result i32) (then i32.const 1) (else i32.const 1 i32.eqz)) drop i32.const 3 drop'),
    entry() + cost('i32.const', 'if', 'i32.const', 'i32.const'),
  ],
  [
    'a loop of ten turns',
    module('(local i32) (loop local.get 0 i32.const 1 i32.add local.tee 0 i32.const 10 i32.lt_u br_if 0)'),
    entry(1) + 10 * cost('loop', 'local.get', 'i32.const*2', 'i32.add', 'local.tee', 'i32.lt_u', 'br_if'),
  ],
  [
    'a loop closed by br within a block',
    module(
      '(local i32) (block (loop local.get 0 i32.const 3 i32.eq br_if 1 local.get 0 i32.const 1 i32.add local.set 0 br 0))',
    ),
    entry(1) +
      4 * cost('loop', 'local.get', 'i32.const', 'i32.eq', 'br_if') +
      3 * cost('local.get', 'i32.const', 'i32.add', 'local.set', 'br'),
  ],
  [
    'loops within each other',
    module(`(local i32 i32)
      (loop i32.const 0 local.set 1
        (loop local.get 1 i32.const 1 i32.add local.tee 1 i32.const 4 i32.lt_u br_if 0)
        local.get 0 i32.const 1 i32.add local.tee 0 i32.const 3 i32.lt_u br_if 0)`),
    entry(2) +
      3 * cost('loop', 'i32.const*3', 'local.set', 'local.get', 'i32.add', 'local.tee', 'i32.lt_u', 'br_if') +
      12 * cost('loop', 'local.get', 'i32.const*2', 'i32.add', 'local.tee', 'i32.lt_u', 'br_if'),
  ],
  [
    'a block that nothing leaves early',
    module('i32.const 1 drop (block i32.const 2 drop) i32.const 3 drop'),
    entry() + cost('i32.const*3'),
  ],
  [
    'a block left by br_if',
    module('(block i32.const 1 br_if 0 i32.const 2 i32.const 3 i32.mul drop) i32.const 4 drop'),
    entry() + cost('i32.const', 'br_if', 'i32.const'),
  ],
  [
    'a br out of two blocks with a value',
    module('(block (result i32) (block i32.const 8 br 1) i32.const 9) drop i32.const 1 drop'),
    entry() + cost('i32.const', 'br', 'i32.const'),
  ],
  [
    'br_table, a case and the default',
    module(`(func $f (param i32) (block (block (block local.get 0 br_table 0 1 2) i32.const 1 drop return) i32.const 1 i32.const 1 i32.mul drop))
      (func (export "run") i32.const 1 call $f i32.const 77 call $f)`),
    entry() +
      cost('i32.const*2', 'call*2') +
      2 * (entry(1) + cost('local.get', 'br_table')) +
      cost('i32.const*2', 'i32.mul'),
  ],
  [
    'br_table among the label of the function, a loop and an if, with branches of other kinds to them',
    module(`(func $f (param i32) (local i32)
        local.get 0 i32.const 9 i32.eq br_if 0
        (loop
          local.get 1 i32.const 1 i32.add local.set 1
          local.get 0 i32.const 1 i32.eq
          (if (then local.get 1 i32.const 1 i32.sub br_table 1 0 2 2 0))
          local.get 1 i32.const 3 i32.lt_u br_if 0))
      (func (export "run") i32.const 9 call $f i32.const 0 call $f i32.const 1 call $f)`),
    entry() +
      3 * entry(2) +
      cost('i32.const*3', 'call*3') +
      3 * cost('local.get', 'i32.const', 'i32.eq', 'br_if') +
      6 * cost('loop', 'local.get*2', 'i32.const*2', 'i32.add', 'local.set', 'i32.eq', 'if') +
      3 * cost('local.get', 'i32.const', 'i32.sub', 'br_table') +
      4 * cost('local.get', 'i32.const', 'i32.lt_u', 'br_if'),
  ],
  [
    'br_table with a value to the label of the function and to a block',
    module(`(func $f (param i32) (result i32) i32.const 4
        (block (result i32) i32.const 5 local.get 0 br_table 0 1)
        i32.add)
      (func (export "run") i32.const 0 call $f i32.const 1 call $f i32.add i32.const 14 i32.ne (if (then unreachable)))`),
    entry() +
      2 * entry(1) +
      cost('i32.const*3', 'call*2', 'i32.add', 'i32.ne', 'if') +
      2 * cost('i32.const*2', 'local.get', 'br_table') +
      cost('i32.add'),
  ],
  [
    'br to the label of the function',
    module('(func $f (result i32) i32.const 5 br 0) (func (export "run") call $f drop)'),
    2 * entry() + cost('call', 'i32.const', 'br'),
  ],
  [
    'a br_if that carries the result of a function',
    module(
      '(func $f (result i32) i32.const 5 i32.const 1 br_if 0 drop i32.const 6) (func (export "run") call $f drop)',
    ),
    2 * entry() + cost('call', 'i32.const*2', 'br_if'),
  ],
  [
    'return in the middle, with operands left over',
    module('(func $f (result i64) i32.const 5 i64.const 6 return) (func (export "run") call $f drop)'),
    2 * entry() + cost('call', 'i32.const', 'i64.const', 'return'),
  ],
  [
    'dead code',
    module(
      '(block br 0 (loop i32.const 1 call 0 br 0) (if (then) (else nop)) drop) return i32.const 1 drop',
      '(import "tally" "log" (func (param i32 i32)))',
    ).replace('i32.const 1 call 0', 'i32.const 1 i32.const 1 call 0'),
    entry() + cost('br', 'return'),
  ],
  [
    'calls within calls with parameters',
    module(`(func $a (param i32 i64) (result i64) (local i32) local.get 1 local.get 2 i64.extend_i32_u i64.add local.get 0 i64.extend_i32_u i64.add)
      (func $b (param i64) (result i64) i32.const 3 local.get 0 call $a)
      (func (export "run") (local i64) i64.const 4 call $b i64.const 7 i64.ne (if (then unreachable)))`),
    entry(1) +
      entry(1) +
      entry(3) +
      cost('i64.const*2', 'call*2', 'i64.ne', 'if', 'i32.const', 'local.get') +
      cost('local.get*3', 'i64.extend_i32_u*2', 'i64.add*2'),
  ],
  [
    'call_indirect',
    module(`(type $t (func (param i32) (result i32))) (table 2 funcref) (elem (i32.const 1) $f)
      (func $f (type $t) local.get 0 i32.const 1 i32.add)
      (func (export "run") i32.const 41 i32.const 1 call_indirect (type $t) i32.const 42 i32.ne (if (then unreachable)))`),
    entry() +
      entry(1) +
      cost('i32.const*3', 'call_indirect', 'i32.ne', 'if') +
      cost('local.get', 'i32.const', 'i32.add'),
  ],
  [
    'host calls, direct and through the table',
    module(
      `(type $t (func (result i64))) (table 1 funcref) (elem (i32.const 0) $height)
      (func (export "run") call $height drop i32.const 0 call_indirect (type $t) drop)`,
      '(import "tally" "height" (func $height (result i64)))',
    ),
    entry() + cost('call', 'i32.const', 'call_indirect') + 2 * row('height'),
  ],
  [
    'memory.fill of 0 bytes',
    module('i32.const 0 i32.const 1 i32.const 0 memory.fill'),
    entry() + cost('i32.const*3', 'memory.fill'),
  ],
  [
    'memory.fill of 65 bytes',
    module('i32.const 0 i32.const 1 i32.const 65 memory.fill'),
    entry() + cost('i32.const*3', 'memory.fill') + bulk(65),
  ],
  [
    'memory.copy of 64 bytes',
    module('i32.const 0 i32.const 1 i32.const 64 memory.copy'),
    entry() + cost('i32.const*3', 'memory.copy') + bulk(64),
  ],
  [
    'memory.grow and memory.size',
    module(
      'i32.const 2 memory.grow i32.const 1 i32.ne (if (then unreachable)) memory.size i32.const 3 i32.ne (if (then unreachable))',
    ),
    entry() +
      cost('i32.const*3', 'memory.grow', 'i32.ne*2', 'if*2', 'memory.size') +
      2 * PRICES['memory.grow.perPage'].gas,
  ],
  [
    'memory.grow beyond the maximum',
    module('i32.const 64 memory.grow i32.const -1 i32.ne (if (then unreachable))'),
    entry() + cost('i32.const*2', 'memory.grow', 'i32.ne', 'if'),
  ],
  [
    'loads, stores, globals, select',
    module(
      '(func (export "run") i32.const 8 i64.const -1 i64.store i32.const 8 i32.load8_s global.set $g global.get $g i32.const 1 i32.const 0 select drop)',
      '(global $g (mut i32) (i32.const 0))',
    ),
    entry() +
      cost('i32.const*4', 'i64.const', 'i64.store', 'i32.load8_s', 'global.set', 'global.get', 'select', 'drop'),
  ],
];

/** Modules whose export `run` traps. */
export const TRAPS: readonly (readonly [name: string, status: string, text: string])[] = [
  ['unreachable', 'UNREACHABLE', module('unreachable')],
  ['a load beyond the memory', 'MEMORY_BOUNDS', module('i32.const 65533 i32.load drop')],
  ['an address that wraps', 'MEMORY_BOUNDS', module('i32.const -1 i32.load8_u offset=4294967295 drop')],
  ['a store beyond the memory', 'MEMORY_BOUNDS', module('i32.const 65529 i64.const 1 i64.store')],
  ['memory.fill beyond the memory', 'MEMORY_BOUNDS', module('i32.const 1 i32.const 0 i32.const 65536 memory.fill')],
  ['memory.copy beyond the memory', 'MEMORY_BOUNDS', module('i32.const 0 i32.const 1 i32.const 65536 memory.copy')],
  ['i32.div_u by zero', 'DIVISION_BY_ZERO', module('i32.const 1 i32.const 0 i32.div_u drop')],
  ['i64.div_s by zero', 'DIVISION_BY_ZERO', module('i64.const 1 i64.const 0 i64.div_s drop')],
  ['i32.rem_s by zero', 'DIVISION_BY_ZERO', module('i32.const 1 i32.const 0 i32.rem_s drop')],
  ['i64.rem_u by zero', 'DIVISION_BY_ZERO', module('i64.const 1 i64.const 0 i64.rem_u drop')],
  ['i32.div_s that overflows', 'INTEGER_OVERFLOW', module('i32.const 0x80000000 i32.const -1 i32.div_s drop')],
  ['i64.div_s that overflows', 'INTEGER_OVERFLOW', module('i64.const 0x8000000000000000 i64.const -1 i64.div_s drop')],
  ['call_indirect beyond the table', 'INDIRECT_CALL', module('i32.const 5 call_indirect', '(table 2 funcref)')],
  ['call_indirect of nothing', 'INDIRECT_CALL', module('i32.const 1 call_indirect', '(table 2 funcref)')],
  [
    'call_indirect of another type',
    'INDIRECT_CALL',
    module(
      '(func $f (param i32)) (func (export "run") i32.const 0 call_indirect)',
      '(table 1 funcref) (elem (i32.const 0) $f)',
    ),
  ],
];
