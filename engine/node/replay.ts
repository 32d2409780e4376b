// Replaying a chain folder: every block from genesis, and every row of the store, derived ones included.
import { CONTRACT_STATUS } from '../../spec/records.ts';
import { type Bytes, equal, fromLatin1, toHex } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { encode, type Genesis } from '../base/records.ts';
import type { Connection } from '../client/connection.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { AppliedBlock } from '../ledger/apply.ts';
import { encodeBlock } from '../ledger/block.ts';
import { type Difference, type Recorded, Replay } from '../ledger/replay.ts';
import type { Building } from '../runtime/attempt.ts';
import type { Capture } from '../runtime/evidence.ts';
import { capture } from '../runtime/referee.ts';
import { isOfAnotherEdition } from '../runtime/shelf.ts';
import { contractOf, rootOf, TOP_SPACE } from '../state/forest.ts';
import { encodeBranch } from '../state/nodes.ts';
import { Ahead, type AheadOptions, type Blocks } from './ahead.ts';
import { startEngine } from './engine.ts';
import { leavingEvidence } from './evidence.ts';
import { HeadLog } from './headlog.ts';
import { blockRows } from './local.ts';
import { checkMark } from './mark.ts';
import { patiently } from './open.ts';
import { checkHeights, firstJournal, heightOf, readGenesis, readReceipts } from './opening.ts';
import { pack } from './packing.ts';
import { encodeHeight, encodeWrites, FORMAT, ROW, spaceOfRow } from './rows.ts';
import { dialSocket } from './socket.ts';
import { encodeTop, readable } from './state.ts';
import { describe, Store } from './store.ts';

export interface ReplayReport {
  readonly match: boolean;
  readonly difference?: Difference;
  readonly chain: Bytes;
  readonly height: number;
  readonly transactions: number;
  readonly gasUsed: number;
  readonly stateRoot: Bytes;
  /** SHA-256 chained over all receipts in order. */
  readonly receiptsHash: Bytes;
  /** Rows of the store that were compared; 0 through a node, which shows blocks and receipts only. */
  readonly rows: number;
}

export interface ReplayOptions extends AheadOptions {
  readonly onProgress?: (height: number, of: number) => void;
}

/** Where recorded blocks come from, and what else of them can be compared. */
interface Source extends Blocks {
  /** Where evidence goes if two tiers differ. */
  readonly folder: string;
  readonly genesis: Genesis;
  /** Compares what only a store has, after each block and at the end. */
  rows?: RowCheck;
}

/**
 * Replays the chain of a folder in memory; through its node if the folder is in use.
 * @throws Fault NO_GENESIS, SPEC_MISMATCH, STORE_* if the folder cannot be read at all
 */
export function replayFolder(folder: string, options: ReplayOptions = {}): Promise<ReplayReport> {
  return patiently(async () => {
    const socket = await dialSocket(folder);
    return socket ? throughNode(folder, socket, options) : alone(folder, options);
  });
}

/** Where a transaction stands in a chain. */
export interface Stand {
  readonly height: number;
  readonly index: number;
}

/**
 * Replays the chain behind a connection up to a transaction, and captures that; the connection stays open.
 * @throws Fault DIVERGED if the replay differs before; Reject if the transaction was rejected where it stands; Fault STORE_*
 */
export async function captureThrough(
  folder: string,
  connection: Connection,
  stand: Stand,
  options: ReplayOptions = {},
): Promise<Capture> {
  return captureIn(await fromNode(folder, connection), stand, options);
}

async function captureIn(source: Source, { height, index }: Stand, options: ReplayOptions): Promise<Capture> {
  const replay = new Replay(startEngine(options.settings), source.genesis);
  let captured: Capture | undefined;
  const before = (block: Building, at: number, bytes: Bytes) => {
    if (at === index) captured = capture(block, bytes);
  };
  for (let h = 1; h <= height; h++) {
    const { difference } = replay.step(await source.recorded(h), h === height ? { before } : {});
    if (difference) throw new Fault('DIVERGED', `block ${h}, ${difference.what}: the transaction comes behind it`);
    options.onProgress?.(h, height);
  }
  if (captured === undefined) throw new Fault('STORE_CORRUPT', `block ${height} has no transaction ${index}`);
  return captured;
}

async function alone(folder: string, options: ReplayOptions): Promise<ReplayReport> {
  const store = await Store.open(folder, false);
  try {
    return await run(fromStore(folder, store), options);
  } finally {
    await store.close();
  }
}

