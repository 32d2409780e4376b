// Turns one function of the un-instrumented module into register code: locals and operands become registers, what only moves
// values between them disappears, and each instruction carries the price of those of the original that it stands for. A price
// may ride on an instruction only if nothing is tested in between (PROTOCOL 7).
import type { Mnemonic } from '../../spec/opcodes.ts';
import { PRICES } from '../../spec/prices.ts';
import { activation } from '../base/stack.ts';
import { type Operation, operation, readInstruction, Step } from '../wasm/instructions.ts';
import type { FunctionType } from '../wasm/module.ts';
import { Reader } from '../wasm/reader.ts';
import { EMPTY_TYPE, I64 } from '../wasm/types.ts';
import { type Comparison, type Emitter, opposite } from './emit.ts';
import { type Value, Values } from './values.ts';

/** What decoding a function needs to know of it and of its module. */
export interface Source {
  readonly bytes: Uint8Array;
  /** Where its code begins and ends. */
  readonly from: number;
  readonly end: number;
  readonly type: FunctionType;
  /** Types of parameters and locals. */
  readonly locals: ArrayLike<number>;
  readonly weight: number;
  /** Types of the module's functions by index, imports first, and of its globals; canonical numbers of its types. */
  readonly functions: readonly FunctionType[];
  readonly types: readonly FunctionType[];
  readonly kinds: ArrayLike<number>;
  readonly globals: ArrayLike<number>;
}

interface Open {
  readonly kind: 'function' | 'block' | 'loop' | 'if';
  readonly result: number;
  /** Operands below it. */
  readonly height: number;
  /** Where the place behind its end is to be written. */
  readonly ends: number[];
  /** Where a loop begins. */
  readonly start: number;
  /** Where the place of the else, or of the end without one, is to be written. */
  otherwise: number | undefined;
}

const LOOP_PRICE = operation('loop').price;
const LOOP_WORDS = 1;

interface Decoding {
  readonly source: Source;
  readonly from: Reader;
  readonly step: Step;
  readonly to: Emitter;
  readonly values: Values;
  readonly opens: Open[];
}

/** Writes the register code of a function. Returns where it begins. */
export function decodeFunction(source: Source, to: Emitter): number {
  const { locals, type } = source;
  const d: Decoding = {
    source,
    from: new Reader(source.bytes, source.from, source.end),
    step: new Step(),
    to,
    values: new Values(to, locals.length),
    opens: [],
  };
  to.place = source.from;
  const price = PRICES['entry.base'].gas + PRICES['entry.perLocal'].gas * locals.length;
  const start = to.write('enter', price, activation(source.weight), type.params.length, locals.length);
  open(d, 'function', type.results[0] ?? EMPTY_TYPE);
  while (d.opens.length > 0) next(d);
  return start;
}

function next(d: Decoding): void {
  readInstruction(d.from, d.step);
  d.to.place = d.step.at;
  const found = d.step.operation;
  const rule = RULES[found.name];
  if (rule !== undefined) rule(d, found.price);
  else if (found.immediates === 'memory') access(d, found);
  else arithmetic(d, found);
}

/** Takes operands from registers and leaves a result in one. */
function arithmetic(d: Decoding, { name, price, effect }: Operation): void {
  const { values, to } = d;
  const wide = effect!.pushes[0] === I64;
  if (effect!.pops.length === 1) {
    if (name === 'i32.eqz' && negate(d, price)) return;
    const a = values.popRegister();
    to.produce(name, price, values.register(values.height), a);
  } else {
    const b = immediateOf(values.top());
    const second = b === undefined ? values.popRegister() : b;
    if (b !== undefined) values.pop();
    const a = values.popRegister();
    to.produce(b === undefined ? name : `${name} given`, price, values.register(values.height), a, second);
  }
  values.pushOwn(wide);
}

/** A constant that fits a word of code. */
function immediateOf(value: Value): number | undefined {
  if (value.kind !== 'constant') return undefined;
  if (typeof value.value === 'number') return value.value;
  return BigInt.asIntN(32, value.value) === value.value ? Number(value.value) : undefined;
}

/** A comparison with zero of what was just compared is the opposite comparison. */
function negate({ values, to }: Decoding, price: number): boolean {
  const register = values.register(values.height - 1);
  const compared = values.top().kind === 'own' ? to.takeComparison(register) : undefined;
  if (compared === undefined) return false;
  const { name, operands, price: paid } = oppositeOf(compared);
  to.produce(name, paid + price, register, ...operands);
  return true;
}

function oppositeOf(comparison: Comparison): Comparison {
  if (!comparison.name.endsWith('.eqz')) return opposite(comparison);
  const type = comparison.name.slice(0, 3);
  return { ...comparison, name: `${type}.ne given`, operands: [comparison.operands[0]!, 0] };
}

function access({ values, to, step }: Decoding, { name, price, effect }: Operation): void {
  if (effect!.pushes.length > 0) {
    const address = values.popRegister();
    to.produce(name, price, values.register(values.height), address, step.b | 0);
    values.pushOwn(effect!.pushes[0] === I64);
    return;
  }
  const given = immediateOf(values.top());
  const value = given ?? values.popRegister();
  if (given !== undefined) values.pop();
  const address = values.popRegister();
  to.write(given === undefined ? name : `${name} given`, price, address, value, step.b | 0);
}

