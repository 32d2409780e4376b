// Blocks that a replay will come to: their signatures are checked on threads while it runs the ones before.
import type { Bytes } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { decodeBlock } from '../ledger/block.ts';
import type { Recorded } from '../ledger/replay.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { Signatures, type Verified } from './signatures.ts';

/** Blocks that are read before they are wanted. */
const AHEAD = 2;

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
  take(height: number): Promise<Checked> {
    for (let next = height; next <= Math.min(height + AHEAD, this.blocks.height); next++) this.start(next);
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
    const transactions = transactionsOf(recorded.block);
    if (this.skips) return { recorded, verified: new Set(transactions.keys()) };
    return { recorded, verified: await this.signatures.check(transactions) };
  }

  close(): void {
    this.signatures.close();
  }
}

/** None of bytes that are no block, which the replay will find. */
function transactionsOf(block: Bytes): readonly Bytes[] {
  try {
    return decodeBlock(block).transactions;
  } catch (error) {
    if (error instanceof CodecError) return [];
    throw error;
  }
}