async function throughNode(folder: string, connection: Connection, options: ReplayOptions): Promise<ReplayReport> {
  try {
    return await run(await fromNode(folder, connection), options);
  } finally {
    await connection.close();
  }
}

async function fromNode(folder: string, connection: Connection): Promise<Source> {
  const { genesis, height } = await connection.info();
  const recorded = async (h: number): Promise<Recorded> => {
    const block = await connection.block(h);
    if (!block) throw new Fault('STORE_CORRUPT', `block ${h} is missing`);
    return { block: encodeBlock(block), receipts: block.receipts.map((receipt) => encode('Receipt', receipt)) };
  };
  return { folder, genesis, height, recorded };
}

async function run(source: Source, options: ReplayOptions): Promise<ReplayReport> {
  const replay = new Replay(startEngine(options.settings), source.genesis);
  const receipts = new Chained();
  const ahead = new Ahead(source, options);
  const difference = await compareAll(source, replay, receipts, { ...options, ahead }).finally(() => ahead.close());
  return {
    match: difference === undefined,
    ...(difference ? { difference } : {}),
    chain: replay.id,
    height: replay.head.header.height,
    transactions: replay.transactions,
    gasUsed: replay.gasUsed,
    stateRoot: replay.head.header.stateRoot,
    receiptsHash: receipts.value,
    rows: source.rows?.count ?? 0,
  };
}

async function compareAll(
  source: Source,
  replay: Replay,
  receipts: Chained,
  { ahead, onProgress }: ReplayOptions & { readonly ahead: Ahead },
): Promise<Difference | undefined> {
  const first = replay.begin(await source.recorded(0)) ?? source.rows?.afterGenesis(replay);
  if (first) return first;
  for (let height = 1; height <= source.height; height++) {
    const { recorded, block, verified } = await ahead.take(height);
    const step = leavingEvidence(source.folder, () => replay.step(recorded, { verified, block }));
    const { difference, applied } = { applied: undefined, ...step };
    if (difference || !applied) return difference;
    for (const bytes of applied.receiptBytes) receipts.add(bytes);
    const row = source.rows?.afterBlock(replay, applied);
    if (row) return row;
    onProgress?.(height, source.height);
  }
  return source.rows?.atEnd();
}

/** h ← SHA-256(h ‖ bytes), from 32 zero bytes. */
class Chained {
  value: Bytes = new Uint8Array(32);

  add(bytes: Bytes): void {
    const both = new Uint8Array(32 + bytes.length);
    both.set(this.value);
    both.set(bytes, 32);
    this.value = nodeNatives.sha256(both);
  }
}

function fromStore(folder: string, store: Store): Source {
  const genesis = readGenesis(store);
  const log = new HeadLog(nodeNatives, folder);
  checkMark(nodeNatives, folder, heightOf(store, 'nodes'));
  const height = checkHeights(store, log);
  const recorded = (h: number): Recorded => {
    const block = store.get(ROW.block(h));
    if (!block) throw new Fault('STORE_CORRUPT', `block ${h} is missing`);
    return { block, receipts: readReceipts(store, h) };
  };
  return { folder, genesis, height, recorded, rows: new RowCheck(store, log, genesis, height) };
}

/** Compares every row with what the replay makes of it, and counts them, so that none is too many. */
class RowCheck {
  private readonly store: Store;
  private readonly log: HeadLog;
  private readonly genesis: Genesis;
  private readonly height: number;
  private readonly nodesAt: number;
  /** Keys of rows that were compared. */
  private readonly seen = new Set<string>();
  /** Spaces that no contract has any more, of which rows may be left over, and those of destroyed ones that were thrown away. */
  private readonly orphans = new Set<string>();

  constructor(store: Store, log: HeadLog, genesis: Genesis, height: number) {
    this.store = store;
    this.log = log;
    this.genesis = genesis;
    this.height = height;
    this.nodesAt = heightOf(store, 'nodes');
  }

  get count(): number {
    return this.seen.size;
  }

  private row(height: number, key: string, expected: Bytes): Difference | undefined {
    this.seen.add(key);
    const stored = this.store.get(key);
    if (stored && equal(stored, expected)) return undefined;
    return { height, what: describe(key), recorded: stored ? toHex(stored) : 'absent', replayed: toHex(expected) };
  }

  afterGenesis(replay: Replay): Difference | undefined {
    const block = encodeBlock({ header: replay.head.header, transactions: [] });
    const writes = new Map(replay.state.entries());
    return (
      this.row(0, ROW.meta('format'), encodeHeight(FORMAT)) ??
      this.row(0, ROW.meta('genesis'), encode('Genesis', this.genesis)) ??
      this.row(0, ROW.block(0), block) ??
      this.row(0, ROW.receipts(0), pack([])) ??
      (this.hasJournal(0) ? this.row(0, ROW.writes(0), encodeWrites(writes)) : undefined) ??
      this.logRecord(replay) ??
      this.checkpoint(replay)
    );
  }

