// The compiled tier: instrumented modules on V8, kept compiled while they are in use.
import { HOST_MODULE } from '../../spec/host.ts';
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import type { Guest, HostTable, PreparedCode, Tier } from '../base/tier.ts';
import { ENGINE_MODULE } from '../wasm/meter.ts';
import { SIGNATURES } from '../wasm/surface.ts';
import { type Compiled, CompiledGuest } from './guest.ts';
import { Pool } from './pool.ts';
import { Wasm, type WasmModule } from './webassembly.ts';

const MOST_MODULES = 256;

/** Runs prepared code on V8. Keeps the modules that ran last compiled, by code id, and a pool of memories. */
export class CompiledTier implements Tier {
  private readonly pool = new Pool();
  private readonly modules = new Map<string, Compiled>();
  private readonly most: number;

  constructor(mostModules = MOST_MODULES) {
    this.most = mostModules;
  }

  /** @throws Fault if V8 or the machine will not have it */
  start(code: PreparedCode, host: HostTable): Guest {
    return new CompiledGuest(this.compiled(code), host, this.pool);
  }

  private compiled(code: PreparedCode): Compiled {
    const key = toLatin1(code.codeId);
    const found = this.modules.get(key) ?? compile(code);
    // Putting it in anew makes it the youngest of the map's order.
    this.modules.delete(key);
    this.modules.set(key, found);
    if (this.modules.size > this.most) this.modules.delete(this.modules.keys().next().value!);
    return found;
  }
}

function compile(code: PreparedCode): Compiled {
  const module = moduleOf(code.metered);
  const imports = Wasm.Module.imports(module)
    .filter((i) => i.module !== ENGINE_MODULE)
    .map(({ module: from, name }) => ({ module: from, name, args: argumentsOf(from, name) }));
  return { module, initialPages: code.pages.initial, imports, slots: new WeakMap() };
}

function argumentsOf(from: string, name: string): number {
  return from === HOST_MODULE ? (SIGNATURES.get(name)?.params.length ?? -1) : -1;
}

function moduleOf(bytes: Bytes): WasmModule {
  try {
    return new Wasm.Module(bytes);
  } catch (error) {
    throw new Fault('ENGINE', `V8 refuses an instrumented module: ${String(error)}`);
  }
}
