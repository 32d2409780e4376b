// One contract instance on V8: its imports, its memory, and what stops it.
import { Fault } from '../base/errors.ts';
import type { Guest, HostTable, Memory } from '../base/tier.ts';
import { ENGINE_IMPORTS, ENGINE_MODULE } from '../wasm/meter.ts';
import { type Border, crossing, guard, stop } from './crossing.ts';
import type { Pool } from './pool.ts';
import { blame, isStackOverflow, stopped } from './traps.ts';
import { Wasm, type WasmFunction, type WasmImports, type WasmMemory, type WasmModule } from './webassembly.ts';

/** A compiled module and the host functions that it imports. */
export interface Compiled {
  readonly module: WasmModule;
  readonly initialPages: number;
  readonly imports: readonly HostImport[];
  /** Imports that were made for this module, by the memory that they hand in. */
  readonly slots: WeakMap<WasmMemory, Slot>;
}

export interface HostImport {
  readonly module: string;
  readonly name: string;
  /** How many arguments the host function takes; -1 if that is not known. */
  readonly args: number;
}

/**
 * What a module is instantiated with on one memory. Only one guest lives on a memory at a time, and when it is closed the border
 * forgets its host: V8 frees instances late, and each would keep its frame alive until then.
 */
interface Slot {
  readonly border: Border;
  readonly imports: WasmImports;
  readonly view: Memory;
}

const NO_HOST: HostTable = { meter: { gas: -1, stack: 0 }, functions: {}, grow: () => false };

/** A fresh instance on a pooled memory. It gives the memory back when it is closed. */
export class CompiledGuest implements Guest {
  readonly memory: Memory;
  private readonly border: Border;
  private readonly pool: Pool;
  private readonly initialPages: number;
  private readonly exports: { readonly [name: string]: WasmFunction };
  private own: WasmMemory | undefined;

  /** @throws Fault if V8 or the machine will not have it */
  constructor(compiled: Compiled, host: HostTable, pool: Pool) {
    this.pool = pool;
    this.initialPages = compiled.initialPages;
    try {
      this.own = pool.take(compiled.initialPages);
      const slot = slotOf(compiled, this.own);
      this.border = slot.border;
      this.memory = slot.view;
      open(slot.border, compiled, host);
      this.exports = new Wasm.Instance(compiled.module, slot.imports).exports;
    } catch (error) {
      throw blame(error);
    }
  }

  run(exportName: string): void {
    const call = this.exports[exportName];
    if (call === undefined || this.own === undefined) throw new Fault('ENGINE', `no export ${exportName}, or closed`);
    if (this.border.stopped !== undefined) throw this.border.stopped.error;
    const { meter } = this.border.host;
    const { stack } = meter;
    try {
      meter.gas = call(meter.gas, stack) as number;
    } catch (error) {
      throw this.reason(error);
    }
    meter.stack = stack;
  }

  private reason(error: unknown): unknown {
    // Nothing in the profile catches, so what the host threw arrives here as it is.
    const own = this.border.stopped?.error === error && !isStackOverflow(error);
    this.border.stopped = { error: own ? error : blame(error) };
    return this.border.stopped.error;
  }

  close(): void {
    if (this.own === undefined) return;
    this.pool.give(this.own, this.initialPages);
    this.own = undefined;
    this.border.host = NO_HOST;
    this.border.calls = [];
    this.border.stopped = undefined;
  }
}

/** The view is made anew once growing has detached it. */
function viewOf(memory: WasmMemory): Memory {
  let view = new Uint8Array(memory.buffer);
  return {
    get bytes() {
      if (view.length === 0) view = new Uint8Array(memory.buffer);
      return view;
    },
  };
}

function slotOf(compiled: Compiled, memory: WasmMemory): Slot {
  const known = compiled.slots.get(memory);
  if (known !== undefined) return known;
  const border: Border = { host: NO_HOST, calls: [], stopped: undefined };
  const slot = { border, imports: importsOf(compiled, border, memory), view: viewOf(memory) };
  compiled.slots.set(memory, slot);
  return slot;
}

function open(border: Border, { imports }: Compiled, host: HostTable): void {
  border.host = host;
  border.stopped = undefined;
  border.calls = imports.map(({ name }) => {
    const call = Object.hasOwn(host.functions, name) ? host.functions[name] : undefined;
    if (call === undefined) throw new Fault('ENGINE', `no host function ${name}`);
    return call;
  });
}

// Null prototypes: a plain object would also link `toString` and `constructor`.
function importsOf({ imports }: Compiled, border: Border, memory: WasmMemory): WasmImports {
  const all: Record<string, Record<string, unknown>> = Object.create(null);
  all[ENGINE_MODULE] = engineImports(border, memory);
  for (const [index, { module, name, args }] of imports.entries()) {
    all[module] ??= Object.create(null) as Record<string, unknown>;
    all[module][name] = crossing(border, index, args);
  }
  return all;
}

function engineImports(border: Border, memory: WasmMemory): Record<string, unknown> {
  const own: Record<string, unknown> = Object.create(null);
  own[ENGINE_IMPORTS.memory] = memory;
  own[ENGINE_IMPORTS.fail] = (code: number) => {
    throw stop(border, stopped(code));
  };
  own[ENGINE_IMPORTS.gas] = () => border.host.meter.gas;
  own[ENGINE_IMPORTS.grow] = (gas: number, stack: number, now: number, more: number) =>
    guard(border, gas, stack, () => (border.host.grow(now, more >>> 0) ? 1 : 0));
  return own;
}
