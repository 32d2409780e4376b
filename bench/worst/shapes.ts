// For each limit on modules a shape that reaches it: the more the limit is worth to who writes hostile modules, the more ways.

import { inspect } from '../../engine/wasm/prepare.ts';
import { Writer } from '../../engine/wasm/writer.ts';
import { LIMITS, type Limit } from '../../spec/limits.ts';
import type { Chance } from '../chance.ts';
import { type Body, I32, I64, type Parts, type Type } from './module.ts';

/** Adds to a module what makes one thing in it as large as `value`. */
export type Shape = (parts: Parts, value: number, chance: Chance) => void;

const VOID: Type = { params: [], results: [] };
const OP = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  brIf: 0x0d,
  brTable: 0x0e,
  call: 0x10,
  drop: 0x1a,
  get: 0x20,
  set: 0x21,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Load: 0x28,
  i64DivS: 0x7f,
  i64RemU: 0x82,
  i64Rotl: 0x89,
  i64Mul: 0x7e,
  i64Add: 0x7c,
} as const;
const EMPTY = 0x40;

function body(write: (to: Writer) => void, locals = 0, type = VOID): Body {
  const to = new Writer(1_024);
  write(to);
  return { type, locals, code: to.u8(OP.end).finish() };
}

const repeat = (n: number, act: (i: number) => void) => {
  for (let i = 0; i < n; i++) act(i);
};
/** As many functions as it takes for the sum, each with at most so many. */
function spread(parts: Parts, value: number, most: number, make: (count: number) => Body): void {
  for (let left = value; left > 0; left -= most) parts.bodies.push(make(Math.min(left, most)));
}

/** A value of locals worked on by what compilers make much code of. */
function work(to: Writer, chance: Chance, locals: number): void {
  const any = () => chance(locals);
  const op = [OP.i64DivS, OP.i64RemU, OP.i64Rotl, OP.i64Mul, OP.i64Add][chance(5)]!;
  to.u8(OP.get).u32(any()).u8(OP.get).u32(any()).u8(op, OP.set).u32(any());
}

/** Ways to make control operators; the last one needs locals, and makes what meets after it differ. */
const KINDS = 4;

function controls(to: Writer, count: number, kind: number, chance: Chance, locals: number): void {
  for (let left = count; left > 0; left--) {
    if (kind === 3 && locals > 0) {
      to.u8(OP.i32Const, 1, OP.if, EMPTY);
      work(to, chance, locals);
      to.u8(OP.else, OP.end);
    } else if (kind === 0) to.u8(OP.i32Const, 1, OP.if, EMPTY, OP.else, OP.end);
    else if (kind === 2 && left > 1) {
      to.u8(OP.block, EMPTY, OP.i32Const, 0, OP.brIf, 0, OP.end);
      left--;
    } else to.u8(OP.block, EMPTY, OP.end);
  }
}

function nested(to: Writer, depth: number, op: number, inside: () => void): void {
  repeat(depth, () => to.u8(op, EMPTY));
  inside();
  repeat(depth, () => to.u8(OP.end));
}

/** Loops that change some of the locals. */
function loops(to: Writer, count: number, chance: Chance, locals: number): void {
  const nest = Math.min(1 + chance(LIMITS.loopNesting.max), count);
  const changes = 1 + chance(4);
  for (let left = count; left > 0; left -= nest) {
    nested(to, Math.min(nest, left), OP.loop, () => {
      if (locals > 0) repeat(changes, () => work(to, chance, locals));
    });
  }
}

const wide = (params: number): Type => ({ params: Array.from({ length: params }, () => I64), results: [I64] });

function calls(to: Writer, count: number, index: number, params: number, below: number): void {
  repeat(below, () => to.u8(OP.i64Const, 1));
  repeat(count, () => {
    repeat(params, () => to.u8(OP.i64Const, 1));
    to.u8(OP.call).u32(index).u8(OP.drop);
  });
  repeat(below, () => to.u8(OP.drop));
}

function tableOf(to: Writer, targets: number, depth: number): void {
  nested(to, depth, OP.block, () => {
    to.u8(OP.i32Const, 0, OP.brTable).u32(targets);
    repeat(targets + 1, (i) => to.u32(i % depth));
  });
}

