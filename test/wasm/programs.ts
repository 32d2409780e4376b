// Random structured programs with a second opinion: each can be written as text, and walked as a tree that adds up its own gas.
import fc from 'fast-check';
import { PRICES } from '../../spec/prices.ts';
import { cost } from '../suites/cases.ts';

export type Expr =
  | { op: 'const'; n: number }
  | { op: 'get'; local: number }
  | { op: 'i32.add' | 'i32.mul' | 'i32.xor' | 'i32.lt_u'; a: Expr; b: Expr }
  | { op: 'load'; a: Expr };
export type Statement =
  | { op: 'set'; local: number; a: Expr }
  | { op: 'store'; a: Expr; b: Expr }
  | { op: 'if'; a: Expr; yes: Statement[]; no?: Statement[] }
  | { op: 'block'; body: Statement[] }
  | { op: 'loop'; turns: number; body: Statement[] }
  | { op: 'while'; turns: number; body: Statement[] }
  | { op: 'br' | 'br_if'; to: number; a: Expr }
  | { op: 'br_table'; to: number[]; a: Expr }
  | { op: 'return'; a: Expr }
  | { op: 'call'; callee: number; indirect: boolean; local: number; a: Expr; b: Expr };
export interface Part {
  readonly body: Statement[];
  readonly result: Expr;
}
/** Functions of two parameters and one result; each calls only those behind it. */
export type Program = readonly Part[];

// Locals 0 and 1 are parameters, 2 is free, the rest count turns, one for each level of loops.
const FREE = 3;
const COUNTERS = 4;

const expr: fc.Arbitrary<Expr> = fc.letrec<{ e: Expr }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 3 },
    fc.record({ op: fc.constant('const' as const), n: fc.integer({ min: -2, max: 70 }) }),
    fc.record({ op: fc.constant('get' as const), local: fc.nat(FREE - 1) }),
    fc.record({
      op: fc.constantFrom('i32.add' as const, 'i32.mul' as const, 'i32.xor' as const, 'i32.lt_u' as const),
      a: tie('e'),
      b: tie('e'),
    }),
    fc.record({ op: fc.constant('load' as const), a: tie('e') }),
  ),
})).e;

const local = fc.nat(FREE - 1);
const label = fc.nat(5);

// Ways out are rare, so that what stands behind them is mostly reached.
const { statements } = fc.letrec<{ statement: Statement; statements: Statement[] }>((tie) => ({
  statements: fc.array(tie('statement'), { minLength: 1, maxLength: 6, size: 'max' }),
  statement: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('set' as const), local, a: expr }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('store' as const), a: expr, b: expr }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('br_if' as const), to: label, a: expr }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('br' as const, 'return' as const), to: label, a: expr }) },
    {
      weight: 1,
      arbitrary: fc.record({
        op: fc.constant('br_table' as const),
        to: fc.array(label, { minLength: 1, maxLength: 4 }),
        a: expr,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        op: fc.constant('call' as const),
        callee: fc.nat(1),
        indirect: fc.boolean(),
        local,
        a: expr,
        b: expr,
      }),
    },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('if' as const), a: expr, yes: tie('statements') }) },
    {
      weight: 3,
      arbitrary: fc.record({ op: fc.constant('if' as const), a: expr, yes: tie('statements'), no: tie('statements') }),
    },
    { weight: 3, arbitrary: fc.record({ op: fc.constant('block' as const), body: tie('statements') }) },
    {
      weight: 4,
      arbitrary: fc.record({
        op: fc.constantFrom('loop' as const, 'while' as const),
        turns: fc.integer({ min: 1, max: 3 }),
        body: tie('statements'),
      }),
    },
  ),
}));

export const program: fc.Arbitrary<Program> = fc.array(fc.record({ body: statements, result: expr }), {
  minLength: 3,
  maxLength: 3,
});

/** What a label is to a branch: the function's takes a value, the head of a `loop` is out of reach, since it would not end. */
type Label = 'function' | 'block' | 'loop' | 'head';

/** The label that a branch is about to take: it picks from those within reach, innermost first. */
function target(labels: readonly Label[], pick: number, withFunction: boolean): number {
  const within = labels.flatMap((kind, depth) =>
    kind === 'loop' || (kind === 'function' && !withFunction) ? [] : [depth],
  );
  return within.length === 0 ? -1 : within[pick % within.length]!;
}

