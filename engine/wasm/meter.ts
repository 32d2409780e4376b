// Builds the instrumented module: same meaning, but it pays as it goes and takes its memory from outside.
//
// Imports: the host rows under their own names, each with (gas f64, stack i32) before its parameters; and from `e` the memory
// `m` and three functions: `fail (code)`, `gas () → f64`, `grow (gas f64, stack i32, pages now, pages more) → i32`.
// Exports: each method and `_start` as (gas f64, stack i32) → f64, the gas that is left; and under their indexes, which no
// method can be named, the mutable globals, so that an instance can be made what it was.

import { ERRORS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import type { Bytes } from '../base/bytes.ts';
import { OVERDEEP, OVERWEIGHT } from '../base/stack.ts';
import { OP } from './emit.ts';
import {
  type Export,
  type FunctionType,
  functionTypes,
  type Import,
  importedFunctions,
  type Module,
} from './module.ts';
import { Refusal } from './problems.ts';
import { type Layout, rewriteFunction } from './rewrite.ts';
import { EMPTY_TYPE, F64, FUNCREF, I32, I64 } from './types.ts';
import type { Checked } from './validate.ts';
import { Writer } from './writer.ts';

/**
 * Edition of what is kept of prepared code: one more whenever what {@link meter} makes of a module changes, or anything else that
 * stands in the row, so that what was kept is made anew.
 */
export const METERING = 1;

/** Module name and names of what the sandbox hands in besides host rows. */
export const ENGINE_MODULE = 'e';
export const ENGINE_IMPORTS = { memory: 'm', fail: 'fail', gas: 'gas', grow: 'grow' } as const;

// Function imports of our own stand first, in this order.
const FAIL = 0;
const GAS = 1;
const GROW = 2;
const OWN_IMPORTS = 3;

interface Plan {
  readonly module: Module;
  readonly layout: Layout;
  readonly imports: readonly Import[];
  /** Exported functions. */
  readonly exports: readonly Export[];
  /** Types of the original's functions by their index. */
  readonly functions: readonly FunctionType[];
  /** All types of the instrumented module; the first ones are the original's, extended. */
  readonly types: Signature[];
}

interface Signature {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

/** Gas and stack behind the parameters, gas behind the results. */
function extended({ params, results }: Signature): Signature {
  return { params: [...params, I64, I32], results: [...results, I64] };
}

/** The same as JavaScript sees it. */
function outward({ params, results }: Signature): Signature {
  return { params: [F64, I32, ...params], results };
}

/**
 * The instrumented module of a lawful one; the same bytes give the same bytes.
 * @throws Refusal MODULE_LIMIT if it is larger than LIMITS.meteredBytes
 */
export function meter({ module, facts }: Checked): Bytes {
  const plan = planOf(module);
  const code = new Writer(module.bytes.length * 2);
  writeCode(plan, facts, code);
  const to = new Writer(code.length + module.bytes.length);
  to.u8(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  const functionSection = new Writer();
  writeFunctions(plan, functionSection);
  const imports = new Writer();
  writeImports(plan, imports);
  to.section(1, (s) => s.list(plan.types, (type) => writeType(type, s)));
  to.u8(2).sized(imports.view());
  to.u8(3).sized(functionSection.view());
  writeTableAndGlobals(module, to);
  to.section(7, (s) => writeExports(plan, s));
  writeElements(plan, to);
  to.u8(10).sized(code.view());
  writeData(module, to);
  if (to.length > LIMITS.meteredBytes.max) throw new Refusal('MODULE_LIMIT', `${to.length} bytes once metered`, 0);
  return to.finish();
}

function planOf(module: Module): Plan {
  const imports = importedFunctions(module);
  const shift = OWN_IMPORTS + imports.length;
  const functions = functionTypes(module) as FunctionType[];
  const added = shift + functions.length;
  return {
    module,
    imports,
    exports: module.exports.filter((e) => e.kind === 'function'),
    functions,
    layout: {
      shift,
      refuse: added,
      grow: added + 1,
      bulk: added + 2,
    },
    types: module.types.map(extended),
  };
}

const OWN_TYPES: { readonly [name: string]: Signature } = {
  fail: { params: [I32], results: [] },
  gas: { params: [], results: [F64] },
  growImport: { params: [F64, I32, I32, I32], results: [I32] },
  refuse: { params: [I32], results: [] },
  grow: extended({ params: [I32], results: [I32] }),
  bulk: { params: [I32, I64], results: [I64] },
};

/** Index of a type, which is added if it is not there yet. */
function typeIndex(plan: Plan, { params, results }: Signature): number {
  const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((t, i) => t === b[i]);
  const found = plan.types.findIndex((t) => same(t.params, params) && same(t.results, results));
  return found >= 0 ? found : plan.types.push({ params, results }) - 1;
}

function writeType({ params, results }: Signature, to: Writer): void {
  to.u8(0x60).list(params, (t) => to.u8(t));
  to.list(results, (t) => to.u8(t));
}

function writeImports(plan: Plan, to: Writer): void {
  const memory = plan.module.memories[0]?.minimum ?? 0;
  to.u32(OWN_IMPORTS + plan.imports.length + 1);
  const add = (from: string, name: string, type: Signature) => {
    to.name(from).name(name).u8(0).u32(typeIndex(plan, type));
  };
  add(ENGINE_MODULE, ENGINE_IMPORTS.fail, OWN_TYPES['fail']!);
  add(ENGINE_MODULE, ENGINE_IMPORTS.gas, OWN_TYPES['gas']!);
  add(ENGINE_MODULE, ENGINE_IMPORTS.grow, OWN_TYPES['growImport']!);
  for (const each of plan.imports) add(each.module, each.name, outward(plan.module.types[each.type]!));
  to.name(ENGINE_MODULE).name(ENGINE_IMPORTS.memory).u8(2, 1).u32(memory).u32(LIMITS.pages.max);
}

// Order: a wrapper for each import, the original's functions, ours, a wrapper for each export.
function writeFunctions(plan: Plan, to: Writer): void {
  const { functions, exports, module, imports } = plan;
  const own = ['refuse', 'grow', 'bulk'].map((name) => typeIndex(plan, OWN_TYPES[name]!));
  const outer = exports.map(({ index }) => typeIndex(plan, exportType(functions[index]!)));
  const types = [...imports.map((i) => i.type), ...module.functions, ...own, ...outer];
  to.list(types, (type) => to.u32(type));
}

function exportType(type: Signature): Signature {
  const { params, results } = outward(type);
  return { params, results: [...results, F64] };
}

function writeTableAndGlobals({ tables, globals }: Module, to: Writer): void {
  const table = tables[0];
  if (table !== undefined) to.section(4, (s) => s.u8(1, FUNCREF, 1).u32(table.minimum).u32(table.minimum));
  if (globals.length === 0) return;
  to.section(6, (s) =>
    s.list(globals, ({ type, mutable, init }) => {
      s.u8(type, mutable ? 1 : 0);
      writeConstant(init.value, s);
    }),
  );
}

function writeConstant(value: number | bigint, to: Writer): void {
  if (typeof value === 'number') to.u8(OP.i32Const).s32(value);
  else to.u8(OP.i64Const).s64(value);
  to.u8(OP.end);
}

const FUNCTION_EXPORT = 0;
const GLOBAL_EXPORT = 3;

function writeExports({ exports, layout, module }: Plan, to: Writer): void {
  const first = layout.bulk + 1;
  const mutable = [...module.globals.keys()].filter((i) => module.globals[i]!.mutable);
  to.u32(exports.length + mutable.length);
  for (const [i, { name }] of exports.entries())
    to.name(name)
      .u8(FUNCTION_EXPORT)
      .u32(first + i);
  for (const index of mutable) to.name(String(index)).u8(GLOBAL_EXPORT).u32(index);
}

function writeElements({ module, layout }: Plan, to: Writer): void {
  if (module.elements.length === 0) return;
  to.section(9, (s) =>
    s.list(module.elements, ({ at, functions }) => {
      s.u8(0);
      writeConstant(at.value, s);
      s.list(functions, (index) => s.u32(index + layout.shift));
    }),
  );
}

function writeData({ data }: Module, to: Writer): void {
  if (data.length === 0) return;
  to.section(11, (s) =>
    s.list(data, ({ at, bytes }) => {
      s.u8(0);
      writeConstant(at.value, s);
      s.sized(bytes);
    }),
  );
}

function writeCode(plan: Plan, facts: Checked['facts'], to: Writer): void {
  const { module, imports, exports, layout } = plan;
  to.u32(imports.length + module.bodies.length + OWN_BODIES.length + exports.length);
  for (const [i, each] of imports.entries()) to.sized(importWrapper(module.types[each.type]!, OWN_IMPORTS + i));
  for (const [i, body] of module.bodies.entries()) {
    const type = module.types[module.functions[i]!]!;
    to.sized(rewriteFunction(layout, module.bytes, type, body, facts[i]!));
  }
  for (const write of OWN_BODIES) to.sized(write(layout));
  for (const { index } of exports) to.sized(exportWrapper(plan.functions[index]!, index + layout.shift));
}

/** (…, gas i64, stack) → (result, gas i64) around a JavaScript function. */
function importWrapper({ params }: Signature, index: number): Bytes {
  const to = new Writer(32).u8(0);
  to.u8(OP.localGet).u32(params.length).u8(OP.f64ConvertI64S);
  to.u8(OP.localGet).u32(params.length + 1);
  for (const i of params.keys()) to.u8(OP.localGet).u32(i);
  to.u8(OP.call).u32(index);
  return to.u8(OP.call, GAS, OP.i64TruncF64S, OP.end).view();
}

/** (gas f64, stack, …) → (result, gas f64) around a function of the module. */
function exportWrapper({ params }: Signature, index: number): Bytes {
  const to = new Writer(32).u8(0);
  for (const i of params.keys()) to.u8(OP.localGet).u32(i + 2);
  to.u8(OP.localGet, 0, OP.i64TruncF64S, OP.localGet, 1);
  to.u8(OP.call).u32(index);
  return to.u8(OP.f64ConvertI64S, OP.end).view();
}

function writeFail(to: Writer, code: number): Writer {
  return to.u8(OP.i32Const).s32(code).u8(OP.call, FAIL);
}

const OWN_BODIES: readonly ((layout: Layout) => Bytes)[] = [refuseBody, growBody, bulkBody];

/** No stack at all: what is refused is gas. */
const NO_STACK = 0;

/** (stack): tells apart what a test found, in the order of PROTOCOL 7; if the stack is within its limits it was gas. */
function refuseBody(): Bytes {
  const to = new Writer(48).u8(0);
  for (const [bit, code] of [
    [OVERDEEP, ERRORS.STACK_DEPTH.code],
    [OVERWEIGHT, ERRORS.STACK_WEIGHT.code],
  ] as const) {
    to.u8(OP.localGet, 0, OP.i32Const).s32(bit).u8(OP.i32And, OP.if, EMPTY_TYPE);
    writeFail(to, code).u8(OP.end);
  }
  return writeFail(to, ERRORS.OUT_OF_GAS.code).u8(OP.end).view();
}

/** (pages, gas, stack) → (pages before or -1, gas): asks the host, which charges, then grows. */
function growBody(): Bytes {
  const to = new Writer(64).u8(0);
  to.u8(OP.localGet, 1, OP.f64ConvertI64S, OP.localGet, 2, OP.memorySize, 0, OP.localGet, 0, OP.call, GROW);
  to.u8(OP.if, I32);
  to.u8(OP.localGet, 0, OP.memoryGrow, 0, OP.localTee, 0, OP.i32Const).s32(-1).u8(OP.i32Eq, OP.if, EMPTY_TYPE);
  writeFail(to, ERRORS.ENGINE_MEMORY.code).u8(OP.end, OP.localGet, 0);
  to.u8(OP.else, OP.i32Const).s32(-1).u8(OP.end);
  return to.u8(OP.call, GAS, OP.i64TruncF64S, OP.end).view();
}

/** (length, gas) → gas, after paying for each begun 64 bytes. */
function bulkBody({ refuse }: Layout): Bytes {
  const price = PRICES['memory.bulk.per64Bytes'].gas;
  const to = new Writer(32).u8(0);
  to.u8(OP.localGet, 1, OP.localGet, 0, OP.i64ExtendI32U, OP.i64Const).s32(63).u8(OP.i64Add);
  to.u8(OP.i64Const, 6, OP.i64ShrU, OP.i64Const).s32(price).u8(OP.i64Mul, OP.i64Sub, OP.localTee, 1);
  to.u8(OP.i64Const, 0, OP.i64LtS, OP.if, EMPTY_TYPE, OP.i32Const, NO_STACK, OP.call).u32(refuse).u8(OP.end);
  return to.u8(OP.localGet, 1, OP.end).view();
}
