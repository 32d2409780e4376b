// The compiled module before it is optimised: export names of the protocol, custom sections, and what it imports.
import binaryen from 'assemblyscript/binaryen';
import { HOST_FUNCTIONS, HOST_MODULE } from '../../spec/host.ts';
import type { Abi } from '../abi/types.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { exportName } from './contract.ts';
import { entryName } from './entry.ts';

type Module = binaryen.Module;

/** Gives methods their export names (PROTOCOL 5) and takes every other export away but for memory and _start. */
export function nameExports(module: Module, abi: Abi): void {
  const names = new Map(abi.methods.map((method) => [entryName(method.name), exportName(method)]));
  for (const { name, value } of exportsOf(module)) {
    if (name === 'memory' || name === '_start') continue;
    module.removeExport(name);
    const wanted = names.get(name);
    if (wanted) module.addFunctionExport(value, wanted);
  }
}

function exportsOf(module: Module): binaryen.ExportInfo[] {
  const count = module.getNumExports();
  return Array.from({ length: count }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i)));
}

/** Imports that are not rows of the host table, as `module.name`. */
export function foreignImports(module: Module): string[] {
  const rows = new Set<string>(HOST_FUNCTIONS.map((row) => row.name));
  const functions = Array.from({ length: module.getNumFunctions() }, (_, i) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(i)),
  );
  return functions
    .filter((f) => f.module && !(f.module === HOST_MODULE && rows.has(f.base ?? '')))
    .map((f) => `${f.module}.${f.base}`);
}

/** Adds a custom section that holds a value as JSON. */
export function addJsonSection(module: Module, name: string, value: unknown): void {
  module.addCustomSection(name, encodeUtf8(JSON.stringify(value)));
}
