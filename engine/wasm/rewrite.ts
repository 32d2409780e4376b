// Rewrites the code of one function so that it pays for its instructions, tests at the places of PROTOCOL 7, and hands gas
// and stack on: gas is the parameter behind the original ones and the last result, stack the parameter behind gas.
//
// What is owed is carried along instead of charged at once. Two places force a charge: a test, where nothing may be owed, and
// a join, where all ways that meet must owe the same: what the first of them owes. Owing less than nothing is lawful between.
import type { Mnemonic } from '../../spec/opcodes.ts';
import { PRICES } from '../../spec/prices.ts';
import type { Bytes } from '../base/bytes.ts';
import { activation, OVERDEEP, OVERWEIGHT } from '../base/stack.ts';
import type { FunctionFacts } from './check.ts';
import { OP } from './emit.ts';
import { operation, readInstruction, Step } from './instructions.ts';
import type { Body, FunctionType } from './module.ts';
import { Reader } from './reader.ts';
import { EMPTY_TYPE, I32 } from './types.ts';
import { Writer } from './writer.ts';

/** Where functions stand in the instrumented module. */
export interface Layout {
  /** Added to every function index of the original. */
  readonly shift: number;
  /** Indexes of functions that instrumentation adds. */
  readonly refuse: number;
  readonly grow: number;
  readonly bulk: number;
}

interface OpenBlock {
  readonly kind: 'function' | 'block' | 'loop' | 'if' | 'else';
  /** What is owed at its label; undefined until something arrives there. */
  owed: number | undefined;
  /** What was owed when it was opened. */
  readonly before: number;
}

const LOOP_PRICE = operation('loop').price;
/** What is owed on the way to the head of a loop: its price is paid there already, so that the head needs only a test. */
const OWED_AT_LOOP = -LOOP_PRICE;

interface Rewriting {
  readonly layout: Layout;
  readonly from: Reader;
  readonly to: Writer;
  readonly step: Step;
  readonly params: number;
  /** Indexes of locals: gas left, call stack, an i32 for the instrumentation where something needs it. */
  readonly gas: number;
  readonly stack: number;
  readonly scratch: number;
  readonly blocks: OpenBlock[];
  /** Numbers of the blocks, in order of opening, whose labels stand in a br_table. */
  readonly tabled: ReadonlySet<number>;
  /** How many blocks were opened so far. */
  opened: number;
  /** Whether the instruction at hand is reached from the one before it. */
  live: boolean;
  /** Where the original bytes that are not yet copied begin. */
  pending: number;
  /** What is owed: prices of instructions that are not yet charged. */
  due: number;
}

/** The body of a rewritten function, with the declarations of its locals. */
export function rewriteFunction(
  layout: Layout,
  bytes: Bytes,
  type: FunctionType,
  body: Body,
  facts: FunctionFacts,
): Bytes {
  const r = rewritingOf(layout, bytes, body, facts);
  const { to } = r;
  const locals = [...body.locals, ...(facts.counts.scratch > 0 ? [[1, I32] as const] : [])];
  to.list(locals, ([count, local]) => to.u32(count).u8(local));
  // All tests leave for the end of this block. V8 unrolls no loop with a call in it, not even one that is never made, so
  // the one call that refuses stands behind everything.
  to.u8(OP.block, EMPTY_TYPE);
  writeEntry(r, facts);
  // The code itself becomes a block, so that every way out of it, branches too, arrives before the gas is handed back.
  to.u8(OP.block, type.results[0] ?? EMPTY_TYPE);
  while (r.blocks.length > 0) rewriteNext(r);
  copyUntil(r, body.end);
  pushGas(r);
  to.u8(OP.return, OP.end, OP.localGet).u32(r.stack).u8(OP.call).u32(layout.refuse).u8(OP.unreachable);
  return to.u8(OP.end).view();
}

function rewritingOf(layout: Layout, bytes: Bytes, body: Body, { params, locals, counts }: FunctionFacts): Rewriting {
  const tabled: ReadonlySet<number> = counts.tables > 0 ? tabledBlocks(bytes, body) : new Set();
  return {
    layout,
    from: new Reader(bytes, body.code, body.end),
    to: new Writer((body.end - body.start) * 2 + 64),
    step: new Step(),
    params,
    gas: params,
    stack: params + 1,
    scratch: params + 2 + locals,
    blocks: [{ kind: 'function', owed: tabled.has(0) ? OWED_AT_LOOP : undefined, before: 0 }],
    tabled,
    opened: 0,
    live: true,
    pending: body.code,
    due: 0,
  };
}

