// Modules out of what a test names: a source file, the text of a source, or a module.
import { dirname, join } from 'node:path';
import { readAbi } from '../abi/abi.ts';
import type { Abi } from '../abi/types.ts';
import type { BuiltModule } from '../app/deploy.ts';
import { describeModule, readFile } from '../app/module.ts';
import type { Bytes } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { CompileError } from '../compile/diagnostics.ts';
import { compileKept } from '../compile/kept.ts';
import { CONTRACT_FOLDER, loadSources, type SourceFiles, singleSource } from '../compile/sources.ts';
import type { Sourced } from './inside.ts';

/** A module with what is to be known of it. */
export interface Built extends BuiltModule {
  /** What it was compiled from; undefined for a module. */
  readonly sources: SourceFiles | undefined;
  /** The file that was named; undefined for the text of a source. */
  readonly file: string | undefined;
}

/** By the text that they were built from: a test file deploys the same one again and again. */
const known = new Map<string, Promise<Bytes>>();

/** @throws CompileError; Usage FILE_UNREADABLE, ABI_INVALID; ModuleReject */
export async function build(source: string): Promise<Built> {
  const file = /\.(ts|wasm)$/.test(source) && !source.includes('\n') ? source : undefined;
  if (file?.endsWith('.wasm')) return described(readFile(file), undefined, file);
  const sources = file === undefined ? singleSource(source) : loadSources(file);
  const key = JSON.stringify([sources.entry, ...sources.files]);
  const wasm = known.get(key) ?? compileKept(sources).then((compiled) => compiled.wasm);
  known.set(key, wasm);
  try {
    return described(await wasm, sources, file);
  } catch (error) {
    throw file !== undefined && error instanceof CompileError ? placedOnDisk(error, file) : error;
  }
}

// The compiler knows the folder of the source as `contract/`; its author knows it by its own name.
function placedOnDisk({ id, diagnostics }: CompileError, file: string): CompileError {
  const folder = dirname(file);
  const placed = diagnostics.map((each) =>
    each.file.startsWith(CONTRACT_FOLDER)
      ? { ...each, file: join(folder, each.file.slice(CONTRACT_FOLDER.length)) }
      : each,
  );
  return new CompileError(id as 'COMPILE_FAILED', placed);
}

/** A module by what it says of itself. @throws Usage ABI_INVALID; ModuleReject */
export function described(wasm: Bytes, sources?: SourceFiles, file?: string): Built {
  const module = describeModule(wasm);
  const { abi } = module;
  if (abi === undefined) throw new Usage('ABI_INVALID', `${file ?? 'the module'} has no ABI`);
  return { ...module, abi, sources, file };
}

/** Where the files of a source are; a module has none. */
export function sourcedOf({ sources, file }: Built): Sourced | undefined {
  if (sources === undefined) return undefined;
  const folder = file === undefined ? '.' : dirname(file);
  return { sources, pathOf: (inside) => join(folder, inside.slice(CONTRACT_FOLDER.length)) };
}

/** The ABI of a source, a module, or a file of its JSON. @throws like {@link build} */
export async function abiFrom(source: string): Promise<Abi> {
  if (!/\.json$/.test(source) || source.includes('\n')) return (await build(source)).abi;
  return readAbi(readFile(source));
}
