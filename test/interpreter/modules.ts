// Random lawful modules, typed as they are written: nested control, calls of all kinds, memory that grows, globals, host calls.

import { type Chance, randomBytes } from '../../bench/chance.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import { SIGNATURES } from '../../engine/wasm/surface.ts';
import { Writer } from '../../engine/wasm/writer.ts';
import { HOST_FUNCTIONS } from '../../spec/host.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { type Mnemonic, OPCODES } from '../../spec/opcodes.ts';

const [I32, I64, VOID] = [0x7f, 0x7e, 0x40] as const;
type Type = typeof I32 | typeof I64;
type Result = Type | typeof VOID;

interface Signature {
  readonly params: readonly Type[];
  readonly result: Result;
}

const OP = Object.fromEntries(OPCODES.map(([code, name]) => [name, code])) as { readonly [name: string]: number };

/**
 * Where things stand in the memory of every module. Loads and stores mostly stay in `scratch`, which begins with random bytes and the
 * input, so that what they read and write differs.
 */
const PLACES = {
  scratch: 0,
  input: 0x40,
  globals: 0x600,
  locals: 0x700,
  names: 0x8000,
  addresses: 0x8100,
  zeros: 0x8200,
} as const;
const SCRATCH = 0x300;
const NAMES = ['run', 'again', 'peek', 'nobody', 'Event.1', 'CODE'] as const;

/** Instructions by the types that they take and leave. */
const PLAIN = new Map<string, number[]>();
for (const [code, , immediates, effect, , feature] of OPCODES) {
  if (feature !== '' || immediates !== 'none' || !/^[iI]{1,2}>[iI]$/.test(effect)) continue;
  PLAIN.set(effect, [...(PLAIN.get(effect) ?? []), code]);
}
const accesses = (effect: string) =>
  OPCODES.filter(([, , immediates, row, , feature]) => immediates === 'memory' && row === effect && feature === '').map(
    ([code, name]) => [code, Math.log2(Number(/(?:load|store)(\d+)/.exec(name)?.[1] ?? name.slice(1, 3)) / 8)] as const,
  );
const LOADS = { [I32]: accesses('i>i'), [I64]: accesses('i>I') };
const STORES = { [I32]: accesses('ii>'), [I64]: accesses('iI>') };

const INTERESTING = [0, 1, -1, 2, 7, 31, 32, 63, 64, 255, -128, 0x7fff_ffff, -0x8000_0000, 0xffff, 0x10000];
const INTERESTING_WIDE = [
  0n,
  1n,
  -1n,
  63n,
  64n,
  0xffff_ffffn,
  1n << 32n,
  -(1n << 63n),
  (1n << 63n) - 1n,
  12_345_678_901_234n,
];

/** What the generated module is to be like. */
export interface Wanted {
  readonly pages?: number;
  /** How many functions besides the methods. */
  readonly functions?: number;
  /** One in so many addresses is not kept within memory. */
  readonly wild?: number;
  /** An instruction that is to come more often than others. */
  readonly favour?: Mnemonic;
}

export const METHODS = ['run', 'again#reentrant', 'peek#view'] as const;

class Modules {
  readonly random: Chance;
  readonly types: Signature[] = [];
  readonly globals: Type[] = [];
  readonly functions: Signature[] = [];
  readonly wild: number;
  /** The row of the instruction that comes more often. */
  readonly favour: (typeof OPCODES)[number] | undefined;

  constructor(random: Chance, wanted: Wanted) {
    this.random = random;
    this.favour = OPCODES.find(([, name]) => name === wanted.favour);
    this.wild = wanted.wild ?? 100;
    this.globals = Array.from({ length: 1 + random(4) }, () => this.type());
    this.types = [{ params: [], result: VOID }, ...Array.from({ length: 4 }, () => this.signature())];
    const count = wanted.functions ?? 2 + random(5);
    this.functions = Array.from({ length: count }, () => this.pick(this.types));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.random(from.length)]!;
  }

  type(): Type {
    return this.random(2) === 0 ? I32 : I64;
  }

  private signature(): Signature {
    const params = Array.from({ length: this.random(4) }, () => this.type());
    return { params, result: this.pick([VOID, I32, I64] as const) };
  }
}

/** Kind of the argument that is a list, of which an empty one is always lawful. */
const TOPICS = HOST_FUNCTIONS.find(({ name }) => name === 'emit')!.args[1]![1];