/** A br_table owes one sum on all its ways, so its labels are looked up first. */
function tabledBlocks(bytes: Bytes, body: Body): ReadonlySet<number> {
  const tabled = new Set<number>();
  const step = new Step();
  // 0 is the function itself, the blocks count from 1.
  const open = [0];
  let opened = 0;
  for (const from = new Reader(bytes, body.code, body.end); open.length > 0; ) {
    readInstruction(from, step);
    const { name } = step.operation;
    if (name === 'br_table') for (const depth of step.targets) tabled.add(open[open.length - 1 - depth]!);
    if (isOpening(name)) open.push(++opened);
    if (name === 'end') open.pop();
  }
  return tabled;
}

function isOpening(name: Mnemonic): boolean {
  return name === 'block' || name === 'loop' || name === 'if';
}

function writeEntry(r: Rewriting, facts: FunctionFacts): void {
  const { to, gas, stack } = r;
  const price = PRICES['entry.base'].gas + PRICES['entry.perLocal'].gas * (facts.params + facts.locals);
  to.u8(OP.localGet).u32(stack).u8(OP.i32Const).s32(activation(facts.weight)).u8(OP.i32Add);
  to.u8(OP.localTee).u32(stack);
  to.u8(OP.i32Const)
    .s32(OVERDEEP | OVERWEIGHT)
    .u8(OP.i32And, OP.brIf, 0);
  to.u8(OP.localGet).u32(gas);
  pay(to, price);
  // The sign bit spread and cut to 32 bits: V8's first compiler branches on it at once, a comparison it makes a value first.
  to.u8(OP.localTee).u32(gas).u8(OP.i64Const, 63, OP.i64ShrS, OP.i32WrapI64, OP.brIf, 0);
}

/** Takes the price from the gas on the operand stack. A negative sum, because only additions have an immediate form in V8's first compiler. */
function pay(to: Writer, price: number): void {
  if (price !== 0) to.u8(OP.i64Const).s32(-price).u8(OP.i64Add);
}

/** Copies the original up to `end`; what is there goes on from the same place. */
function copyUntil(r: Rewriting, end: number): void {
  if (end > r.pending) r.to.raw(r.from.bytes.subarray(r.pending, end));
  r.pending = end;
}

/** Charges so much that `owed` is left. */
function charge(r: Rewriting, owed: number): void {
  if (r.due !== owed) {
    r.to.u8(OP.localGet).u32(r.gas);
    pay(r.to, r.due - owed);
    r.to.u8(OP.localSet).u32(r.gas);
  }
  r.due = owed;
}

/** Copies what stands before the instruction at hand, then charges so much that `owed` is left. */
function settle(r: Rewriting, owed = 0): void {
  copyUntil(r, r.step.at);
  charge(r, owed);
}

/** Leaves the instruction at hand out of what is copied. */
function replace(r: Rewriting): void {
  r.pending = r.step.next;
}

function rewriteNext(r: Rewriting): void {
  readInstruction(r.from, r.step);
  const { code, price } = r.step.operation;
  r.due += price;
  r.live = true;
  REWRITES[code]?.(r);
}

/** Owes at the instruction at hand what all who come to this label owe. */
function settleAt(r: Rewriting, block: OpenBlock): void {
  block.owed ??= r.due;
  settle(r, block.owed);
}

/** Leaves out what can never run: all up to the `else` or `end` of the innermost block, which is rewritten at once. */
function skipDead(r: Rewriting): void {
  copyUntil(r, r.step.next);
  for (let depth = 0; ; ) {
    readInstruction(r.from, r.step);
    const { name } = r.step.operation;
    if (depth === 0 && (name === 'else' || name === 'end')) break;
    if (name === 'end') depth--;
    if (!isOpening(name)) continue;
    depth++;
    r.opened++;
  }
  r.pending = r.step.at;
  r.live = false;
  REWRITES[r.step.operation.code]!(r);
}

function shiftLocal(r: Rewriting): void {
  if (r.step.a < r.params) return;
  copyUntil(r, r.step.at);
  r.to.u8(r.step.operation.code).u32(r.step.a + 2);
  replace(r);
}

function openBlock(kind: 'block' | 'if'): (r: Rewriting) => void {
  return (r) => {
    const owed = r.tabled.has(++r.opened) ? OWED_AT_LOOP : undefined;
    r.blocks.push({ kind, owed, before: r.due });
  };
}