/** The program as text; `run` calls the first function with 5 and 9 and stores its result at 60000. */
export function textOf(program: Program): string {
  const functions = program.map(
    (f, i) =>
      `(func $f${i} (type $t) (local${' i32'.repeat(1 + COUNTERS)}) ${list(f.body, ['function'], i, program)} ${value(f.result)})`,
  );
  return `(module (type $t (func (param i32 i32) (result i32))) (memory 1) (table ${program.length} funcref)
    (elem (i32.const 0) ${program.map((_, i) => `$f${i}`).join(' ')}) ${functions.join('\n')}
    (func (export "run") i32.const 60000 i32.const 5 i32.const 9 call $f0 i32.store))`;
}

function value(e: Expr): string {
  if (e.op === 'const') return `i32.const ${e.n}`;
  if (e.op === 'get') return `local.get ${e.local}`;
  if (e.op === 'load') return `${value(e.a)} i32.const 255 i32.and i32.load`;
  return `${value(e.a)} ${value(e.b)} ${e.op}`;
}

function list(body: readonly Statement[], labels: readonly Label[], self: number, program: Program): string {
  return body.map((s) => statement(s, labels, self, program)).join('\n');
}

const counterOf = (labels: readonly Label[]) =>
  FREE + (labels.filter((l) => l === 'loop' || l === 'head').length % COUNTERS);

function statement(s: Statement, labels: readonly Label[], self: number, program: Program): string {
  const inner = (body: Statement[], ...more: Label[]) => list(body, [...more, ...labels], self, program);
  const counter = counterOf(labels);
  switch (s.op) {
    case 'set':
      return `${value(s.a)} local.set ${s.local}`;
    case 'store':
      return `${value(s.a)} i32.const 255 i32.and ${value(s.b)} i32.store`;
    case 'if':
      return `${value(s.a)} (if (then ${inner(s.yes, 'block')})${s.no ? `(else ${inner(s.no, 'block')})` : ''})`;
    case 'block':
      return `(block ${inner(s.body, 'block')})`;
    case 'loop':
      return `i32.const ${s.turns} local.set ${counter} (loop ${inner(s.body, 'loop')}
        local.get ${counter} i32.const 1 i32.sub local.tee ${counter} br_if 0)`;
    case 'while':
      return `i32.const ${s.turns} local.set ${counter} (block (loop local.get ${counter} i32.eqz br_if 1
        local.get ${counter} i32.const 1 i32.sub local.set ${counter} ${inner(s.body, 'head', 'block')} br 0))`;
    case 'br':
    case 'br_if': {
      const to = target(labels, s.to, true);
      const carries = labels[to] === 'function';
      if (s.op === 'br') return `${carries ? value(s.a) : ''} br ${to}`;
      return `${carries ? value(s.a) : ''} ${value(s.a)} br_if ${to} ${carries ? 'drop' : ''}`;
    }
    case 'br_table': {
      const to = s.to.map((pick) => target(labels, pick, false));
      return to[0] === -1 ? '' : `${value(s.a)} br_table ${to.join(' ')}`;
    }
    case 'return':
      return `${value(s.a)} return`;
    case 'call': {
      const callee = self + 1 + s.callee;
      if (callee >= program.length) return '';
      const how = s.indirect ? `i32.const ${callee} call_indirect (type $t)` : `call $f${callee}`;
      return `${value(s.a)} ${value(s.b)} ${how} local.set ${s.local}`;
    }
  }
}

/** Goes on, or leaves so many blocks; 1000 and more leave the function. */
type Way = number;
const ON: Way = -1;
const OUT: Way = 1_000;

class Walk {
  gas = 0;
  readonly memory = new DataView(new ArrayBuffer(65_536));
  private readonly program: Program;
  private locals: number[] = [];
  private result = 0;

  constructor(program: Program) {
    this.program = program;
  }

  pay(...names: string[]): void {
    this.gas += cost(...names);
  }

  call(index: number, a: number, b: number): number {
    const { locals } = this;
    this.gas += PRICES['entry.base'].gas + PRICES['entry.perLocal'].gas * (FREE + COUNTERS);
    this.locals = [a, b, ...Array(1 + COUNTERS).fill(0)];
    const part = this.program[index]!;
    if (this.list(part.body, ['function'], index) === ON) this.result = this.value(part.result);
    this.locals = locals;
    return this.result;
  }

  private value(e: Expr): number {
    if (e.op === 'const') {
      this.pay('i32.const');
      return e.n | 0;
    }
    if (e.op === 'get') {
      this.pay('local.get');
      return this.locals[e.local]!;
    }
    const a = this.value(e.a);
    if (e.op === 'load') {
      this.pay('i32.const', 'i32.and', 'i32.load');
      return this.memory.getInt32(a & 255, true);
    }
    const b = this.value(e.b);
    this.pay(e.op);
    if (e.op === 'i32.add') return (a + b) | 0;
    if (e.op === 'i32.mul') return Math.imul(a, b);
    return e.op === 'i32.xor' ? a ^ b : Number(a >>> 0 < b >>> 0);
  }