/** Rows that end a frame: those of migrations do wherever no migration is. */
const ENDING = /^(revert|old_.*)$/;

const IMPORTS = HOST_FUNCTIONS.map(({ name }) => {
  const { params, results } = SIGNATURES.get(name)!;
  return { name, params: params as readonly Type[], result: (results[0] ?? VOID) as Result };
});

/** A label: what a branch to it takes along. */
type Label = Result;

class Body {
  private readonly m: Modules;
  private readonly signature: Signature;
  readonly locals: Type[];
  private readonly to = new Writer(512);
  private readonly labels: Label[];
  /** How many more instructions may be written. */
  private fuel: number;
  private readonly counters: number[] = [];
  private readonly isSmall: boolean;

  /** `_start` may call no host function, and is not to trap each time. */
  private readonly isStart: boolean;

  constructor(m: Modules, signature: Signature, isStart = false) {
    this.isStart = isStart;
    this.m = m;
    this.signature = signature;
    this.locals = [...signature.params, I32, I64, I32, I32];
    this.labels = [signature.result];
    // Small functions, because many of them fit on the call stack.
    this.isSmall = m.random(3) === 0;
    this.fuel = this.isSmall ? 2 + m.random(8) : 30 + m.random(100);
  }

  /** The body; what it leaves in locals and globals it leaves in memory too, if it comes to its end. */
  finish(): Bytes {
    while (this.fuel > 0) this.statement();
    if (!this.isSmall) {
      this.show('local.get', this.locals, PLACES.locals);
      this.show('global.get', this.m.globals, PLACES.globals);
    }
    if (this.signature.result !== VOID) this.expression(this.signature.result);
    this.to.u8(OP['end']!);
    const own = this.locals.slice(this.signature.params.length);
    const out = new Writer(this.to.length + 32);
    out.list(own, (type) => out.u32(1).u8(type));
    return out.raw(this.to.view()).finish();
  }

  private show(get: string, types: readonly Type[], place: number): void {
    for (const [i, type] of types.entries()) {
      this.op('i32.const').s32(place + 8 * i);
      this.op(get).u32(i);
      this.op(type === I32 ? 'i32.store' : 'i64.store').u8(0, 0);
    }
  }

  private op(name: string): Writer {
    return this.to.u8(OP[name]!);
  }

  private constant(type: Type): void {
    const { random } = this.m;
    if (type === I32) this.op('i32.const').s32(random(3) === 0 ? random(2 ** 32) | 0 : this.m.pick(INTERESTING));
    else
      this.op('i64.const').s64(
        random(3) === 0 ? BigInt(random(2 ** 32)) * BigInt(random(2 ** 32)) : this.m.pick(INTERESTING_WIDE),
      );
  }

  private localOf(type: Type): number | undefined {
    const found = [...this.locals.keys()].filter((i) => this.locals[i] === type && !this.counters.includes(i));
    return found.length === 0 ? undefined : this.m.pick(found);
  }

  /** Writes what leaves one value of this type. */
  expression(type: Type): void {
    const { random } = this.m;
    this.fuel -= 1;
    if (this.fuel <= 0) {
      if (random(2) === 0) this.constant(type);
      else this.readLocal(type);
      return;
    }
    if (this.favoured(type)) return;
    const kinds: (() => void)[] = [
      () => this.constant(type),
      () => this.readLocal(type),
      () => this.readLocal(type),
      () => this.arithmetic(type),
      () => this.arithmetic(type),
      () => this.arithmetic(type),
      () => this.load(type),
      () => this.load(type),
      () => this.global(type),
      () => this.select(type),
      () => this.tee(type),
      () => this.valued(type),
      () => this.call(type),
      () => this.hostCall(type),
    ];
    if (type === I32) kinds.push(() => this.memory());
    this.m.pick(kinds)();
  }

  private readLocal(type: Type): void {
    const local = this.localOf(type);
    if (local === undefined) this.constant(type);
    else this.op('local.get').u32(local);
  }

  private arithmetic(type: Type): void {
    if (this.m.random(200) === 0) {
      this.overflow(type);
      return;
    }
    const letter = type === I32 ? 'i' : 'I';
    const effects = [...PLAIN.keys()].filter((effect) => effect.endsWith(letter));
    const effect = this.m.random(2) === 0 ? this.m.pick(effects) : `${letter}${letter}>${letter}`;
    this.operate(this.m.pick(PLAIN.get(effect)!), effect);
  }

