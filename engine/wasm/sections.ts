// Reads the contents of each section into a module (Core Specification 2.0, section 5.5).
import type { RejectName } from '../../spec/errors.ts';
import { readInstruction, Step } from './instructions.ts';
import type { Body, Bounds, Constant, Data, Element, Export, FunctionType, Global, Import, Module } from './module.ts';
import { malformed, Refusal } from './problems.ts';
import type { Reader } from './reader.ts';
import { ANY, FUNCREF, I32, I64, readType } from './types.ts';

/** Section ids in the order in which they must stand. */
export const SECTION_ORDER: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11];

const KINDS = ['function', 'table', 'memory', 'global', 'tag'] as const;
const GC_FORMS = [0x4e, 0x4f, 0x50, 0x5e, 0x5f];
const EXTENDED_CONST = [0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e];

/** Reads one section's contents. @throws Refusal */
export function readSection(module: Module, id: number, from: Reader): void {
  READERS[id]!(module, from);
}

const READERS: { readonly [id: number]: (module: Module, from: Reader) => void } = {
  1: (module, from) => {
    module.types = from.list(() => readFunctionType(from));
  },
  2: (module, from) => {
    module.imports = from.list(() => readImport(module, from));
    module.importsGlobals = module.imports.some(({ kind }) => kind === 'global');
  },
  3: (module, from) => {
    module.functions = from.list(() => from.u32());
  },
  4: (module, from) => {
    module.tables = from.list(() => readTable(module, from));
  },
  5: (module, from) => {
    module.memories = from.list(() => readBounds(module, from, 1));
  },
  6: (module, from) => {
    module.globals = from.list(() => readGlobal(module, from));
  },
  7: (module, from) => {
    module.exports = from.list(() => readExport(from));
  },
  8: (module, from) => {
    refuse(module, 'FEATURE_START', 'start section', from.at);
    from.u32();
  },
  9: (module, from) => {
    module.elements = from.list(() => readElement(module, from));
  },
  10: (module, from) => {
    module.bodies = from.list(() => readBody(from.part(from.u32())));
  },
  11: (module, from) => {
    module.data = from.list(() => readData(module, from));
  },
  12: (module, from) => {
    module.dataCount = from.u32();
  },
};

function refuse(module: Module, code: RejectName, message: string, offset: number): void {
  module.problems.push({ code, message, offset });
}

function readFunctionType(from: Reader): FunctionType {
  const offset = from.at;
  const form = from.u8();
  if (GC_FORMS.includes(form)) throw new Refusal('FEATURE_GC', `type of form 0x${form.toString(16)}`, offset);
  if (form !== 0x60) throw malformed(`type of form 0x${form.toString(16)}`, offset);
  const params = from.list(() => readType(from));
  return { params, results: from.list(() => readType(from)), offset };
}

function readKind(from: Reader): Import['kind'] {
  const offset = from.at;
  const kind = KINDS[from.u8()];
  if (kind === undefined) throw malformed('unknown kind of import or export', offset);
  return kind;
}

function readImport(module: Module, from: Reader): Import {
  const offset = from.at;
  const moduleName = from.name();
  const name = from.name();
  const kind = readKind(from);
  if (kind === 'tag') throw new Refusal('FEATURE_EXCEPTIONS', 'imported tag', offset);
  let type = 0;
  if (kind === 'function') type = from.u32();
  if (kind === 'table') readTable(module, from);
  if (kind === 'memory') readBounds(module, from, 1);
  if (kind === 'global') readGlobalType(from);
  return { module: moduleName, name, kind, type, offset };
}

function readTable(module: Module, from: Reader): Bounds {
  const offset = from.at;
  const type = readType(from);
  if (type !== FUNCREF && type !== 0x6f) throw malformed('table of something that is no reference', offset);
  if (type !== FUNCREF) refuse(module, 'FEATURE_REFERENCES', 'table of external references', offset);
  return readBounds(module, from, 0);
}

// Bit 0: there is a maximum. Bit 1: shared. Bit 2: 64-bit.
function readBounds(module: Module, from: Reader, mostShared: 0 | 1): Bounds {
  const offset = from.at;
  const flags = from.u8();
  if (flags >= 4 && flags < 8) throw new Refusal('FEATURE_MEMORY64', '64-bit addresses', offset);
  if (flags >= 8 || (flags >= 2 && mostShared === 0)) throw malformed(`unknown flags ${flags} of limits`, offset);
  if (flags >= 2) refuse(module, 'FEATURE_THREADS', 'shared memory', offset);
  const minimum = from.u32();
  return { minimum, maximum: flags & 1 ? from.u32() : undefined, offset };
}