  afterBlock(replay: Replay, applied: AppliedBlock): Difference | undefined {
    const { height } = replay.head.header;
    for (const [key, value] of blockRows(height, applied)) {
      // The head may have moved on since this block, and its journal be gone.
      if (key[0] === 'm' || value === null || (key[0] === 'd' && !this.hasJournal(height))) continue;
      const difference = key[0] === 'p' ? this.prepared(height, key, value) : this.row(height, key, value);
      if (difference) return difference;
    }
    return this.logRecord(replay) ?? this.checkpoint(replay);
  }

  private hasJournal(height: number): boolean {
    return height >= firstJournal(this.nodesAt);
  }

  /** Code that an earlier or later program prepared is no matter of the chain, and not used by this one. */
  private prepared(height: number, key: string, expected: Bytes): Difference | undefined {
    const stored = this.store.get(key);
    const id = fromLatin1(key.slice(1));
    const isForeign = stored && readable(key, () => isOfAnotherEdition(nodeNatives, id, stored));
    if (!isForeign) return this.row(height, key, expected);
    this.seen.add(key);
    return undefined;
  }

  private logRecord(replay: Replay): Difference | undefined {
    const { height } = replay.head.header;
    const recorded = this.log.hashes[height];
    const { hash } = replay.head;
    if (recorded ? equal(recorded, hash) : height === this.log.height + 1) return undefined;
    const text = recorded ? toHex(recorded) : 'absent';
    return { height, what: `head.log record ${height}`, recorded: text, replayed: toHex(hash) };
  }

  /** Values and trees are in the store as of one height; there, all of their rows are compared. */
  private checkpoint(replay: Replay): Difference | undefined {
    const { height } = replay.head.header;
    if (height !== this.nodesAt) return undefined;
    for (const [space] of replay.forest.spaces()) if (this.isGone(replay, space)) this.orphans.add(space);
    for (const [key, value] of replay.state.entries()) {
      if (this.isLeftOver(ROW.state(key))) continue;
      const difference = this.row(height, ROW.state(key), value);
      if (difference) return difference;
    }
    return this.nodes(height, replay);
  }

  private nodes(height: number, replay: Replay): Difference | undefined {
    for (const [space, tree] of replay.forest.spaces()) {
      if (this.orphans.has(space)) continue;
      const top = tree.topNode();
      const difference = top && this.row(height, ROW.top(space), encodeTop(top));
      if (difference) return difference;
      for (const [position, node] of tree.takeChanged()) {
        const difference = node && this.row(height, ROW.branch(space, position), encodeBranch(node));
        if (difference) return difference;
      }
    }
    return undefined;
  }

  async atEnd(): Promise<Difference | undefined> {
    const { height } = this;
    const rest =
      this.row(height, ROW.meta('head'), encodeHeight(height)) ??
      this.row(height, ROW.meta('nodes'), encodeHeight(this.nodesAt));
    return rest ?? this.scan();
  }

  /** Every row there is must be one that was compared, and read in a scan as it was read by its key. */
  private async scan(): Promise<Difference | undefined> {
    let found = 0;
    for await (const [key, value] of this.store.rows()) {
      if (this.isLeftOver(key)) continue;
      found += 1;
      if (!this.seen.has(key)) return this.apart(key, toHex(value), 'absent');
      const again = this.store.get(key);
      if (!again || !equal(again, value)) return this.apart(key, toHex(value), again ? toHex(again) : 'absent');
    }
    if (found === this.seen.size) return undefined;
    return { height: this.height, what: 'rows', recorded: String(found), replayed: String(this.seen.size) };
  }

  /** Whether its contract has a space no longer, or was destroyed and its storage thrown away. */
  private isGone({ state }: Replay, space: string): boolean {
    if (space === TOP_SPACE) return false;
    const found = contractOf(space, (key) => state.get(key));
    if (found === undefined || rootOf(found.record, space) === undefined) return true;
    return found.record.status === CONTRACT_STATUS.destroyed && this.store.get(ROW.top(space)) === undefined;
  }

  private isLeftOver(row: string): boolean {
    const space = spaceOfRow(row);
    return space !== undefined && this.orphans.has(space);
  }

  private apart(key: string, recorded: string, replayed: string): Difference {
    return { height: this.height, what: describe(key), recorded, replayed };
  }
}