  private list(body: readonly Statement[], labels: readonly Label[], self: number): Way {
    for (const s of body) {
      const way = this.step(s, labels, self);
      if (way !== ON) return way;
    }
    return ON;
  }

  /** What is left of a way once it has crossed the end of a block. */
  private within(body: readonly Statement[], labels: readonly Label[], self: number): Way {
    const way = this.list(body, labels, self);
    return way === ON || way === 0 ? ON : way >= OUT ? way : way - 1;
  }

  private step(s: Statement, labels: readonly Label[], self: number): Way {
    switch (s.op) {
      case 'set':
        this.locals[s.local] = this.value(s.a);
        this.pay('local.set');
        return ON;
      case 'store': {
        const at = this.value(s.a) & 255;
        this.memory.setInt32(at, this.value(s.b), true);
        this.pay('i32.const', 'i32.and', 'i32.store');
        return ON;
      }
      case 'if': {
        const yes = this.value(s.a) !== 0;
        this.pay('if');
        return this.within(yes ? s.yes : (s.no ?? []), ['block', ...labels], self);
      }
      case 'block':
        return this.within(s.body, ['block', ...labels], self);
      case 'loop':
        return this.loop(s, labels, self);
      case 'while':
        return this.while(s, labels, self);
      default:
        return this.leave(s, labels, self);
    }
  }

  private loop(s: Statement & { op: 'loop' }, labels: readonly Label[], self: number): Way {
    const counter = counterOf(labels);
    this.locals[counter] = s.turns;
    this.pay('i32.const', 'local.set');
    for (;;) {
      this.pay('loop');
      const way = this.within(s.body, ['loop', ...labels], self);
      if (way !== ON) return way;
      this.pay('local.get', 'i32.const', 'i32.sub', 'local.tee', 'br_if');
      this.locals[counter] = (this.locals[counter]! - 1) | 0;
      if (this.locals[counter] === 0) return ON;
    }
  }

  private while(s: Statement & { op: 'while' }, labels: readonly Label[], self: number): Way {
    const counter = counterOf(labels);
    this.locals[counter] = s.turns;
    this.pay('i32.const', 'local.set');
    for (;;) {
      this.pay('loop', 'local.get', 'i32.eqz', 'br_if');
      if (this.locals[counter] === 0) return ON;
      this.pay('local.get', 'i32.const', 'i32.sub', 'local.set');
      this.locals[counter] = (this.locals[counter]! - 1) | 0;
      const way = this.list(s.body, ['head', 'block', ...labels], self);
      if (way === ON) this.pay('br');
      else if (way !== 0) return way === 1 ? ON : way >= OUT ? way : way - 2;
    }
  }

  private leave(s: Statement, labels: readonly Label[], self: number): Way {
    if (s.op === 'return') {
      this.result = this.value(s.a);
      this.pay('return');
      return OUT;
    }
    if (s.op === 'br_table') return this.table(s, labels);
    if (s.op === 'br' || s.op === 'br_if') return this.branch(s, labels);
    if (s.op !== 'call' || self + 1 + s.callee >= this.program.length) return ON;
    const a = this.value(s.a);
    const b = this.value(s.b);
    if (s.indirect) this.pay('i32.const', 'call_indirect');
    else this.pay('call');
    const result = this.call(self + 1 + s.callee, a, b);
    this.pay('local.set');
    this.locals[s.local] = result;
    return ON;
  }

  private table(s: Statement & { op: 'br_table' }, labels: readonly Label[]): Way {
    const to = s.to.map((pick) => target(labels, pick, false));
    if (to[0] === -1) return ON;
    const at = this.value(s.a) >>> 0;
    this.pay('br_table');
    return to[Math.min(at, to.length - 1)]!;
  }

  private branch(s: Statement & { op: 'br' | 'br_if' }, labels: readonly Label[]): Way {
    const to = target(labels, s.to, true);
    const carries = labels[to] === 'function';
    const carried = carries ? this.value(s.a) : 0;
    const taken = s.op === 'br' || this.value(s.a) !== 0;
    this.pay(s.op);
    if (carries && taken) this.result = carried;
    if (!taken) return ON;
    return carries ? OUT : to;
  }
}

/** What the program does and costs, found by walking its tree; `gas` is what `run` spends in all. */
export function walk(program: Program): { gas: number; memory: Uint8Array } {
  const walk = new Walk(program);
  walk.gas += PRICES['entry.base'].gas;
  walk.pay('i32.const*3', 'call', 'i32.store');
  walk.memory.setInt32(60_000, walk.call(0, 5, 9), true);
  return { gas: walk.gas, memory: new Uint8Array(walk.memory.buffer) };
}