  /** What comes more often, if it leaves this type and it is its turn. */
  private favoured(type: Type, oneIn = 3): boolean {
    const { favour, random } = this.m;
    const letter = type === I32 ? 'i' : 'I';
    if (favour === undefined || random(oneIn) > 0 || this.fuel <= 0) return false;
    const [code, , immediates, effect] = favour;
    if (immediates === 'memory' && effect === `i>${letter}`) this.load(type);
    else if (immediates === 'none' && PLAIN.get(effect)?.includes(code) && effect.endsWith(`>${letter}`))
      this.operate(code, effect);
    else return false;
    return true;
  }

  /** A condition of an if or a branch. */
  private condition(): void {
    if (!this.favoured(I32, 1)) this.expression(I32);
  }

  private operate(code: number, effect: string): void {
    for (const [i, each] of [...effect.slice(0, -2)].entries()) {
      const type = each === 'i' ? I32 : I64;
      // The interpreter has a form of its own for a constant on the right.
      if (i === 1 && this.m.random(3) === 0) this.constant(type);
      else this.expression(type);
    }
    // A divisor of nothing is wanted, but not each time.
    const isDivision = (code >= 0x6d && code <= 0x70) || (code >= 0x7f && code <= 0x82);
    if (isDivision && this.m.random(4) > 0) {
      this.constantOne(effect[0] === 'i' ? I32 : I64);
      this.op(effect[0] === 'i' ? 'i32.or' : 'i64.or');
    }
    this.to.u8(code);
  }

  private overflow(type: Type): void {
    if (type === I32) this.op('i32.const').s32(-0x8000_0000).u8(OP['i32.const']!).s32(-1).u8(OP['i32.div_s']!);
    else
      this.op('i64.const')
        .s64(-(2n ** 63n))
        .u8(OP['i64.const']!)
        .s32(-1)
        .u8(OP['i64.div_s']!);
  }

  private constantOne(type: Type): void {
    if (type === I32) this.op('i32.const').s32(1);
    else this.op('i64.const').s32(1);
  }

  /** An address, mostly within the first page. */
  private address(): void {
    this.expression(I32);
    if (this.m.random(this.m.wild) === 0) return;
    this.op('i32.const').s32(0x1ff);
    this.op('i32.and');
  }

  private accessOf<T extends readonly [number, number]>(from: readonly T[]): T {
    const own = from.find(([code]) => code === this.m.favour?.[0]);
    return own !== undefined && this.m.random(2) === 0 ? own : this.m.pick(from);
  }

  private access([code, alignment]: readonly [number, number]): void {
    const offset = this.m.random(this.m.wild) === 0 ? 2 ** 32 - 1 - this.m.random(70_000) : this.m.random(0x100);
    this.to
      .u8(code)
      .u32(this.m.random(alignment + 1))
      .u32(offset);
  }

  private load(type: Type): void {
    this.address();
    this.access(this.accessOf(LOADS[type]));
  }

  private global(type: Type): void {
    const found = [...this.m.globals.keys()].filter((i) => this.m.globals[i] === type);
    if (found.length === 0) this.constant(type);
    else this.op('global.get').u32(this.m.pick(found));
  }

  private select(type: Type): void {
    this.expression(type);
    this.expression(type);
    this.expression(I32);
    this.op('select');
  }

  private tee(type: Type): void {
    const local = this.localOf(type);
    this.expression(type);
    if (local !== undefined) this.op('local.tee').u32(local);
  }

  private memory(): void {
    if (this.m.random(3) > 0) {
      this.op('memory.size').u8(0);
      return;
    }
    this.op('i32.const').s32(this.m.random(6) === 0 ? this.m.pick([60, 70, -1]) : this.m.random(3));
    this.op('memory.grow').u8(0);
  }

  /** A block, an if or a loop that leaves a value. */
  private valued(type: Type): void {
    const kind = this.m.pick(['block', 'if', 'loop'] as const);
    if (kind === 'if') this.condition();
    this.op(kind).u8(type);
    this.labels.push(kind === 'loop' ? VOID : type);
    const inside = () => {
      this.statements(2);
      if (kind === 'block' && this.m.random(2) === 0) this.leaveWith(type);
      else this.expression(type);
    };
    inside();
    if (kind === 'if') {
      this.op('else');
      inside();
    }
    this.labels.pop();
    this.op('end');
  }

