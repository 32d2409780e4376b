// The part of the WebAssembly JavaScript interface (W3C, version 2) that the sandbox uses; the types of no platform name it here.

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
export interface WasmModule {
  readonly compiled?: never;
}
export type WasmImports = { readonly [module: string]: { readonly [name: string]: unknown } };
/** An exported mutable global. */
export interface WasmGlobal {
  value: number | bigint;
}
export type WasmFunction = (...args: (number | bigint)[]) => unknown;

interface Interface {
  readonly Module: {
    new (bytes: Uint8Array): WasmModule;
    imports(module: WasmModule): { module: string; name: string; kind: string }[];
    exports(module: WasmModule): { name: string; kind: string }[];
  };
  readonly Instance: new (
    module: WasmModule,
    imports: WasmImports,
  ) => { readonly exports: { readonly [name: string]: WasmFunction | WasmGlobal } };
  readonly Memory: new (size: { initial: number; maximum: number }) => WasmMemory;
  readonly RuntimeError: new () => Error;
}

declare const WebAssembly: Interface;

export const Wasm: Interface = WebAssembly;
