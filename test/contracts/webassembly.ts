// The WebAssembly interface as tests of built modules use it.

interface Module {
  readonly compiled?: never;
}
interface Interface {
  readonly Module: {
    new (bytes: Uint8Array): Module;
    imports(module: Module): { module: string; name: string }[];
    exports(module: Module): { name: string; kind: string }[];
    customSections(module: Module, name: string): ArrayBuffer[];
  };
  readonly Instance: new (
    module: Module,
    imports: { readonly [module: string]: object },
  ) => { readonly exports: { readonly [name: string]: unknown } };
}
declare const WebAssembly: Interface;

export type WasmModule = Module;
export const Wasm: Interface = WebAssembly;

export function exportNames(wasm: Uint8Array): string[] {
  return Wasm.Module.exports(new Wasm.Module(wasm)).map(({ name }) => name);
}

export function importNames(wasm: Uint8Array): string[] {
  return Wasm.Module.imports(new Wasm.Module(wasm)).map(({ module, name }) => `${module}.${name}`);
}

/** A custom section as text, undefined if it is not there. */
export function section(wasm: Uint8Array, name: string): string | undefined {
  const [bytes] = Wasm.Module.customSections(new Wasm.Module(wasm), name);
  return bytes && new TextDecoder().decode(bytes);
}