function rewriteLoop(r: Rewriting): void {
  settle(r);
  copyUntil(r, r.step.next);
  r.opened++;
  r.blocks.push({ kind: 'loop', owed: OWED_AT_LOOP, before: 0 });
  r.to.u8(OP.localGet).u32(r.gas).u8(OP.i64Const, 0, OP.i64LtS, OP.brIf).u32(r.blocks.length);
}

function rewriteElse(r: Rewriting): void {
  const block = r.blocks.pop()!;
  if (r.live) settleAt(r, block);
  r.blocks.push({ ...block, kind: 'else' });
  r.due = block.before;
}

function rewriteEnd(r: Rewriting): void {
  const block = r.blocks.pop()!;
  if (block.kind === 'loop') return;
  if (block.kind === 'if') endIf(r, block);
  else if (block.owed !== undefined) {
    if (r.live) settle(r, block.owed);
    r.due = block.owed;
  }
}

/** The end of an if without else: who did not go in owes what was owed before. */
function endIf(r: Rewriting, block: OpenBlock): void {
  block.owed ??= block.before;
  if (r.live) settle(r, block.owed);
  r.due = block.before;
  if (block.owed === block.before) return;
  copyUntil(r, r.step.at);
  r.to.u8(OP.else);
  charge(r, block.owed);
}

function rewriteBranch(r: Rewriting): void {
  settleAt(r, r.blocks[r.blocks.length - 1 - r.step.a]!);
}

function rewriteReturn(r: Rewriting): void {
  copyUntil(r, r.step.at);
  pushGas(r);
  skipDead(r);
}

/** Pushes the gas that is left once all that is owed is paid, for a callee whose result will be the gas from there on. */
function pushGas(r: Rewriting): void {
  r.to.u8(OP.localGet).u32(r.gas);
  pay(r.to, r.due);
  r.due = 0;
}

/** Calls a function that takes gas and stack last and gives gas back last. */
function writeCall(r: Rewriting, index: number): void {
  pushGas(r);
  r.to.u8(OP.localGet).u32(r.stack).u8(OP.call).u32(index).u8(OP.localSet).u32(r.gas);
}

function rewriteCall(r: Rewriting): void {
  copyUntil(r, r.step.at);
  writeCall(r, r.step.a + r.layout.shift);
  replace(r);
}

function rewriteIndirect(r: Rewriting): void {
  copyUntil(r, r.step.at);
  r.to.u8(OP.localSet).u32(r.scratch);
  pushGas(r);
  r.to.u8(OP.localGet).u32(r.stack).u8(OP.localGet).u32(r.scratch);
  copyUntil(r, r.step.next);
  r.to.u8(OP.localSet).u32(r.gas);
}

function rewriteGrow(r: Rewriting): void {
  copyUntil(r, r.step.at);
  writeCall(r, r.layout.grow);
  replace(r);
}

function rewriteBulk(r: Rewriting): void {
  settle(r);
  r.to.u8(OP.localTee).u32(r.scratch).u8(OP.localGet).u32(r.scratch).u8(OP.localGet).u32(r.gas);
  r.to.u8(OP.call).u32(r.layout.bulk).u8(OP.localSet).u32(r.gas);
}

const REWRITES: { readonly [code: number]: (r: Rewriting) => void } = {
  [operation('unreachable').code]: skipDead,
  [operation('block').code]: openBlock('block'),
  [operation('loop').code]: rewriteLoop,
  [operation('if').code]: openBlock('if'),
  [operation('else').code]: rewriteElse,
  [operation('end').code]: rewriteEnd,
  [operation('br').code]: (r) => {
    rewriteBranch(r);
    skipDead(r);
  },
  [operation('br_if').code]: rewriteBranch,
  [operation('br_table').code]: (r) => {
    settle(r, OWED_AT_LOOP);
    skipDead(r);
  },
  [operation('return').code]: rewriteReturn,
  [operation('call').code]: rewriteCall,
  [operation('call_indirect').code]: rewriteIndirect,
  [operation('local.get').code]: shiftLocal,
  [operation('local.set').code]: shiftLocal,
  [operation('local.tee').code]: shiftLocal,
  [operation('memory.grow').code]: rewriteGrow,
  [operation('memory.fill').code]: rewriteBulk,
  [operation('memory.copy').code]: rewriteBulk,
};
