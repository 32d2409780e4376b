// Contracts that recurse without end in every way that makes frames large: only the weight of the call stack may stop them.
import { LIMITS } from '../../spec/limits.ts';
import { times } from '../calibrate/probe.ts';

export interface Recursion {
  readonly name: string;
  /** Module in text form with the method `run`; the word at 0 of its memory counts activations. */
  readonly module: string;
}

const COUNT = '(i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))';
const shell = (body: string, pages = 1) => `(module (memory ${pages}) ${body})`;

/** A function that calls itself between two halves of its work. */
function recursing(params: number, locals: number, before: string, after: string, call = '(call $f'): string {
  const given = times(params, (i) => `(i64.add (local.get ${i}) (i64.const ${i + 1}))`);
  return `(func $f (param ${'i64 '.repeat(params)}) (result i64) (local ${'i64 '.repeat(locals)}) ${COUNT} ${before}
    ${call} ${given}) ${after})`;
}

const run = (params: number) =>
  `(func (export "run") (drop (call $f ${times(params, (i) => `(i64.const ${i + 3})`)})))`;

const plain = (name: string, params: number, locals: number, before: string, after: string): Recursion => ({
  name,
  module: shell(recursing(params, locals, before, after) + run(params)),
});

/** All locals hold something that is needed after the call. */
function liveLocals(params: number, locals: number): Recursion {
  const any = params > 0 ? '(local.get 0)' : '(i64.load (i32.const 8))';
  const before = times(
    locals,
    (i) => `(local.set ${params + i} (i64.xor (i64.rotl ${any} (i64.const ${i % 63})) (i64.const ${i + 7})))`,
  );
  const after = `${times(locals, (i) => `(i64.add (local.get ${params + i}))`)} ${times(params, (i) => `(i64.add (local.get ${i}))`)}`;
  return plain(`${params} parameters and ${locals} locals that live`, params, locals, before, after);
}

function deadLocals(locals: number): Recursion {
  return plain(`${locals} locals that nobody uses`, 1, locals, '', '(i64.add (local.get 0))');
}

/** Values on the operand stack under the call. */
function operands(height: number): Recursion {
  const before = times(height, (i) => `(i64.rotl (local.get 0) (i64.const ${i % 61}))`);
  const after = times(height, 'i64.xor');
  return plain(`${height} operands beneath the call`, 1, 0, before, after);
}

/** Expressions that are worked out before the call and again after it: an optimising compiler keeps them, with no local at all. */
function common(count: number, op: string): Recursion {
  const value = (i: number) => `(${op} (i64.add (local.get 0) (i64.const ${i * 37 + 1})) (i64.const ${i * 91 + 5}))`;
  const before = times(count, (i) => `(i64.store offset=${64 + 8 * (i % 64)} (i32.const 0) ${value(i)})`);
  const after = times(count, (i) => `(i64.xor ${value(i)})`);
  return plain(`${count} common expressions of ${op}`, 1, 0, before, after);
}

/** A chain of values each made from the one before, all needed after the call. */
function chain(length: number): Recursion {
  const nest = (n: number): string => {
    let text = '(local.get 0)';
    for (let i = 0; i < n; i++) text = `(i64.mul ${text} (i64.const ${i * 2 + 3}))`;
    return text;
  };
  const parts = Math.ceil(length / 40);
  const before = times(parts, (i) => `(i64.store offset=${64 + 8 * i} (i32.const 0) ${nest(40 + i)})`);
  const after = times(parts, (i) => `(i64.xor ${nest(40 + i)})`);
  return plain(`chains of ${length} products`, 1, 0, before, after);
}

function mutual(functions: number, locals: number): Recursion {
  const f = (
    i: number,
  ) => `(func $f${i === 0 ? '' : i} (param i64) (result i64) (local ${'i64 '.repeat(locals)}) ${COUNT}
    ${times(locals, (n) => `(local.set ${n + 1} (i64.add (local.get 0) (i64.const ${n})))`)}
    (call $f${(i + 1) % functions === 0 ? '' : (i + 1) % functions} (local.get 0)) ${times(locals, (n) => `(i64.add (local.get ${n + 1}))`)})`;
  return { name: `${functions} functions in a ring, ${locals} locals`, module: shell(times(functions, f) + run(1)) };
}

function indirect(params: number, locals: number): Recursion {
  const type = `(type $t (func (param ${'i64 '.repeat(params)}) (result i64))) (table funcref (elem $f))`;
  const after = times(locals, (n) => `(i64.add (local.get ${params + n}))`);
  const before = times(locals, (n) => `(local.set ${params + n} (i64.add (local.get 0) (i64.const ${n})))`);
  const given = times(params, (i) => `(i64.add (local.get ${i}) (i64.const ${i + 1}))`);
  const f = `(func $f (type $t) (local ${'i64 '.repeat(locals)}) ${COUNT} ${before} (call_indirect (type $t) ${given} (i32.const 0)) ${after})`;
  return { name: `through the table, ${params} parameters, ${locals} locals`, module: shell(type + f + run(params)) };
}