const MODULE_CODE: Shape = (parts, value, chance) => {
  const each = 15_000;
  for (let left = value - parts.bytes().length - 64; left > each; left -= each + 8) {
    const locals = 1 + chance(40);
    parts.bodies.push(
      body((to) => {
        while (to.length < each - 16) work(to, chance, locals);
      }, locals),
    );
  }
  fill(parts, value);
};

/** A data segment that makes the module as long as it should be. */
function fill(parts: Parts, value: number): void {
  parts.data.push(new Uint8Array(0));
  const add = (bytes: number) => {
    parts.data[parts.data.length - 1] = new Uint8Array(Math.max(0, bytes));
  };
  let size = Math.min(60_000, value - parts.bytes().length);
  add(size);
  // Lengths are written in as many bytes as they need, so it takes a second look, and a third.
  for (let look = 0; look < 3 && size > 0 && size < 65_000; look++) {
    size += value - parts.bytes().length;
    add(size);
  }
}

/** Calls are what grows most: from two bytes to about twelve. */
const METERED: Shape = (parts, value, chance) => {
  const many = LIMITS.calls.max - chance(20);
  const first = parts.imports.length + parts.bodies.length;
  parts.bodies.push(body(() => {}));
  const one = () => body((to) => repeat(many, () => to.u8(OP.call).u32(first)));
  const sizeWith = () => inspect(parts.bytes()).metered?.length ?? Number.POSITIVE_INFINITY;
  const before = sizeWith();
  parts.bodies.push(one());
  const each = sizeWith() - before;
  const count = Math.floor((value - before) / each);
  repeat(count - 1, () => parts.bodies.push(one()));
};

/** Of the limits that bound compile time, each has a shape; the others have one in {@link PLAIN}. */
const COSTLY: Partial<Record<Limit, Shape>> = {
  moduleBytes: MODULE_CODE,
  meteredBytes: METERED,
  functions: (parts, value) =>
    repeat(value - parts.imports.length - parts.bodies.length, () => parts.bodies.push(body(() => {}))),
  locals: (parts, value, chance) =>
    parts.bodies.push(body((to) => repeat(1 + chance(600), () => work(to, chance, value)), value)),
  moduleLocals: (parts, value, chance) =>
    spread(parts, value, LIMITS.locals.max, (n) => body((to) => repeat(chance(120), () => work(to, chance, n)), n)),
  bodyBytes: (parts, value) => parts.bodies.push(bodyOf(value)),
  instructions: (parts, value, chance) =>
    parts.bodies.push(
      body((to) => {
        repeat(Math.floor((value - 1) / 4), () => work(to, chance, 8));
        repeat((value - 1) % 4, () => to.u8(0x01));
      }, 8),
    ),
  controls: (parts, value, chance) => {
    const locals = chance(256);
    parts.bodies.push(body((to) => controls(to, value, chance(KINDS), chance, locals), locals));
  },
  moduleControls: (parts, value, chance) => {
    const kind = chance(KINDS);
    const locals = chance(Math.floor(LIMITS.mergeBudget.max / LIMITS.moduleControls.max) - 8);
    spread(parts, value, LIMITS.controls.max, (n) => body((to) => controls(to, n, kind, chance, locals), locals));
  },
  loops: (parts, value, chance) => {
    const locals = chance(256);
    parts.bodies.push(body((to) => loops(to, value, chance, locals), locals));
  },
  moduleLoops: (parts, value, chance) => {
    const locals = chance(256);
    spread(parts, value, LIMITS.loops.max, (n) => body((to) => loops(to, n, chance, locals), locals));
  },
  loopNesting: (parts, value, chance) => {
    const locals = 1 + chance(255);
    parts.bodies.push(body((to) => nested(to, value, OP.loop, () => work(to, chance, locals)), locals));
  },
  calls: (parts, value, chance) => {
    const params = chance(3);
    const callee = parts.imports.length + parts.bodies.length;
    parts.bodies.push(body((to) => to.u8(OP.i64Const, 1), 0, wide(params)));
    parts.bodies.push(body((to) => calls(to, Math.min(value, LIMITS.calls.max + 1), callee, params, chance(100))));
  },
  nesting: (parts, value) => parts.bodies.push(body((to) => nested(to, value, OP.block, () => {}))),
  operands: (parts, value, chance) =>
    parts.bodies.push(
      body((to) => {
        repeat(value, () => to.u8(OP.i64Const, 1));
        if (value < LIMITS.operands.max) controls(to, chance(200), 2, chance, 0);
        repeat(value, () => to.u8(OP.drop));
      }, chance(100)),
    ),
  tableTargets: (parts, value, chance) =>
    parts.bodies.push(body((to) => tableOf(to, value, 1 + chance(200)), chance(100))),
  moduleTableTargets: (parts, value, chance) => {
    const depth = 1 + chance(30);
    spread(parts, value, LIMITS.tableTargets.max, (n) => body((to) => tableOf(to, n, depth), chance(50)));
  },
  mergeBudget: (parts, value, chance) => {
    const high = chance(200);
    const locals = 130 + chance(120);
    const each = high + locals;
    const kind = chance(2) === 0 ? 1 : 3;
    spread(parts, Math.floor(value / each), 900, (n) =>
      body((to) => {
        repeat(high, () => to.u8(OP.i64Const, 1));
        controls(to, n, kind, chance, locals);
        repeat(high, () => to.u8(OP.drop));
      }, locals),
    );
  },
};