function readGlobalType(from: Reader): { type: number; mutable: boolean; offset: number } {
  const offset = from.at;
  const type = readType(from);
  const mutable = from.u8();
  if (mutable > 1) throw malformed('mutability of a global is neither 0 nor 1', offset + 1);
  return { type, mutable: mutable === 1, offset };
}

function readGlobal(module: Module, from: Reader): Global {
  return { ...readGlobalType(from), init: readConstant(module, from) };
}

function readExport(from: Reader): Export {
  const offset = from.at;
  const name = from.name();
  return { name, kind: readKind(from), index: from.u32(), offset };
}

/** Reads up to `end`. What is no constant is noted as a problem and its type is ANY. */
function readConstant(module: Module, from: Reader): Constant {
  const offset = from.at;
  const step = new Step();
  let constant: Constant | undefined;
  for (let count = 0; ; count++) {
    readInstruction(from, step);
    const { name } = step.operation;
    if (name === 'end') break;
    const problem =
      refusalOf(module, step) ?? (count > 0 ? (['MODULE_INVALID', 'more than one constant'] as const) : undefined);
    if (problem !== undefined) {
      if (!step.decoded) throw new Refusal(problem[0], problem[1], step.at);
      refuse(module, problem[0], problem[1], step.at);
      constant = { type: ANY, value: 0, offset };
    }
    constant ??= { type: name === 'i32.const' ? I32 : I64, value: name === 'i32.const' ? step.a : step.value, offset };
  }
  if (constant === undefined) refuse(module, 'MODULE_INVALID', 'empty constant expression', offset);
  return constant ?? { type: ANY, value: 0, offset };
}

// A global that is imported may stand here; that it is imported is refused already.
function refusalOf(module: Module, step: Step): readonly [RejectName, string] | undefined {
  const { name, code, feature } = step.operation;
  if (name === 'i32.const' || name === 'i64.const') return undefined;
  if (name === 'global.get' && module.importsGlobals) return undefined;
  if (feature !== undefined) return [feature, `${name} in a constant expression`];
  const extended = EXTENDED_CONST.includes(code);
  return [extended ? 'FEATURE_EXTENDED_CONST' : 'MODULE_INVALID', `${name} in a constant expression`];
}

// Flags: bit 0 passive or declarative, bit 1 a table index and a kind, or declarative, bit 2 expressions instead of indexes.
function readElement(module: Module, from: Reader): Element {
  const offset = from.at;
  const flags = from.u32();
  if (flags > 7) throw malformed(`unknown flags ${flags} of an element segment`, offset);
  if (flags & 1) throw new Refusal('FEATURE_PASSIVE_SEGMENTS', 'passive element segment', offset);
  if (flags & 4) throw new Refusal('FEATURE_REFERENCES', 'element segment of expressions', offset);
  if (flags === 2 && from.u32() > 0)
    throw new Refusal('FEATURE_MULTI_TABLE', 'element segment of another table', offset);
  const at = readConstant(module, from);
  if (flags === 2 && from.u8() !== 0) throw malformed('element segment of an unknown kind', from.at - 1);
  return { at, functions: from.list(() => from.u32()), offset };
}

function readData(module: Module, from: Reader): Data {
  const offset = from.at;
  const flags = from.u32();
  if (flags > 2) throw malformed(`unknown flags ${flags} of a data segment`, offset);
  if (flags === 1) refuse(module, 'FEATURE_PASSIVE_SEGMENTS', 'passive data segment', offset);
  if (flags === 2 && from.u32() > 0)
    throw new Refusal('FEATURE_MULTI_MEMORY', 'data segment of another memory', offset);
  const at = flags === 1 ? { type: ANY, value: 0, offset } : readConstant(module, from);
  const length = from.u32();
  const start = from.skip(length);
  return { at, bytes: from.bytes.subarray(start, start + length), offset };
}

function readBody(from: Reader): Body {
  const start = from.at;
  let localCount = 0;
  const locals = from.list(() => {
    const at = from.at;
    const count = from.u32();
    localCount += count;
    if (localCount > 0xffffffff) throw malformed('more than 2^32 - 1 locals', at);
    return [count, readType(from)] as const;
  });
  if (from.done) throw malformed('function body without end', from.at);
  return { start, code: from.at, end: from.end, locals, localCount };
}
