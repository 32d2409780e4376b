// A tier that notes which calls came to chosen contracts and what became of their frames, and has another tier run everything.
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../base/tier.ts';
import type { Frame } from '../host/frame.ts';

/** A call that came to a contract. */
export interface Arrival {
  readonly contract: Bytes;
  readonly method: string;
  readonly caller: Bytes;
  readonly input: Bytes;
}

export class WatchedTier implements Tier {
  private readonly inner: Tier;
  /** Addresses as Latin-1. */
  private readonly watched = new Set<string>();
  private seen: Arrival[] = [];

  constructor(inner: Tier) {
    this.inner = inner;
  }

  watch(contract: Bytes): void {
    this.watched.add(toLatin1(contract));
  }

  /** What came since the last time, in order, but for what was dropped together with a frame that failed. */
  take(): readonly Arrival[] {
    const { seen } = this;
    this.seen = [];
    return seen;
  }

  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    if (this.watched.size === 0) return this.inner.start(code, host, port);
    const { self, method, caller, input } = port as Frame;
    const before = this.seen.length;
    if (this.watched.has(toLatin1(self))) this.seen.push({ contract: self, method, caller, input: input.slice() });
    const guest = this.orDropped(before, () => this.inner.start(code, host, port));
    return {
      memory: guest.memory,
      run: (exportName) => this.orDropped(before, () => guest.run(exportName)),
      close: () => guest.close(),
    };
  }

  private orDropped<T>(before: number, act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.seen.length = before;
      throw error;
    }
  }
}
