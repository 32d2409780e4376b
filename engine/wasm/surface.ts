// What a module imports and exports: rows of the host table on one side, methods on the other (PROTOCOL 5).
import { type ArgKind, HOST_FUNCTIONS, HOST_MODULE } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { METHOD_FLAGS, type MethodFlags } from '../../spec/records.ts';
import type { Method } from '../base/tier.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import {
  type Export,
  type FunctionType,
  functionTypes,
  type Import,
  importedFunctions,
  type Module,
} from './module.ts';
import { invalid, Refusal } from './problems.ts';
import { attempt, type Report } from './profile.ts';
import { I32, I64 } from './types.ts';

/** The export that runs first in every frame. */
export const START_EXPORT = '_start';
const MEMORY_EXPORT = 'memory';
const FALLBACK = 'fallback';

/** WebAssembly signature of a host row. */
export interface Signature {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

function lowered(kind: ArgKind): number[] {
  if (kind === 'key' || kind === 'out' || kind.startsWith('in:')) return [I32, I32];
  return kind === 'u64' ? [I64] : [I32];
}

const RESULTS: Record<(typeof HOST_FUNCTIONS)[number]['result'], number[]> = {
  none: [],
  u32: [I32],
  length: [I32],
  u64: [I64],
};

/** Signatures by row name. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map(
  HOST_FUNCTIONS.map((row) => [
    row.name,
    { params: row.args.flatMap(([, kind]) => lowered(kind)), results: RESULTS[row.result] },
  ]),
);

/** Every import is a row of the host table with its exact signature. */
export function checkImports(module: Module, report: Report, anyFunction: boolean): void {
  for (const each of module.imports) attempt(report, () => checkImport(module, each, anyFunction));
}

function checkImport(module: Module, { kind, name, type, offset, ...from }: Import, anyFunction: boolean): void {
  const label = `${from.module}.${name}`;
  if (kind !== 'function') throw new Refusal('IMPORT_KIND', `${kind} ${label}`, offset);
  const found = module.types[type];
  if (found === undefined) throw invalid(`no type ${type}`, offset);
  if (anyFunction) return;
  const row = from.module === HOST_MODULE ? SIGNATURES.get(name) : undefined;
  if (row === undefined) throw new Refusal('IMPORT_UNKNOWN', label, offset);
  if (!sameTypes(row.params, found.params) || !sameTypes(row.results, found.results)) {
    throw new Refusal('IMPORT_TYPE', label, offset);
  }
}

function sameTypes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((type, i) => type === b[i]);
}

/** What the exports offer. */
export interface Surface {
  readonly methods: ReadonlyMap<string, Method>;
  readonly hasStart: boolean;
}

/** Exports are the memory, `_start`, and methods. Of an unlawful set only the lawful part is returned. */
export function checkExports(module: Module, report: Report, anyExport: boolean): Surface {
  const methods = new Map<string, Method>();
  const taken = new Set<string>();
  const types = functionTypes(module);
  for (const each of module.exports) {
    attempt(report, () => {
      checkIndex(module, each, types);
      const method = anyExport ? undefined : readExport(module, each, types);
      const name = method?.name ?? each.name;
      if (taken.has(name)) throw new Refusal('EXPORT_TWICE', name, each.offset);
      taken.add(name);
      if (method === undefined) return;
      const role = method.role === 'method' ? undefined : [...methods.values()].find((m) => m.role === method.role);
      if (role !== undefined)
        throw new Refusal('EXPORT_TWICE', `two ${method.role}: ${role.name}, ${name}`, each.offset);
      methods.set(name, method);
    });
  }
  return { methods, hasStart: !anyExport && taken.has(START_EXPORT) };
}

function checkIndex(module: Module, { kind, index, offset }: Export, types: readonly unknown[]): void {
  const own = {
    function: module.functions,
    table: module.tables,
    memory: module.memories,
    global: module.globals,
    tag: [],
  };
  const count = kind === 'function' ? types.length : own[kind].length;
  if (index >= count) throw invalid(`no ${kind} ${index}`, offset);
}

/** The method that an export is; undefined for the memory and `_start`. */
function readExport(
  module: Module,
  { kind, name, index, offset }: Export,
  types: readonly (FunctionType | undefined)[],
): Method | undefined {
  const refuse = (code: 'EXPORT_KIND' | 'EXPORT_NAME' | 'EXPORT_TYPE') => new Refusal(code, `export ${name}`, offset);
  if (kind !== 'function' && kind !== 'memory') throw refuse('EXPORT_KIND');
  if ((kind === 'memory') !== (name === MEMORY_EXPORT)) throw refuse('EXPORT_KIND');
  if (kind === 'memory') return undefined;
  const method = name === START_EXPORT ? undefined : methodOf(name);
  if (name !== START_EXPORT && method === undefined) throw refuse('EXPORT_NAME');
  if (index < importedFunctions(module).length) throw refuse('EXPORT_KIND');
  const type = types[index];
  if (type === undefined || type.params.length + type.results.length > 0) throw refuse('EXPORT_TYPE');
  return method;
}

/** The method that an export of this name stands for; undefined if the name is not lawful. */
export function methodOf(exportName: string): Method | undefined {
  const [, name, , flags = ''] = /^([A-Za-z_][A-Za-z0-9_]*)(#(.+))?$/s.exec(exportName) ?? [];
  if (name === undefined || !METHOD_FLAGS.includes(flags as MethodFlags)) return undefined;
  if (encodeUtf8(name).length > LIMITS.methodBytes.max) return undefined;
  if (name.startsWith('__') || ['then', START_EXPORT, MEMORY_EXPORT].includes(name)) return undefined;
  const role = flags === 'init' || flags === 'migrate' || flags === 'step' ? flags : 'method';
  if (name === FALLBACK && role !== 'method') return undefined;
  return { name, exportName, view: flags.includes('view'), reentrant: flags.includes('reentrant'), role };
}