  /** A value, a branch with it that may be taken, and what becomes of it otherwise. */
  private leaveWith(type: Type): void {
    const depths = [...this.labels.keys()].filter((depth) => this.labelAt(depth) === type);
    this.expression(type);
    this.expression(I32);
    if (this.m.random(3) > 0) this.op('br_if').u32(this.m.pick(depths));
    else {
      const targets = Array.from({ length: 1 + this.m.random(4) }, () => this.m.pick(depths));
      this.op('br_table').list(targets, (depth) => this.to.u32(depth));
      this.to.u32(this.m.pick(depths));
    }
  }

  private labelAt(depth: number): Label {
    return this.labels[this.labels.length - 1 - depth]!;
  }

  private call(result: Result): void {
    const first = IMPORTS.length;
    const fitting = [...this.m.functions.keys()].filter((i) => this.m.functions[i]!.result === result);
    if (fitting.length === 0 || (this.isStart && this.m.random(100) > 0)) {
      if (result !== VOID) this.constant(result);
      return;
    }
    const callee = this.m.pick(fitting);
    const signature = this.m.functions[callee]!;
    for (const param of signature.params) this.expression(param);
    if (this.m.random(2) === 0) {
      this.op('call').u32(first + callee);
      return;
    }
    // The table holds each function at its index, and a few more entries.
    this.op('i32.const').s32(this.m.random(12) === 0 ? this.m.random(this.m.functions.length + 4) : callee);
    this.op('call_indirect')
      .u32(IMPORTS.length + this.m.types.indexOf(signature))
      .u8(0);
  }

  private hostCall(result: Result): void {
    const fitting = IMPORTS.filter(
      (each) => each.result === result && (!ENDING.test(each.name) || this.m.random(6) === 0),
    );
    if (fitting.length === 0 || (this.isStart && this.m.random(400) > 0)) {
      if (result !== VOID) this.constant(result);
      return;
    }
    const row = this.m.pick(fitting);
    const { args } = HOST_FUNCTIONS.find(({ name }) => name === row.name)!;
    for (const [, kind] of args) this.argument(kind);
    this.op('call').u32(IMPORTS.indexOf(row));
  }

  /** Mostly what a row takes; now and then whatever comes. */
  private argument(kind: string): void {
    const { random } = this.m;
    const number = (value: number) => this.op('i32.const').s32(value);
    if (random(150) === 0) {
      this.expression(kind === 'u64' ? I64 : I32);
      if (kind === 'key' || kind === 'out' || kind.startsWith('in:')) this.expression(I32);
      return;
    }
    if (kind === 'u32') return void number(random(12) === 0 ? random(3) : 0);
    if (kind === 'u64') return void this.op('i64.const').s64(random(2) === 0 ? 1n << 50n : BigInt(random(3_000_000)));
    if (kind === 'address') return void number(PLACES.addresses + 32 * random(4));
    if (kind === 'hash' || kind === 'out32') return void number(PLACES.scratch + 32 * random(8));
    if (kind === TOPICS) {
      number(PLACES.zeros);
      number(4);
      return;
    }
    if (/methodBytes|eventName|revertCode/.test(kind)) {
      this.named(/event/.test(kind) ? 4 : /revert/.test(kind) ? 5 : random(4));
      return;
    }
    number(PLACES.scratch + 8 * random(64));
    if (kind === 'out') return void number(random(40));
    number(kind === 'key' ? 1 + random(3) : random(Math.min(40, 1 + LIMITS[kind.slice(3) as Limit].max)));
  }

  private named(index: number): void {
    const at = PLACES.names + NAMES.slice(0, index).join('').length;
    this.op('i32.const').s32(at);
    this.op('i32.const').s32(NAMES[index]!.length);
  }

  private statements(most = 5): void {
    for (let i = this.m.random(most + 1); i > 0 && this.fuel > 0; i--) this.statement();
  }

  private statement(): void {
    this.fuel -= 1;
    const { random } = this.m;
    this.m.pick([
      () => this.setLocal(),
      () => this.setLocal(),
      () => this.setGlobal(),
      () => this.store(),
      () => this.store(),
      () => this.ifElse(),
      () => this.block(),
      () => this.loop(),
      () => this.branch(),
      () => this.call(VOID),
      () => this.hostCall(VOID),
      () => this.hostCall(VOID),
      () => this.bulk(),
      () => this.storm(),
      () => {
        this.expression(this.m.type());
        this.op('drop');
      },
      () => {
        if (random(25) === 0) this.op('unreachable');
        else this.op('nop');
      },
    ])();
  }

