// One contract instance on V8: its imports, its memory, what stops it, and how it is made as it was right after `_start`.
import { isStackOverflow } from '../base/blame.ts';
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import type { Guest, HostTable, Memory, Port } from '../base/tier.ts';
import { ENGINE_IMPORTS, ENGINE_MODULE } from '../wasm/meter.ts';
import { type Border, crossing, guard, stop } from './crossing.ts';
import { blame, stopped } from './traps.ts';
import {
  Wasm,
  type WasmFunction,
  type WasmGlobal,
  type WasmImports,
  type WasmMemory,
  type WasmModule,
} from './webassembly.ts';

const PAGE = 65_536;

/** What an instance is made from: a compiled module, and what it imports and exports. */
export interface Blueprint {
  readonly module: WasmModule;
  /** Initial pages of its memory. */
  readonly pages: number;
  readonly imports: readonly HostImport[];
  /** Names under which the mutable globals are exported. */
  readonly globals: readonly string[];
}

export interface HostImport {
  readonly module: string;
  readonly name: string;
  /** How many arguments the host function takes; -1 if that is not known. */
  readonly args: number;
}

/** Where an instance goes when its frame has ended. */
export interface Home {
  take(guest: CompiledGuest): void;
}

/** What an instance was right after `_start`: the whole of what a contract can change (its table never changes). */
export interface Snapshot {
  /** Memory up to its last word that is not zero. */
  readonly memory: Bytes;
  /** Mutable globals, in the order of the module. */
  readonly globals: readonly (number | bigint)[];
}

const NOBODY: Port = { meter: { gas: -1, stack: 0 } };

/** An instance that runs for one frame after the other, in a memory of zeros that is its alone as long as it lives. */
export class CompiledGuest implements Guest {
  readonly memory: Memory;
  readonly host: HostTable;
  private readonly pages: number;
  private readonly home: Home;
  private readonly border: Border = { port: NOBODY, stopped: undefined };
  /** The memory that the module imports. */
  readonly own: WasmMemory;
  private readonly exports: { readonly [name: string]: WasmFunction | WasmGlobal };
  private readonly globals: readonly WasmGlobal[];
  /** False once something happened after which nothing is known of the instance. */
  private sound = true;

  /** @throws Fault if V8 or the machine will not have it */
  constructor(blueprint: Blueprint, memory: WasmMemory, host: HostTable, home: Home) {
    this.host = host;
    this.pages = blueprint.pages;
    this.home = home;
    this.own = memory;
    this.memory = viewOf(memory);
    try {
      const imports = importsOf(blueprint, host, this.border, this.own);
      this.exports = new Wasm.Instance(blueprint.module, imports).exports;
    } catch (error) {
      throw blame(error);
    }
    this.globals = blueprint.globals.map((name) => this.exports[name] as WasmGlobal);
  }

  /** Runs for this port from now on. */
  open(port: Port): void {
    this.border.port = port;
  }

  run(exportName: string): void {
    const call = this.exports[exportName] as WasmFunction | undefined;
    const { port, stopped } = this.border;
    if (call === undefined || port === NOBODY) throw new Fault('ENGINE', `no export ${exportName}, or closed`);
    if (stopped !== undefined) throw stopped.error;
    const { meter } = port;
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
    const reason = own ? error : blame(error);
    if (reason instanceof Fault) this.sound = false;
    this.border.stopped = { error: reason };
    return reason;
  }

  /** What the instance is now; undefined if it grew, or if there is more of it than is worth keeping. */
  snapshot(most: number): Snapshot | undefined {
    if (!this.isOfInitialSize()) return undefined;
    const words = new Uint32Array(this.own.buffer);
    let end = words.length;
    while (end > 0 && words[end - 1] === 0) end--;
    if (end * 4 > most) return undefined;
    return { memory: this.memory.bytes.slice(0, end * 4), globals: this.globals.map((global) => global.value) };
  }

  /** Makes the instance what the snapshot says. False if that cannot be: it grew, or a fault happened in it. */
  restore({ memory, globals }: Snapshot): boolean {
    if (!this.sound || !this.isOfInitialSize()) return false;
    const { bytes } = this.memory;
    bytes.set(memory);
    bytes.fill(0, memory.length);
    for (let i = 0; i < globals.length; i++) this.globals[i]!.value = globals[i]!;
    return true;
  }

  private isOfInitialSize(): boolean {
    return this.own.buffer.byteLength === this.pages * PAGE;
  }

  close(): void {
    if (this.border.port === NOBODY) return;
    this.border.port = NOBODY;
    this.border.stopped = undefined;
    this.home.take(this);
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

// Null prototypes: a plain object would also link `toString` and `constructor`.
function importsOf({ imports }: Blueprint, host: HostTable, border: Border, memory: WasmMemory): WasmImports {
  const all: Record<string, Record<string, unknown>> = Object.create(null);
  all[ENGINE_MODULE] = engineImports(host, border, memory);
  for (const { module, name, args } of imports) {
    const call = Object.hasOwn(host.functions, name) ? host.functions[name] : undefined;
    if (call === undefined) throw new Fault('ENGINE', `no host function ${name}`);
    all[module] ??= Object.create(null) as Record<string, unknown>;
    all[module][name] = crossing(border, call, args);
  }
  return all;
}

function engineImports(host: HostTable, border: Border, memory: WasmMemory): Record<string, unknown> {
  const own: Record<string, unknown> = Object.create(null);
  own[ENGINE_IMPORTS.memory] = memory;
  own[ENGINE_IMPORTS.fail] = (code: number) => {
    throw stop(border, stopped(code));
  };
  own[ENGINE_IMPORTS.gas] = () => border.port.meter.gas;
  own[ENGINE_IMPORTS.grow] = (gas: number, stack: number, now: number, more: number) =>
    guard(border, gas, stack, (port) => (host.grow(port, now, more >>> 0) ? 1 : 0));
  return own;
}
