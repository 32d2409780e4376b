// The room for instances that wait for a frame, of all modules together, and memories for new ones.
import { LIMITS } from '../../spec/limits.ts';
import type { CompiledGuest } from './guest.ts';
import { blame } from './traps.ts';
import { Wasm, type WasmMemory } from './webassembly.ts';

const PAGE = 65_536;
/** The share of the room that memories may take whose instances had to leave. */
const SPARE = 1 / 4;

/** Whose instance it is. */
export interface Owner {
  /** Lets go of one that was waiting for longest. */
  forget(guest: CompiledGuest): void;
}

interface Seat {
  readonly owner: Owner;
  readonly pages: number;
}

/**
 * So many pages of memory; who comes late has those leave that have waited for longest. Their memories are cleared and used
 * again, because the first touch of a new page costs ten times what clearing an old one does.
 */
export class Room {
  private pages: number;
  private readonly most: number;
  private readonly seats = new Map<CompiledGuest, Seat>();
  private sparePages: number;
  /** Memories by their size in pages. */
  private readonly spare = new Map<number, WasmMemory[]>();

  constructor(pages: number) {
    this.pages = pages;
    this.most = pages;
    this.sparePages = Math.floor(pages * SPARE);
  }

  /** A memory of zeros. @throws Fault if V8 or the machine will not have it */
  memory(pages: number): WasmMemory {
    const used = this.spare.get(pages)?.pop();
    if (used === undefined) return newMemory(pages);
    this.sparePages += pages;
    new Uint8Array(used.buffer).fill(0);
    return used;
  }

  /** Takes an instance in; false if it is larger than the whole room. */
  enter(guest: CompiledGuest, seat: Seat): boolean {
    if (seat.pages > this.most) return false;
    this.pages -= seat.pages;
    while (this.pages < 0) {
      const [oldest, { owner }] = this.seats.entries().next().value!;
      this.leave(oldest);
      owner.forget(oldest);
      this.keep(oldest.own);
    }
    this.seats.set(guest, seat);
    return true;
  }

  /** Gives back what an instance took. */
  leave(guest: CompiledGuest): void {
    this.pages += this.seats.get(guest)!.pages;
    this.seats.delete(guest);
  }

  private keep(memory: WasmMemory): void {
    const pages = memory.buffer.byteLength / PAGE;
    if (pages > this.sparePages) return;
    this.sparePages -= pages;
    const same = this.spare.get(pages);
    if (same === undefined) this.spare.set(pages, [memory]);
    else same.push(memory);
  }
}

function newMemory(pages: number): WasmMemory {
  try {
    return new Wasm.Memory({ initial: pages, maximum: LIMITS.pages.max });
  } catch (error) {
    throw blame(error);
  }
}
