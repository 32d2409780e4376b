// Replay: run a chain again from its genesis and compare every root, receipt and gas figure with what it claims.
import { type Bytes, compare, equal, toHex } from '../base/bytes.ts';
import { CodecError } from '../base/errors.ts';
import { blockHash, genesisId } from '../base/hash.ts';
import { decode, type Genesis, type Header, type Receipt } from '../base/records.ts';
import type { Engine } from '../runtime/code.ts';
import { MemoryState } from '../state/memory.ts';
import { type AppliedBlock, applyBlock, type Proposal } from './apply.ts';
import { type Block, decodeBlock } from './block.ts';
import type { Chain, Head } from './chain.ts';
import { applyGenesis } from './genesis.ts';

/** A block and its receipts as a store or a bundle gives them. */
export interface Recorded {
  readonly block: Bytes;
  readonly receipts: readonly Bytes[];
}

/** The first place where the replay and the record part. */
export interface Difference {
  readonly height: number;
  /** Index of the transaction, where it is one. */
  readonly transaction?: number;
  /** What differs, such as `stateRoot`, `receipt.gasUsed`. */
  readonly what: string;
  readonly recorded: string;
  readonly replayed: string;
}

/** What whoever replays knows already. */
export interface Stepping extends Pick<Proposal, 'before' | 'verified'> {
  /** The recorded block, decoded. */
  readonly block?: Block | undefined;
}

/** A step of a replay: the block as it was applied, or where it differs. */
export type Step =
  | { readonly applied: AppliedBlock; readonly difference?: undefined }
  | { readonly difference: Difference };

/** A chain that is being replayed in memory. */
export class Replay implements Chain {
  readonly engine: Engine;
  readonly id: Bytes;
  readonly state: MemoryState;
  head: Head;
  transactions = 0;
  gasUsed = 0;

  constructor(engine: Engine, genesis: Genesis) {
    this.engine = engine;
    this.id = genesisId(engine.natives, genesis);
    this.state = new MemoryState(engine.natives);
    const { head, writes } = applyGenesis(engine.natives, genesis, this.state.forest);
    this.state.commit(writes);
    this.head = head;
  }

  get forest() {
    return this.state.forest;
  }

  /** Compares block 0. */
  begin(recorded: Recorded): Difference | undefined {
    const block = readBlock(recorded.block);
    return block ? this.compareHeaders(0, block.header, this.head.header) : noBlock(0);
  }

  /**
   * Runs the next block and compares; the replay ends at the first difference. `verified` names transactions whose signatures were
   * found valid elsewhere. @throws Fault
   */
  step(recorded: Recorded, { before, verified, block = readBlock(recorded.block) }: Stepping = {}): Step {
    const height = this.head.header.height + 1;
    if (!block) return { difference: noBlock(height) };
    const early = this.compareLink(height, block);
    if (early) return { difference: early };
    const { header, transactions } = block;
    const applied = applyBlock(this, {
      time: header.time,
      transactions,
      fixed: true,
      before,
      ...(verified && { verified }),
    });
    this.take(applied);
    const difference =
      compareReceipts(height, recorded.receipts, applied.receiptBytes) ??
      this.compareHeaders(height, header, applied.head.header);
    return difference ? { difference } : { applied };
  }

  /** Makes a block that was applied to this chain its newest. */
  take(applied: AppliedBlock): void {
    this.state.commit(applied.writes);
    for (const { code } of applied.stores) if (code) this.state.addCode(code.codeId, code.module);
    this.head = applied.head;
    this.transactions += applied.receipts.length;
    this.gasUsed += applied.head.header.gasUsed;
  }

  private compareLink(height: number, block: Block): Difference | undefined {
    const { header } = block;
    if (header.height !== height) return differs(height, 'height', header.height, height);
    if (!equal(header.parent, this.head.hash))
      return differs(height, 'parent', toHex(header.parent), toHex(this.head.hash));
    if (header.time <= this.head.header.time)
      return differs(height, 'time', header.time, `after ${this.head.header.time}`);
    return undefined;
  }

  private compareHeaders(height: number, recorded: Header, ours: Header): Difference | undefined {
    for (const field of Object.keys(ours) as (keyof Header)[]) {
      const [a, b] = [show(recorded[field]), show(ours[field])];
      if (a !== b) return differs(height, field, a, b);
    }
    const [a, b] = [blockHash(this.engine.natives, recorded), blockHash(this.engine.natives, ours)];
    return equal(a, b) ? undefined : differs(height, 'hash', toHex(a), toHex(b));
  }
}

const noBlock = (height: number) => differs(height, 'block', 'bytes that are no block', 'a block');

/** Undefined for bytes that are no block. */
export function readBlock(bytes: Bytes): Block | undefined {
  try {
    return decodeBlock(bytes);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

function compareReceipts(height: number, recorded: readonly Bytes[], ours: readonly Bytes[]): Difference | undefined {
  if (recorded.length !== ours.length) return differs(height, 'receipts', recorded.length, ours.length);
  for (const [index, bytes] of recorded.entries()) {
    if (compare(bytes, ours[index]!) !== 0)
      return { ...receiptDifference(height, bytes, ours[index]!), transaction: index };
  }
  return undefined;
}

function receiptDifference(height: number, recorded: Bytes, ours: Bytes): Difference {
  try {
    const [a, b] = [decode('Receipt', recorded), decode('Receipt', ours)];
    for (const field of ['status', 'gasUsed', 'txId', 'output', 'traceHash'] as const satisfies (keyof Receipt)[]) {
      if (show(a[field]) !== show(b[field])) return differs(height, `receipt.${field}`, show(a[field]), show(b[field]));
    }
    return differs(height, 'receipt.events', `${a.events.length} events`, `${b.events.length} events, or others`);
  } catch (error) {
    if (error instanceof CodecError) return differs(height, 'receipt', 'bytes that are no receipt', 'a receipt');
    throw error;
  }
}

function differs(height: number, what: string, recorded: string | number, replayed: string | number): Difference {
  return { height, what, recorded: String(recorded), replayed: String(replayed) };
}

function show(value: Bytes | number | unknown): string {
  return value instanceof Uint8Array ? toHex(value) : String(value);
}
