// A compiled module and the instances of it that wait for a frame, each as it was right after `_start`.
//
// What a contract can change in an instance is its memory and its mutable globals: nothing in the profile writes a table, drops
// a segment or holds a reference. Both are set back to a snapshot when a frame ends. An instance whose memory grew, or in which
// a fault happened, is dropped.
import { Fault } from '../base/errors.ts';
import { isNoDeeper } from '../base/stack.ts';
import type { Guest, HostTable, Port } from '../base/tier.ts';
import { START_EXPORT } from '../wasm/surface.ts';
import { type Blueprint, CompiledGuest, type Home, type Snapshot } from './guest.ts';
import type { Owner, Room } from './room.ts';

/** Bytes of a snapshot that are worth keeping; a module with more gets a fresh instance each time. */
const MOST_SNAPSHOT = 262_144;

/** How `_start` went when it ended well. */
interface Started {
  /** Undefined if instances of this module cannot be used again. */
  readonly snapshot: Snapshot | undefined;
  readonly gas: number;
  /** The deepest call stack from which it was seen to end well. */
  stack: number;
}

export class Warm implements Home, Owner {
  private readonly blueprint: Blueprint;
  private readonly hasStart: boolean;
  private readonly room: Room;
  private readonly seat: { readonly owner: Owner; readonly pages: number };
  private started: Started | undefined;
  private readonly idle: CompiledGuest[] = [];
  private dropped = false;

  constructor(blueprint: Blueprint, hasStart: boolean, room: Room) {
    this.blueprint = blueprint;
    this.hasStart = hasStart;
    this.room = room;
    // An empty memory is held by something too.
    this.seat = { owner: this, pages: Math.max(1, blueprint.pages) };
  }

  /** A guest of this module right after `_start`; see {@link Tier}. */
  start(host: HostTable, port: Port): Guest {
    const { meter } = port;
    const { started } = this;
    // With less gas or on a deeper stack `_start` might end otherwise than it did, so there it runs.
    if (started !== undefined && meter.gas >= started.gas && isNoDeeper(meter.stack, started.stack)) {
      const guest = this.waiting(host);
      if (guest !== undefined) {
        guest.open(port);
        meter.gas -= started.gas;
        return guest;
      }
    }
    return this.fresh(host, port);
  }

  private waiting(host: HostTable): CompiledGuest | undefined {
    const guest = this.idle.pop();
    if (guest === undefined) return undefined;
    this.room.leave(guest);
    return guest.host === host ? guest : undefined;
  }

  private fresh(host: HostTable, port: Port): Guest {
    const guest = new CompiledGuest(this.blueprint, this.room.memory(this.blueprint.pages), host, this);
    const { gas, stack } = port.meter;
    guest.open(port);
    try {
      if (this.hasStart) guest.run(START_EXPORT);
      this.note(guest, gas - port.meter.gas, stack);
    } catch (error) {
      guest.close();
      throw error;
    }
    return guest;
  }

  private note(guest: CompiledGuest, gas: number, stack: number): void {
    if (this.started === undefined) this.started = { snapshot: guest.snapshot(MOST_SNAPSHOT), gas, stack };
    // A host call in `_start` is a trap, so nothing that it does can depend on where or when.
    if (this.started.gas !== gas) throw new Fault('ENGINE', `_start took ${gas} gas, before ${this.started.gas}`);
    if (isNoDeeper(this.started.stack, stack)) this.started.stack = stack;
  }

  /** Keeps an instance whose frame has ended, as good as new. */
  take(guest: CompiledGuest): void {
    const snapshot = this.started?.snapshot;
    if (snapshot === undefined || this.dropped || !guest.restore(snapshot)) return;
    if (this.room.enter(guest, this.seat)) this.idle.push(guest);
  }

  forget(guest: CompiledGuest): void {
    this.idle.splice(this.idle.indexOf(guest), 1);
  }

  /** Lets go of all waiting instances; those that still run will be dropped. */
  drop(): void {
    this.dropped = true;
    for (const guest of this.idle) this.room.leave(guest);
    this.idle.length = 0;
  }
}
