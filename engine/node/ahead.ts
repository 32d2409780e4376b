// Blocks that a replay will come to: their signatures are checked on threads while it runs the ones before.
import { setImmediate } from 'node:timers/promises';
import type { Block } from '../ledger/block.ts';
import { type Recorded, readBlock } from '../ledger/replay.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { Signatures, type Verified } from './signatures.ts';

/** Blocks that are read before they are wanted. */
const AHEAD = 8;

/** The blocks of a chain, by height. */
export interface Blocks {
  readonly height: number;
  recorded(height: number): Promise<Recorded> | Recorded;
}

export interface AheadOptions {
  readonly settings?: Settings;
  /** Takes every signature for valid: what is compared is then only what follows from the transactions. */
  readonly skipSignatures?: boolean;
}

/** A block of the record, with the transactions whose signatures are known to be valid. */
interface Checked {
  readonly recorded: Recorded;
  readonly block: Block | undefined;
  readonly verified: Verified;
}

export class Ahead {
  private readonly blocks: Blocks;
  private readonly signatures: Signatures;
  private readonly skips: boolean;
  private readonly coming = new Map<number, Promise<Checked>>();

  constructor(blocks: Blocks, { settings = SETTINGS, skipSignatures }: AheadOptions) {
    this.blocks = blocks;
    this.signatures = new Signatures(settings.signatures);
    this.skips = skipSignatures === true;
  }

  /** The block at this height; heights are asked for one after the other. @throws Fault what reading it throws */
  async take(height: number): Promise<Checked> {
    for (let next = height; next <= Math.min(height + AHEAD, this.blocks.height); next++) this.start(next);
    // What the threads say is heard between two blocks, and only if whoever runs them comes round.
    await setImmediate();
    const found = this.coming.get(height)!;
    this.coming.delete(height);
    return found;
  }

  private start(height: number): void {
    if (this.coming.has(height)) return;
    const coming = this.check(height);
    // Whoever takes it hears what is wrong with it; nobody may come to it.
    coming.catch(() => undefined);
    this.coming.set(height, coming);
  }

  private async check(height: number): Promise<Checked> {
    const recorded = await this.blocks.recorded(height);
    // Bytes that are no block are for the replay to tell of.
    const block = readBlock(recorded.block);
    const transactions = block?.transactions ?? [];
    const verified = this.skips ? new Set(transactions.keys()) : await this.signatures.check(transactions);
    return { recorded, block, verified };
  }

  close(): void {
    this.signatures.close();
  }
}
