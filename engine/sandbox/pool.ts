// Guest memories for use again: zero-filled, never one that grew, since it could not shrink and its size would be seen.
import { LIMITS } from '../../spec/limits.ts';
import { Wasm, type WasmMemory } from './webassembly.ts';

const PAGE = 65_536;

/** Keeps at most `most` idle pages. */
export class Pool {
  private readonly idle = new Map<number, WasmMemory[]>();
  private readonly most: number;
  private pages = 0;

  constructor(most = 1_024) {
    this.most = most;
  }

  /** A memory of so many zeroed pages. @throws RangeError if the machine gives none */
  take(initial: number): WasmMemory {
    const memory = this.idle.get(initial)?.pop();
    if (memory === undefined) return new Wasm.Memory({ initial, maximum: LIMITS.pages.max });
    this.pages -= initial;
    return memory;
  }

  /** Takes a memory back, empties and keeps it, unless it grew or there are enough. */
  give(memory: WasmMemory, initial: number): void {
    if (memory.buffer.byteLength !== initial * PAGE || this.pages + initial > this.most) return;
    new Uint8Array(memory.buffer).fill(0);
    this.pages += initial;
    const same = this.idle.get(initial);
    if (same === undefined) this.idle.set(initial, [memory]);
    else same.push(memory);
  }
}