/** A body of so many bytes, of the longest constants there are. */
function bodyOf(bytes: number): Body {
  return body((to) => {
    // One byte says that there are no locals, and one is the last `end`.
    while (to.length + 2 + 12 <= bytes)
      to.u8(OP.i64Const, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f, OP.drop);
    while (to.length + 2 < bytes) to.u8(0x01);
  });
}

const PLAIN: Partial<Record<Limit, Shape>> = {
  types: (parts, value) => {
    for (let i = 0; parts.types.length < value; i++) {
      const params = Array.from({ length: 12 }, (_, bit) => ((i >> bit) & 1 ? I64 : I32));
      parts.typeOf({ params, results: [] });
    }
  },
  imports: (parts, value) => {
    if (parts.bodies.length > 0) return;
    repeat(value, () => parts.imports.push({ name: 'height', type: { params: [], results: [I64] } }));
    parts.bodies.push(body(() => {}));
  },
  exports: (parts, value) => {
    if (parts.bodies.length === 0) parts.bodies.push(body(() => {}));
    repeat(value - parts.exports.length, (i) => parts.exports.push(`m${i}`));
  },
  nameBytes: (parts, value) => parts.customs.push({ name: 'n'.repeat(value), bytes: new Uint8Array(4) }),
  methodBytes: (parts, value) => {
    if (parts.bodies.length === 0) parts.bodies.push(body(() => {}));
    parts.exports.push('m'.repeat(value));
  },
  customSections: (parts, value) =>
    repeat(value - parts.customs.length, (i) => parts.customs.push({ name: `c${i}`, bytes: new Uint8Array(2) })),
  customBytes: (parts, value) => parts.customs.push({ name: 'big', bytes: new Uint8Array(value - 8) }),
  params: (parts, value) => parts.bodies.push(body((to) => to.u8(OP.i64Const, 1), 0, wide(value))),
  results: (parts, value) =>
    parts.bodies.push(
      body((to) => repeat(value, () => to.u8(OP.i64Const, 1)), 0, {
        params: [],
        results: Array.from({ length: value }, () => I64),
      }),
    ),
  memoryMinimum: (parts, value) => {
    parts.pages = value;
  },
  table: (parts, value) => {
    parts.table = value;
    parts.segments = 1;
    if (parts.bodies.length === 0) parts.bodies.push(body(() => {}));
  },
  elementSegments: (parts, value) => {
    parts.table = Math.max(parts.table, value);
    parts.segments = value;
    if (parts.bodies.length === 0) parts.bodies.push(body(() => {}));
  },
  globals: (parts, value) => {
    parts.globals = value;
  },
  dataSegments: (parts, value) => repeat(value - parts.data.length, () => parts.data.push(new Uint8Array(8))),
};

/** A shape for each limit that a module by itself can reach. */
export const SHAPES: { readonly [limit in Limit]?: Shape } = { ...PLAIN, ...COSTLY };
export const LIMITED = Object.keys(SHAPES) as Limit[];
