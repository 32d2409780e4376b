// The interpreting tier: runs the un-instrumented module and adds up prices as it goes. Written apart from the compiled tier, so
// that the two can judge each other.
import { toLatin1 } from '../base/bytes.ts';
import { Kept } from '../base/kept.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../base/tier.ts';
import { START_EXPORT } from '../wasm/surface.ts';
import { InterpretedGuest, type Watch, type Witness } from './guest.ts';
import { newStack } from './machine.ts';
import { Program } from './program.ts';

/** Bytes of the modules whose register code is kept. */
const KEPT_BYTES = 2 ** 24;
const EACH_PROGRAM = 4_096;

export class InterpretedTier implements Tier {
  private readonly programs = new Kept<Program>(KEPT_BYTES);
  private readonly stack = newStack();
  private readonly witness: Witness;

  /** `watch` hears of each instruction before it runs; with it all takes many times as long. `fell` hears of each guest that fails. */
  constructor(watch?: Watch, fell?: Watch) {
    this.witness = { ...(watch ? { watch } : {}), ...(fell ? { fell } : {}) };
  }

  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    const guest = new InterpretedGuest(this.program(code), code.pages.initial, host, port, this.stack, this.witness);
    if (code.hasStart) guest.run(START_EXPORT);
    return guest;
  }

  private program(code: PreparedCode): Program {
    const key = toLatin1(code.codeId);
    const known = this.programs.get(key);
    if (known !== undefined) return known;
    const program = new Program(code);
    this.programs.set(key, program, code.module.length + EACH_PROGRAM);
    return program;
  }
}