function open(d: Decoding, kind: Open['kind'], result = d.step.a): void {
  d.opens.push({ kind, result, height: d.values.height, ends: [], start: d.to.length, otherwise: undefined });
}

/** Opens a block: whatever comes to its end finds the operands in their own registers. */
function block(d: Decoding): void {
  d.values.settleTop();
  open(d, 'block');
}

function loop(d: Decoding, price: number): void {
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
  const { name, price: paid, operands } = holds ? compared : oppositeOf(compared);
  return to.write(`${name} jump`, paid + price, ...operands, 0) + 1 + operands.length;
}

function ifBlock(d: Decoding, price: number): void {
  const when = condition(d);
  d.values.settleTop();
  open(d, 'if');
  d.opens.at(-1)!.otherwise = jumpWhen(d, when, false, price);
}

function otherwise(d: Decoding, live: boolean): void {
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

function end(d: Decoding, live: boolean): void {
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
function giveBack({ to, values }: Decoding, { result }: Open, price: number): void {
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
function leave(d: Decoding, block: Open, price: number): void {
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

const blockAt = ({ opens }: Decoding, depth: number): Open => opens[opens.length - 1 - depth]!;

function branchIf(d: Decoding, price: number): void {
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
function branchTable(d: Decoding, price: number): void {
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
function skipDead(d: Decoding): void {
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

/** Arguments stand in registers next to each other, where the callee finds them and leaves its result. */
function call(d: Decoding, type: FunctionType, write: (window: number) => void): void {
  const { values } = d;
  values.settleTop(type.params.length);
  values.cut(values.height - type.params.length);
  write(values.register(values.height));
  for (const result of type.results) values.pushOwn(result === I64);
}

function setLocal(d: Decoding, price: number): void {
  const { values, to, step } = d;
  const register = values.register(values.height - 1);
  const value = values.pop();
  values.settleLocal(step.a);
  if (value.kind !== 'own') values.write(step.a, value, price);
  else if (!to.redirect(register, step.a, price))
    to.produce(value.wide ? 'move wide' : 'move', price, step.a, register);
}

function teeLocal(d: Decoding, price: number): void {
  const { values, to, step } = d;
  const register = values.register(values.height - 1);
  const value = values.pop();
  values.settleLocal(step.a);
  if (value.kind !== 'own') values.write(step.a, value, price);
  else if (to.redirect(register, step.a, price)) {
    values.push({ kind: 'local', local: step.a, wide: value.wide });
    return;
  } else to.produce(value.wide ? 'move wide' : 'move', price, step.a, register);
  values.push(value);
}

function select({ values, to }: Decoding, price: number): void {
  const when = values.popRegister();
  const { wide } = values.top();
  const b = values.popRegister();
  const a = values.popRegister();
  to.produce('select', price, values.register(values.height), a, b, when);
  values.pushOwn(wide);
}

/** Whoever runs the code does it, with operands in registers next to each other. */
const memory =
  (name: string, operands: number, results: number) =>
  (d: Decoding, price: number): void => {
    const { values, to } = d;
    values.settleTop(operands);
    values.cut(values.height - operands);
    to.write(name, price, values.register(values.height));
    if (results > 0) values.pushOwn(false);
  };

type Rule = (d: Decoding, price: number) => void;

const RULES: Partial<Record<Mnemonic, Rule>> = {
  unreachable: (d, price) => {
    d.to.write('unreachable', price);
    skipDead(d);
  },
  nop: () => undefined,
  block,
  loop,
  if: ifBlock,
  else: (d) => otherwise(d, true),
  end: (d) => end(d, true),
  br: (d, price) => {
    leave(d, blockAt(d, d.step.a), price);
    skipDead(d);
  },
  br_if: branchIf,
  br_table: branchTable,
  return: (d, price) => {
    giveBack(d, d.opens[0]!, price);
    skipDead(d);
  },
  call: (d, price) => {
    const { a } = d.step;
    call(d, d.source.functions[a]!, (window) => d.to.write('call', price, a, window));
  },
  call_indirect: (d, price) => {
    const { a } = d.step;
    const index = d.values.popRegister();
    const kind = d.source.kinds[a]!;
    call(d, d.source.types[a]!, (window) => d.to.write('call_indirect', price, kind, index, window));
  },
  drop: ({ values }) => void values.pop(),
  select,
  'local.get': ({ values, step, source }) =>
    values.push({ kind: 'local', local: step.a, wide: source.locals[step.a] === I64 }),
  'local.set': setLocal,
  'local.tee': teeLocal,
  'global.get': ({ values, to, step, source }, price) => {
    to.produce('global.get', price, values.register(values.height), step.a);
    values.pushOwn(source.globals[step.a] === I64);
  },
  'global.set': ({ values, to, step }, price) => {
    const from = values.popRegister();
    to.write('global.set', price, step.a, from);
  },
  'memory.size': ({ values, to }, price) => {
    to.produce('memory.size', price, values.register(values.height));
    values.pushOwn(false);
  },
  'memory.grow': memory('memory.grow', 1, 1),
  'memory.fill': memory('memory.fill', 3, 0),
  'memory.copy': memory('memory.copy', 3, 0),
  'i32.const': ({ values, step }) => values.push({ kind: 'constant', value: step.a, wide: false }),
  'i64.const': ({ values, step }) => values.push({ kind: 'constant', value: step.value, wide: true }),
};
