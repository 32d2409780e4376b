// Turns one function of the un-instrumented module into register code: locals and operands become registers, what only moves
// values between them disappears, and each instruction carries the price of those of the original that it stands for. A price
// may ride on an instruction only if nothing is tested in between (PROTOCOL 7).
import type { Mnemonic } from '../../spec/opcodes.ts';
import { PRICES } from '../../spec/prices.ts';
import { activation } from '../base/stack.ts';
import { type Operation, readInstruction, Step } from '../wasm/instructions.ts';
import type { FunctionType } from '../wasm/module.ts';
import { Reader } from '../wasm/reader.ts';
import { EMPTY_TYPE, I64 } from '../wasm/types.ts';
import {
  block,
  blockAt,
  branchIf,
  branchTable,
  end,
  giveBack,
  ifBlock,
  leave,
  loop,
  open,
  otherwise,
  skipDead,
} from './blocks.ts';
import type { Decoding, Source } from './decoding.ts';
import { type Emitter, opposite } from './emit.ts';
import { type Value, Values } from './values.ts';

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
  if (RIDES.has(found.name)) d.to.due += found.price;
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
  const { name, operands, price: paid } = opposite(compared);
  to.produce(name, paid + price, register, ...operands);
  return true;
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

/** For these nothing is written; whatever they cost rides on what is. */
const RIDES: ReadonlySet<Mnemonic> = new Set([
  'nop',
  'block',
  'else',
  'end',
  'drop',
  'local.get',
  'i32.const',
  'i64.const',
]);

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
