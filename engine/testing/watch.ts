// A tier that notes which frames ran and how they ended, and has another tier run everything.
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../base/tier.ts';
import type { Frame } from '../host/frame.ts';

/** A call that came to a contract. */
export interface Arrival {
  readonly contract: Bytes;
  readonly method: string;
  readonly caller: Bytes;
  readonly input: Bytes;
}

/** A frame as it ran. */
export interface Ran {
  /** Gas that its code had to begin with. */
  readonly gas: number;
  /** Whether it ran out of it. */
  isOut: boolean;
  /** Frames that it opened, in order. */
  readonly inner: Ran[];
}

export class WatchedTier implements Tier {
  private readonly inner: Tier;
  private readonly keepsFrames: boolean;
  /** Addresses as Latin-1. */
  private readonly watched = new Set<string>();
  private seen: Arrival[] = [];
  private top: Ran = newRun();
  /** Open frames by their depth; the first holds those that stand on no other. */
  private open: Ran[] = [this.top];

  /** `keepsFrames` has it remember all frames for {@link frames}. */
  constructor(inner: Tier, keepsFrames: boolean) {
    this.inner = inner;
    this.keepsFrames = keepsFrames;
  }

  watch(contract: Bytes): void {
    this.watched.add(toLatin1(contract));
  }

  /** What came to watched contracts since the last time, in order, but for what was dropped together with a frame that failed. */
  take(): readonly Arrival[] {
    const { seen } = this;
    this.seen = [];
    return seen;
  }

  /** The frames that ran since the last time, below one that is none. */
  frames(): Ran {
    const { top } = this;
    this.top = newRun();
    this.open = [this.top];
    return top;
  }

  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    if (this.watched.size === 0 && !this.keepsFrames) return this.inner.start(code, host, port);
    const { self, method, caller, input, depth } = port as Frame;
    const before = this.seen.length;
    if (this.watched.has(toLatin1(self))) this.seen.push({ contract: self, method, caller, input: input.slice() });
    const ran = newRun(port.meter.gas);
    if (this.keepsFrames) this.open[depth - 1]!.inner.push(ran);
    this.open[depth] = ran;
    const act = <T>(what: () => T): T => this.acted(port, { before, ran }, what);
    const guest = act(() => this.inner.start(code, host, port));
    const run = (exportName: string) => act(() => guest.run(exportName));
    return { memory: guest.memory, run, close: () => guest.close() };
  }

  private acted<T>(port: Port, { before, ran }: { readonly before: number; readonly ran: Ran }, act: () => T): T {
    try {
      const result = act();
      // What was charged behind the last test is tested when the method has returned.
      if (port.meter.gas < 0) ran.isOut = true;
      return result;
    } catch (error) {
      this.seen.length = before;
      if (error instanceof Trap && error.id === 'OUT_OF_GAS') ran.isOut = true;
      throw error;
    }
  }
}

function newRun(gas = 0): Ran {
  return { gas, isOut: false, inner: [] };
}
