// The compiled tier: instrumented modules on V8, kept compiled and instantiated while they are in use.
import { HOST_MODULE } from '../../spec/host.ts';
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Kept } from '../base/kept.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../base/tier.ts';
import { ENGINE_MODULE } from '../wasm/meter.ts';
import { SIGNATURES } from '../wasm/surface.ts';
import type { Blueprint } from './guest.ts';
import { Room } from './room.ts';
import { blame } from './traps.ts';
import { Warm } from './warm.ts';
import { Wasm, type WasmModule } from './webassembly.ts';

/** Instrumented bytes of the modules that are kept, each with what V8 needs for even the smallest. */
const MODULE_BYTES = 2 ** 27;
const EACH_MODULE = 16_384;
/** Pages that waiting instances may hold: 64 MiB. */
const MOST_IDLE_PAGES = 1_024;

/** Runs prepared code on V8. Keeps the modules that ran last compiled, by code id, and instances of them. */
export class CompiledTier implements Tier {
  private readonly modules: Kept<Warm>;
  private readonly room: Room;
  /** What ran last: most calls are of few contracts, and looking one up costs as much as running it. */
  private last: { readonly code: PreparedCode; readonly warm: Warm } | undefined;

  constructor(moduleBytes = MODULE_BYTES, mostIdlePages = MOST_IDLE_PAGES) {
    this.modules = new Kept(moduleBytes, (warm) => warm.drop());
    this.room = new Room(mostIdlePages);
  }

  /** @throws Fault if V8 or the machine will not have it */
  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    return this.warm(code).start(host, port);
  }

  /** Whether this code is compiled already. */
  has(code: PreparedCode): boolean {
    return this.known(code) !== undefined;
  }

  /** Takes over a module that was compiled elsewhere from the code's instrumented bytes. */
  adopt(code: PreparedCode, module: WasmModule): void {
    if (!this.has(code)) this.keep(code, module);
  }

  private warm(code: PreparedCode): Warm {
    return this.known(code) ?? this.keep(code, moduleOf(code.metered));
  }

  private known(code: PreparedCode): Warm | undefined {
    if (this.last?.code === code) return this.last.warm;
    const warm = this.modules.get(toLatin1(code.codeId));
    if (warm !== undefined) this.last = { code, warm };
    return warm;
  }

  private keep(code: PreparedCode, module: WasmModule): Warm {
    const warm = new Warm(blueprintOf(code, module), code.hasStart, this.room);
    this.modules.set(toLatin1(code.codeId), warm, code.metered.length + EACH_MODULE);
    this.last = { code, warm };
    return warm;
  }
}

function blueprintOf(code: PreparedCode, module: WasmModule): Blueprint {
  const imports = Wasm.Module.imports(module)
    .filter((i) => i.module !== ENGINE_MODULE)
    .map(({ module: from, name }) => ({ module: from, name, args: argumentsOf(from, name) }));
  const globals = Wasm.Module.exports(module)
    .filter(({ kind }) => kind === 'global')
    .map(({ name }) => name);
  return { module, pages: code.pages.initial, imports, globals };
}

function argumentsOf(from: string, name: string): number {
  return from === HOST_MODULE ? (SIGNATURES.get(name)?.params.length ?? -1) : -1;
}

function moduleOf(bytes: Bytes): WasmModule {
  try {
    return new Wasm.Module(bytes);
  } catch (error) {
    throw blame(error);
  }
}
