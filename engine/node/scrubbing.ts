// Passes over everything in a store, a slice at a time: what a node does while nobody asks it anything, and `tally check` at once.
import type { Bytes } from '../base/bytes.ts';
import type { ScrubSlice } from '../client/connection.ts';
import { type Scrubbed, scrub } from './scrub.ts';
import type { Store, StoreReader } from './store.ts';

const NOTHING: Scrubbed = { blocks: 0, transactions: 0, values: 0, rows: 0 };

export class Scrubbing {
  private readonly store: Store;
  private readonly hashes: readonly Bytes[];
  private reader: StoreReader | undefined;
  private pieces: AsyncGenerator<Scrubbed> | undefined;

  constructor(store: Store, hashes: readonly Bytes[]) {
    this.store = store;
    this.hashes = hashes;
  }

  /** Goes on with the pass under way, or begins one, for about so many milliseconds. @throws Fault STORE_CORRUPT */
  async slice(milliseconds: number): Promise<ScrubSlice> {
    const until = performance.now() + milliseconds;
    const isFirst = this.pieces === undefined;
    const pieces = this.pieces ?? this.begun();
    let done = NOTHING;
    do {
      const next = await pieces.next();
      if (next.done) {
        await this.close();
        return { isFirst, isWhole: true, ...done };
      }
      done = next.value;
    } while (performance.now() < until);
    return { isFirst, isWhole: false, ...done };
  }

  private begun(): AsyncGenerator<Scrubbed> {
    this.reader = this.store.snapshot();
    this.pieces = scrub(this.reader, this.hashes);
    return this.pieces;
  }

  /** Ends the pass under way. */
  async close(): Promise<void> {
    await this.pieces?.return(undefined);
    await this.reader?.close();
    this.pieces = undefined;
    this.reader = undefined;
  }
}
