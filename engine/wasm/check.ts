// Type-checks one function and measures it: one pass over its bytes, no recursion.
import type { Mnemonic } from '../../spec/opcodes.ts';
import { weightOf } from '../base/stack.ts';
import { type Counts, countControl, noCounts, within } from './counts.ts';
import { readInstruction, Step } from './instructions.ts';
import { type Body, type FunctionType, functionTypes, type Module } from './module.ts';
import { Operands } from './operands.ts';
import { invalid, malformed, Refusal } from './problems.ts';
import { Reader } from './reader.ts';
import { ANY, EMPTY_TYPE, featureOfType, I32, typeName } from './types.ts';

/** What the other parts need to know of a function; sizes in values, bytes of the original body. */
export interface FunctionFacts {
  readonly params: number;
  readonly locals: number;
  readonly operands: number;
  readonly bodyBytes: number;
  /** weight(f) of PROTOCOL 7. */
  readonly weight: number;
  readonly counts: Counts;
}

/** What the checks of all functions share. */
export interface Scope {
  readonly module: Module;
  /** Types by function index, imports first. */
  readonly functions: readonly (FunctionType | undefined)[];
}

/** What a module's functions share. */
export function scopeOf(module: Module): Scope {
  return {
    module,
    functions: functionTypes(module),
  };
}

interface Check {
  readonly scope: Scope;
  readonly type: FunctionType;
  readonly locals: Uint8Array;
  readonly operands: Operands;
  readonly step: Step;
  readonly counts: Counts;
  loopNesting: number;
}

/** Checks a body against its type. @throws Refusal at the first thing that is malformed, invalid, refused or beyond a limit */
export function checkFunction(scope: Scope, type: FunctionType, body: Body): FunctionFacts {
  within('bodyBytes', body.end - body.start, 'bytes of a function', body.start);
  within('locals', type.params.length + body.localCount, 'parameters and locals', body.start);
  const check: Check = {
    scope,
    type,
    locals: localTypes(type, body),
    operands: new Operands(),
    step: new Step(),
    counts: noCounts(),
    loopNesting: 0,
  };
  check.operands.open('function', type.results[0] ?? EMPTY_TYPE);
  checkCode(check, new Reader(scope.module.bytes, body.code, body.end));
  const sizes = {
    params: type.params.length,
    locals: body.localCount,
    operands: check.operands.highest,
    bodyBytes: body.end - body.start,
  };
  return { ...sizes, weight: weightOf(sizes), counts: check.counts };
}

function localTypes(type: FunctionType, body: Body): Uint8Array {
  const types = new Uint8Array(type.params.length + body.localCount);
  types.set(type.params);
  let at = type.params.length;
  for (const [count, local] of body.locals) {
    const feature = featureOfType(local);
    if (feature !== undefined) throw new Refusal(feature, `local of type ${typeName(local)}`, body.start);
    types.fill(local, at, at + count);
    at += count;
  }
  return types;
}

function checkCode(check: Check, from: Reader): void {
  const { step, operands, counts } = check;
  while (operands.blocks.length > 0) {
    if (from.done) throw malformed('function body without end', from.at);
    readInstruction(from, step);
    operands.at = step.at;
    within('instructions', ++counts.instructions, 'instructions of a function', step.at);
    checkInstruction(check);
  }
  from.finish('a function body');
}

function checkInstruction(check: Check): void {
  const { operands, step } = check;
  const { feature, name, immediates, effect } = step.operation;
  if (feature !== undefined) throw new Refusal(feature, name, step.at);
  if (immediates === 'memory') checkAlignment(step);
  if (immediates.startsWith('mem')) needMemory(check);
  if (effect === undefined) RULES[name]!(check);
  else {
    operands.popAll(effect.pops);
    for (const type of effect.pushes) operands.push(type);
  }
}

function checkAlignment(step: Step): void {
  if (step.a >= 64) throw new Refusal('FEATURE_MULTI_MEMORY', 'memory index in a load or store', step.at);
  if (step.a > step.operation.alignment) throw invalid('alignment larger than natural', step.at);
}

function needMemory({ scope, step, counts }: Check): void {
  if (scope.module.memories.length === 0) throw invalid('no memory', step.at);
  const { name } = step.operation;
  if (name === 'memory.copy' || name === 'memory.fill') counts.scratch++;
}

type Rule = (check: Check) => void;