/** The call stands in blocks, loops or arms, with what is live different in each. */
function within(name: string, open: string, close: string, locals: number): Recursion {
  const set = times(locals, (n) => `(local.set ${n + 1} (i64.mul (local.get 0) (i64.const ${n + 3})))`);
  const sum = times(locals, (n) => `(i64.add (local.get ${n + 1}))`);
  const text = `(func $f (param i64) (result i64) (local ${'i64 '.repeat(locals + 1)}) ${COUNT} ${set}
    ${open} (local.set ${locals + 1} (call $f (i64.add (local.get 0) (i64.const 1)))) ${close} (local.get ${locals + 1}) ${sum})`;
  return { name: `${name}, ${locals} locals`, module: shell(text + run(1)) };
}

const CASES = 60;
const many = (n: number, text: string) => times(n, text);
const TABLE_OPEN = `${many(CASES, '(block')} (br_table ${times(CASES, (i) => String(i))} (i32.and (i32.wrap_i64 (local.get 0)) (i32.const 31))) ${many(CASES, ')')}`;

/** Arithmetic that fills a body to about so many bytes, with nothing that lives across the call. */
function bulky(bytes: number): Recursion {
  const line = '(local.set 1 (i64.xor (i64.mul (local.get 1) (i64.const 77)) (local.get 0)))';
  return plain(`a body of ${bytes} bytes`, 1, 1, times(Math.floor(bytes / 11), line), '(i64.add (local.get 1))');
}

/** Divisions and shifts keep fixed registers busy, so everything else goes to the frame. */
function busy(locals: number): Recursion {
  const before = times(
    locals,
    (i) =>
      `(local.set ${i + 1} (i64.div_u (i64.shl (local.get 0) (local.get ${Math.max(0, i)})) (i64.or (local.get 0) (i64.const ${i + 3}))))`,
  );
  const after = times(locals, (i) => `(i64.rem_u (i64.or (local.get ${i + 1}) (i64.const 1)))`);
  return plain(`${locals} quotients that live`, 1, locals, before, after);
}

/** A contract that calls itself through the host, from beneath so many activations of a function with so many locals. */
function throughHost(activations: number, locals: number): Recursion {
  const module = `(module (import "tally" "self" (func $self (param i32)))
    (import "tally" "call" (func $call (param i32 i32 i32 i32 i32 i64 i32) (result i32)))
    (memory 1) (data (i32.const 64) "run")
    (func $down (param i32) (local ${'i64 '.repeat(locals)})
      (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1))) (return)))
      (drop (call $call (i32.const 0) (i32.const 64) (i32.const 3) (i32.const 0) (i32.const 0) (i64.const -1) (i32.const 1))))
    (func (export "run#reentrant") (call $self (i32.const 0)) (call $down (i32.const ${activations}))))`;
  return { name: `calls of itself beneath ${activations} activations with ${locals} locals`, module };
}

const PARAMS = [0, 1, 2, 4, 8, 12, LIMITS.params.max];
const LOCALS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 230];

/** Recursions that only a chain can run: the stack that a transaction starts on goes on from contract to contract. */
export const CALLING: readonly Recursion[] = [
  [0, 0],
  [0, 200],
  [4, 200],
  [9, 200],
  [20, 100],
  [30, 20],
].map(([activations, locals]) => throughHost(activations!, locals!));

/** Every program that runs by itself, none with the name of another. */
export const RECURSIONS: readonly Recursion[] = [
  ...PARAMS.flatMap((params) => [0, 3, 40, 230].map((locals) => liveLocals(params, locals))),
  ...LOCALS.slice(1).map(deadLocals),
  ...[1, 10, 50, 150, 240].map(operands),
  ...[10, 100, 400, 700].flatMap((count) => ['i64.mul', 'i64.rotl'].map((op) => common(count, op))),
  ...[40, 400, 1_600].map(chain),
  ...[2, 3, 10].flatMap((functions) => [0, 30, 200].map((locals) => mutual(functions, locals))),
  ...[1, 16].flatMap((params) => [0, 30, 200].map((locals) => indirect(params, locals))),
  ...[5, 100, 240].flatMap((locals) => [
    within('in a block', '(block', ')', locals),
    within('in nested loops', '(loop (loop (loop', ')))', locals),
    within('in an arm', '(if (i64.ne (local.get 0) (i64.const 0)) (then', ') (else nop))', locals),
    within('behind a br_table', TABLE_OPEN, '', locals),
  ]),
  ...[1_000, 8_000, 17_000].map(bulky),
  ...[4, 40, 150].map(busy),
];