  private setLocal(): void {
    const type = this.m.type();
    const local = this.localOf(type);
    this.expression(type);
    if (local === undefined) this.op('drop');
    else this.op('local.set').u32(local);
  }

  private setGlobal(): void {
    const index = this.m.random(this.m.globals.length);
    this.expression(this.m.globals[index]!);
    this.op('global.set').u32(index);
  }

  private store(): void {
    const type = this.m.type();
    this.address();
    if (this.m.random(3) === 0) this.constant(type);
    else this.expression(type);
    this.access(this.accessOf(STORES[type]));
  }

  private ifElse(): void {
    this.condition();
    this.op('if').u8(VOID);
    this.labels.push(VOID);
    this.statements();
    if (this.m.random(2) === 0) {
      this.op('else');
      this.statements();
    }
    this.labels.pop();
    this.op('end');
  }

  private block(): void {
    this.op('block').u8(VOID);
    this.labels.push(VOID);
    this.statements();
    this.labels.pop();
    this.op('end');
  }

  /** A loop that ends by a counter, or hardly ever by itself. */
  private loop(): void {
    const counter = this.locals.length;
    if (counter > 30 || this.labels.length > 12) return;
    this.locals.push(I32);
    this.counters.push(counter);
    this.op('loop').u8(VOID);
    this.labels.push(VOID);
    this.statements();
    this.op('local.get').u32(counter);
    this.op('i32.const').s32(1);
    this.op('i32.add');
    this.op('local.tee').u32(counter);
    this.op('i32.const').s32(this.m.random(30) === 0 ? -1 : 1 + this.m.random(6));
    this.op('i32.lt_u');
    this.op('br_if').u32(0);
    this.labels.pop();
    this.op('end');
  }

  /** Now and then, a loop that ends only when something is used up: gas, events, log lines, frames, pages. */
  private storm(): void {
    if (this.m.random(12) > 0 || this.isStart) return;
    this.op('loop').u8(VOID);
    this.labels.push(VOID);
    const name = this.m.pick(['emit', 'log', 'call', 'call', 'memory.grow']);
    if (name === 'memory.grow') this.op('i32.const').s32(1).u8(OP['memory.grow']!, 0, OP['drop']!);
    else this.row(name, name === 'call');
    this.op('br').u32(0);
    this.labels.pop();
    this.op('end');
  }

  /** A call of a host function with arguments that it mostly takes. */
  private row(name: string, drops: boolean): void {
    const { args } = HOST_FUNCTIONS.find((each) => each.name === name)!;
    for (const [arg, kind] of args) {
      // Deep calls need a method that may be entered again, and gas.
      if (name === 'call' && arg === 'method') this.named(1);
      else if (name === 'call' && arg === 'flags') this.op('i32.const').s32(1);
      else if (name === 'call' && arg === 'gas') this.op('i64.const').s64(1n << 50n);
      else this.argument(kind);
    }
    this.op('call').u32(IMPORTS.findIndex((each) => each.name === name));
    if (drops) this.op('drop');
  }

  /** A branch without a value to any label but a loop of ours without end, or a return. */
  private branch(): void {
    const depths = [...this.labels.keys()].filter((depth) => this.labelAt(depth) === VOID);
    if (depths.length === 0) return;
    const kind = this.m.random(8);
    if (kind > 2) {
      this.condition();
      this.op('br_if').u32(this.m.pick(depths));
    } else if (kind === 0 && this.labels.length > 1 && this.signature.result === VOID) this.op('return');
    else if (kind === 1 && this.labels.length > 1) this.op('br').u32(this.m.pick(depths));
    else {
      this.expression(I32);
      const targets = Array.from({ length: this.m.random(5) }, () => this.m.pick(depths));
      this.op('br_table').list(targets, (depth) => this.to.u32(depth));
      this.to.u32(this.m.pick(depths));
    }
  }

  private bulk(): void {
    const isCopy = this.m.random(2) === 0;
    this.address();
    if (isCopy) this.address();
    else this.expression(I32);
    if (this.m.random(this.m.wild) === 0) this.expression(I32);
    else this.op('i32.const').s32(this.m.random(300));
    if (isCopy) this.to.u8(0xfc, 0x0a, 0, 0);
    else this.to.u8(0xfc, 0x0b, 0);
  }
}