const RULES: Partial<Record<Mnemonic, Rule>> = {
  unreachable: ({ operands }) => operands.cut(),
  block: (check) => openBlock(check, 'block'),
  loop: (check) => {
    within('loops', ++check.counts.loops, 'loops of a function', check.step.at);
    within('loopNesting', ++check.loopNesting, 'loops within each other', check.step.at);
    openBlock(check, 'loop');
  },
  if: (check) => {
    check.operands.pop(I32);
    openBlock(check, 'if');
  },
  else: ({ operands, step }) => {
    const { kind, result } = operands.innermost;
    if (kind !== 'if') throw malformed('else without if', step.at);
    operands.close();
    operands.open('else', result);
  },
  end: closeBlock,
  br: (check) => {
    control(check, 1);
    check.operands.pop(check.operands.label(check.step.a));
    check.operands.cut();
  },
  br_if: (check) => {
    control(check, 1);
    const type = check.operands.label(check.step.a);
    check.operands.pop(I32);
    check.operands.pop(type);
    check.operands.push(type);
  },
  br_table: branchTable,
  return: ({ operands, type }) => {
    operands.popAll(type.results);
    operands.cut();
  },
  call: (check) => {
    const type = check.scope.functions[check.step.a];
    if (type === undefined) throw invalid(`no function ${check.step.a}`, check.step.at);
    call(check, type);
  },
  call_indirect: callIndirect,
  drop: ({ operands }) => void operands.popAny(),
  select: ({ operands }) => {
    operands.pop(I32);
    const type = operands.popAny();
    const other = operands.pop(type);
    operands.push(type === ANY ? other : type);
  },
  'local.get': (check) => check.operands.push(local(check)),
  'local.set': (check) => void check.operands.pop(local(check)),
  'local.tee': (check) => {
    check.operands.pop(local(check));
    check.operands.push(local(check));
  },
  'global.get': (check) => check.operands.push(global(check).type),
  'global.set': (check) => {
    const { type, mutable } = global(check);
    if (!mutable) throw invalid(`global ${check.step.a} is immutable`, check.step.at);
    check.operands.pop(type);
  },
};

function control({ counts, operands, step, locals }: Check, branches: number): void {
  countControl(counts, branches, locals.length + operands.height, step.at);
}

function openBlock(check: Check, kind: 'block' | 'loop' | 'if'): void {
  const { operands, step } = check;
  const feature = step.a === EMPTY_TYPE ? undefined : featureOfType(step.a);
  if (feature !== undefined) throw new Refusal(feature, `block of type ${typeName(step.a)}`, step.at);
  control(check, 1);
  operands.open(kind, step.a);
  within('nesting', operands.blocks.length - 1, 'blocks within each other', step.at);
}

function closeBlock(check: Check): void {
  const { kind, result } = check.operands.close();
  if (kind === 'if' && result !== EMPTY_TYPE) throw invalid('if with a result but without else', check.step.at);
  if (kind === 'loop') check.loopNesting--;
  if (kind !== 'function') check.operands.push(result);
}

function branchTable(check: Check): void {
  const { operands, step, counts } = check;
  control(check, step.targets.length);
  counts.tables++;
  counts.tableTargets += step.targets.length - 1;
  operands.pop(I32);
  const types = new Set(step.targets.map((depth) => operands.label(depth)));
  if (types.has(EMPTY_TYPE) && types.size > 1) throw invalid('targets of br_table take different results', step.at);
  // In dead code one operand may stand for several types, so each is tried on the operand itself.
  for (const type of types) {
    if (type !== EMPTY_TYPE) operands.push(operands.pop(type));
  }
  operands.cut();
}

function callIndirect(check: Check): void {
  const { operands, step, scope } = check;
  if (step.b >= scope.module.tables.length) throw invalid(`no table ${step.b}`, step.at);
  if (step.b > 0) throw new Refusal('FEATURE_MULTI_TABLE', 'call_indirect through another table', step.at);
  const type = scope.module.types[step.a];
  if (type === undefined) throw invalid(`no type ${step.a}`, step.at);
  operands.pop(I32);
  check.counts.scratch++;
  call(check, type);
}

function call({ operands, counts, step }: Check, type: FunctionType): void {
  within('calls', ++counts.calls, 'calls in a function', step.at);
  operands.popAll(type.params);
  for (const result of type.results) operands.push(result);
}

function local({ locals, step }: Check): number {
  if (step.a >= locals.length) throw invalid(`no local ${step.a}`, step.at);
  return locals[step.a]!;
}

function global({ scope, step }: Check): { type: number; mutable: boolean } {
  const found = scope.module.globals[step.a];
  if (found === undefined) throw invalid(`no global ${step.a}`, step.at);
  return found;
}
