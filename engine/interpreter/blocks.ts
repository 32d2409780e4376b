// Blocks, branches and returns as jumps. Where ways meet, operands are in their own registers.
import { operation, readInstruction } from '../wasm/instructions.ts';
import { EMPTY_TYPE, I64 } from '../wasm/types.ts';
import type { Decoding, Open } from './decoding.ts';
import { type Comparison, opposite } from './emit.ts';
import type { Values } from './values.ts';

const LOOP_PRICE = operation('loop').price;
const LOOP_WORDS = 1;

export function open(d: Decoding, kind: Open['kind'], result = d.step.a): void {
  d.opens.push({ kind, result, height: d.values.height, ends: [], start: d.to.length, otherwise: undefined });
}

/** Opens a block: whatever comes to its end finds the operands in their own registers. */
export function block(d: Decoding): void {
  d.values.settleTop();
  open(d, 'block');
}

export function loop(d: Decoding, price: number): void {
  d.values.settleTop();
  d.to.label();
  open(d, 'loop');
  d.to.write('loop', price);
  d.to.label();
}

/** A condition off the stack: a comparison that was just made, or a register. */
interface Condition {
  readonly compared: Comparison | undefined;
  readonly register: number;
}

function condition({ values, to }: Decoding): Condition {
  const isOwn = values.top().kind === 'own';
  const register = values.popRegister();
  return { compared: isOwn ? to.takeComparison(register) : undefined, register };
}

/** Writes a jump; returns where its target is to be written. */
function jumpWhen({ to }: Decoding, { compared, register }: Condition, holds: boolean, price: number): number {
  if (compared === undefined) return to.write(holds ? 'jump if' : 'jump unless', price, register, 0) + 2;
  const { name, price: paid, operands } = holds ? compared : opposite(compared);
  return to.write(`${name} jump`, paid + price, ...operands, 0) + 1 + operands.length;
}

export function ifBlock(d: Decoding, price: number): void {
  const when = condition(d);
  d.values.settleTop();
  open(d, 'if');
  d.opens.at(-1)!.otherwise = jumpWhen(d, when, false, price);
}

export function otherwise(d: Decoding, live: boolean): void {
  const { to, values } = d;
  const block = d.opens.at(-1)!;
  if (live) {
    values.settleTop();
    block.ends.push(to.write('jump', 0, 0) + 1);
  }
  to.patch(block.otherwise!, to.label());
  block.otherwise = undefined;
  values.cut(block.height);
}

export function end(d: Decoding, live: boolean): void {
  const { to, values } = d;
  const block = d.opens.pop()!;
  if (block.kind === 'function') {
    if (live) giveBack(d, block, 0);
    return;
  }
  if (live) values.settleTop();
  const here = to.label();
  if (block.otherwise !== undefined) to.patch(block.otherwise, here);
  for (const at of block.ends) to.patch(at, here);
  values.cut(block.height);
  if (block.result !== EMPTY_TYPE) values.pushOwn(block.result === I64);
}

/** Returns from the function; the operands stay for who comes after. */
export function giveBack({ to, values }: Decoding, { result }: Open, price: number): void {
  if (result === EMPTY_TYPE) to.write('return', price);
  else to.write('return value', price, registerOfTop(values));
}

/** The register in which the top operand is, which stays where it is. */
function registerOfTop(values: Values): number {
  const value = values.top();
  const register = values.popRegister();
  if (value.kind === 'local') values.push(value);
  else values.pushOwn(value.wide);
  return register;
}

/** Whether a branch to this block takes an operand along. */
function takesOperand({ kind, result }: Open): boolean {
  return kind !== 'loop' && result !== EMPTY_TYPE;
}

/** Whether what a branch to this block takes along is in another register than it must be. */
function hasToMove({ values }: Decoding, block: Open): boolean {
  if (!takesOperand(block)) return false;
  return block.kind === 'function' || values.height - 1 !== block.height;
}

/** Leaves for a block, with the operand that it takes. */
export function leave(d: Decoding, block: Open, price: number): void {
  const { to, values } = d;
  if (block.kind === 'function') {
    giveBack(d, block, price);
    return;
  }
  if (hasToMove(d, block)) {
    const wide = block.result === I64;
    to.write(wide ? 'move wide' : 'move', 0, values.register(block.height), registerOfTop(values));
  } else if (takesOperand(block)) values.settleTop(1);
  if (block.kind === 'loop') to.write('jump loop', price + LOOP_PRICE, block.start + LOOP_WORDS);
  else jumpTo(d, block, to.write('jump', price, 0) + 1);
}

/** Has the target written at `at` be that of a branch to this block. */
function jumpTo({ to }: Decoding, block: Open, at: number): void {
  if (block.kind === 'loop') to.patch(at, block.start);
  else block.ends.push(at);
}

export const blockAt = ({ opens }: Decoding, depth: number): Open => opens[opens.length - 1 - depth]!;

export function branchIf(d: Decoding, price: number): void {
  const block = blockAt(d, d.step.a);
  const when = condition(d);
  if (takesOperand(block)) d.values.settleTop(1);
  if (block.kind !== 'function' && !hasToMove(d, block)) {
    jumpTo(d, block, jumpWhen(d, when, true, price));
    return;
  }
  const past = jumpWhen(d, when, false, price);
  leave(d, block, 0);
  d.to.patch(past, d.to.label());
}

/** The ways out stand behind the table, because some move an operand first. */
export function branchTable(d: Decoding, price: number): void {
  const { to, values, step } = d;
  const index = values.popRegister();
  const targets = [...step.targets];
  if (targets.some((depth) => takesOperand(blockAt(d, depth)))) values.settleTop(1);
  const at = to.write('br_table', price, index, targets.length - 1, ...targets.map(() => 0)) + 3;
  const ways = new Map<number, number>();
  for (const [i, depth] of targets.entries()) {
    const known = ways.get(depth) ?? to.label();
    if (!ways.has(depth)) leave(d, blockAt(d, depth), 0);
    ways.set(depth, known);
    to.patch(at + i, known);
  }
  skipDead(d);
}

/** Leaves out what can never run, up to the `else` or `end` of the innermost block. */
export function skipDead(d: Decoding): void {
  for (let depth = 0; ; ) {
    readInstruction(d.from, d.step);
    const { name } = d.step.operation;
    if (depth === 0 && (name === 'else' || name === 'end')) break;
    if (name === 'end') depth--;
    if (name === 'block' || name === 'loop' || name === 'if') depth++;
  }
  d.to.place = d.step.at;
  if (d.step.operation.name === 'else') otherwise(d, false);
  else end(d, false);
}