function writeTypes(m: Modules, to: Writer): void {
  const results = (result: Result) => (result === VOID ? [] : [result]);
  to.section(1, (s) =>
    s.list([...IMPORTS, ...m.types], ({ params, result }) => {
      s.u8(0x60).list(params, (type) => s.u8(type));
      s.list(results(result), (type) => s.u8(type));
    }),
  );
}

/** A module whose methods read their input to a fixed place first. `addresses` stand in its memory. */
export function randomModule(random: Chance, addresses: readonly Bytes[], wanted: Wanted = {}): Bytes {
  const m = new Modules(random, wanted);
  const methods = METHODS.map(() => m.types[0]!);
  const bodies = [...m.functions, ...methods].map((signature, i) => {
    const body = new Body(m, signature).finish();
    if (i < m.functions.length) return body;
    const isDeep =
      METHODS[i - m.functions.length]!.startsWith('again') && (wanted.pages !== undefined || random(3) === 0);
    return prefixed(body, isDeep ? [fetching(), calling(random(4))] : [fetching()]);
  });
  const hasStart = random(3) === 0;
  if (hasStart) bodies.push(new Body(m, m.types[0]!, true).finish());
  const first = IMPORTS.length + m.functions.length;
  const to = new Writer(4_096).u8(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  writeTypes(m, to);
  to.section(2, (s) => s.list(IMPORTS, ({ name }, i) => s.name('tally').name(name).u8(0).u32(i)));
  const kinds = [...m.functions, ...methods, ...(hasStart ? [m.types[0]!] : [])];
  to.section(3, (s) => s.list(kinds, (signature) => s.u32(IMPORTS.length + m.types.indexOf(signature))));
  to.section(4, (s) => s.u8(1, 0x70, 0).u32(m.functions.length + 2));
  to.section(5, (s) => s.u8(1, 0).u32(wanted.pages ?? 1 + random(2)));
  to.section(6, (s) =>
    s.list(m.globals, (type) =>
      s
        .u8(type, 1, type === I32 ? 0x41 : 0x42)
        .s32(random(100))
        .u8(0x0b),
    ),
  );
  const exports = [...METHODS, ...(hasStart ? ['_start'] : [])];
  to.section(7, (s) =>
    s.list(exports, (name, i) =>
      s
        .name(name)
        .u8(0)
        .u32(first + i),
    ),
  );
  to.section(9, (s) => s.u8(1, 0, 0x41, 0, 0x0b).list([...m.functions.keys()], (i) => s.u32(IMPORTS.length + i)));
  to.section(10, (s) => s.list(bodies, (body) => s.sized(body)));
  const data = [
    [PLACES.scratch, randomBytes(random, SCRATCH)],
    [PLACES.names, Buffer.from(NAMES.join(''))],
    [PLACES.addresses, Buffer.concat(addresses.map((address) => Buffer.from(address)))],
  ] as const;
  to.section(11, (s) => s.list(data, ([at, bytes]) => s.u8(0, 0x41).s32(at).u8(0x0b).sized(bytes)));
  return to.finish();
}

const indexOf = (name: string) => IMPORTS.findIndex((each) => each.name === name);

/** Fetches the input. */
function fetching(): Bytes {
  const to = new Writer().u8(OP['i32.const']!).s32(PLACES.input).u8(OP['i32.const']!).s32(0x100);
  return to.u8(OP['call']!).u32(indexOf('input')).u8(OP['drop']!).finish();
}

/** Calls `again` of a contract with all the gas that there is. */
function calling(contract: number): Bytes {
  const to = new Writer();
  const name = PLACES.names + NAMES[0].length;
  for (const value of [PLACES.addresses + 32 * contract, name, NAMES[1].length, 0, 0])
    to.u8(OP['i32.const']!).s32(value);
  to.u8(OP['i64.const']!)
    .s64(1n << 50n)
    .u8(OP['i32.const']!)
    .s32(1);
  return to.u8(OP['call']!).u32(indexOf('call')).u8(OP['drop']!).finish();
}

/** The body with instructions in front. */
function prefixed(body: Bytes, before: readonly Bytes[]): Bytes {
  // Behind the declarations of locals, each one run of one.
  const at = 1 + 2 * body[0]!;
  return Buffer.concat([body.subarray(0, at), ...before, body.subarray(at)]);
}
