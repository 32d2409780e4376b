// A chain in this process: opens a folder, applies and commits blocks, answers reads. The executor is one of these.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import { Encoder } from '../base/codec.ts';
import { Fault, type Reject } from '../base/errors.ts';
import { genesisId, writeSections } from '../base/hash.ts';
import { encode, type Genesis, type Receipt } from '../base/records.ts';
import type { Change, Log, Rejection, Simulated, Simulating } from '../client/connection.ts';
import { nodeNatives } from '../crypto/node.ts';
import { type AppliedBlock, applyAgain, applyBlock } from '../ledger/apply.ts';
import { type Block, encodeBlock } from '../ledger/block.ts';
import type { Chain, Head } from '../ledger/chain.ts';
import { nextDue } from '../ledger/due.ts';
import { applyGenesis, type Founding, makeGenesis } from '../ledger/genesis.ts';
import { readTransaction } from '../runtime/admit.ts';
import { applyTransaction } from '../runtime/apply.ts';
import type { Building } from '../runtime/attempt.ts';
import type { Engine } from '../runtime/code.ts';
import { rulesOf } from '../runtime/records.ts';
import { capture } from '../runtime/referee.ts';
import { presumeUploaded } from '../runtime/rules/code.ts';
import { encodePrepared } from '../runtime/shelf.ts';
import { isStorage } from '../state/key.ts';
import { Overlay } from '../state/overlay.ts';
import { startEngine } from './engine.ts';
import { leavingEvidence } from './evidence.ts';
import { HeadLog } from './headlog.ts';
import { checkMark, writeMark } from './mark.ts';
import { checkRecent, firstJournal, heightOf, openHead, readGenesis, writesBetween } from './opening.ts';
import { pack } from './packing.ts';
import { encodeHeight, encodePlace, encodeWrites, FORMAT, ROW, rowsOfSpace } from './rows.ts';
import { Scrubbing } from './scrubbing.ts';
import { SETTINGS, type Settings } from './settings.ts';
import { StoredState } from './state.ts';
import { type Batch, Store } from './store.ts';

/** What a proposed transaction came to. */
export type Result =
  | {
      readonly ok: true;
      readonly index: number;
      readonly receipt: Receipt;
      readonly bytes: Bytes;
      readonly logs: readonly Log[];
    }
  | { readonly ok: false; readonly error: Rejection };

/** What a proposal came to: its block is durable when this is returned. */
export interface Outcome {
  readonly height: number;
  readonly results: readonly Result[];
}

/** A proposal that was applied, and when its block is on the disk. */
export interface Begun {
  readonly outcome: Outcome;
  readonly durable: Promise<void>;
}

export class LocalChain implements Chain {
  readonly engine: Engine;
  readonly genesis: Genesis;
  readonly id: Bytes;
  readonly state: StoredState;
  readonly store: Store;
  readonly scrubbing: Scrubbing;
  private readonly log: HeadLog;
  head: Head;
  /** Height of the last checkpoint: the values and trees in the store are of it. */
  private nodesAt: number;
  /** Everything that was begun to be written, one behind the other. */
  private writing: Promise<void> = Promise.resolve();

  private constructor(parts: {
    engine: Engine;
    genesis: Genesis;
    state: StoredState;
    store: Store;
    log: HeadLog;
    head: Head;
    nodesAt: number;
  }) {
    this.engine = parts.engine;
    this.genesis = parts.genesis;
    this.id = genesisId(parts.engine.natives, parts.genesis);
    this.state = parts.state;
    this.store = parts.store;
    this.log = parts.log;
    this.scrubbing = new Scrubbing(parts.store, parts.log.hashes);
    this.head = parts.head;
    this.nodesAt = parts.nodesAt;
  }

  get forest() {
    return this.state.forest;
  }

  /** Makes a new chain's block 0 in an empty folder. @throws Fault */
  static create(folder: string, founding: Founding): Promise<LocalChain> {
    return LocalChain.begin(folder, makeGenesis(nodeNatives, founding));
  }

  /** Makes block 0 of a genesis in an empty folder. @throws Fault */
  static async begin(folder: string, genesis: Genesis): Promise<LocalChain> {
    // In a folder that was deleted Node would look for a relative one for ever.
    mkdirSync(resolve(folder), { recursive: true });
    const store = await Store.open(folder, true);
    try {
      return await LocalChain.found(store, genesis);
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private static async found(store: Store, genesis: Genesis): Promise<LocalChain> {
    const engine = startEngine();
    const state = new StoredState(nodeNatives, store);
    const { block, head, writes } = applyGenesis(nodeNatives, genesis, state.forest);
    const log = new HeadLog(nodeNatives, store.folder);
    state.committed(writes);
    const rows: Batch = [
      [ROW.meta('format'), encodeHeight(FORMAT)],
      [ROW.meta('genesis'), encode('Genesis', genesis)],
      [ROW.meta('head'), encodeHeight(0)],
      [ROW.block(0), encodeBlock(block)],
      [ROW.receipts(0), pack([])],
      [ROW.writes(0), encodeWrites(writes)],
      ...state.takeCheckpoint(),
      [ROW.meta('nodes'), encodeHeight(0)],
    ];
    await store.write(rows);
    log.append(head.hash);
    state.checkpointed();
    return new LocalChain({ engine, genesis, state, store, log, head, nodesAt: 0 });
  }

  /** Opens what is there, and checks the last blocks, the log of heads and the state root. @throws Fault */
  static async open(folder: string, settings: Settings = SETTINGS): Promise<LocalChain> {
    const store = await Store.open(folder, false);
    try {
      return LocalChain.over(store, settings);
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** The same over a store that is open, and that stays open if this throws. @throws Fault */
  static over(store: Store, settings: Settings = SETTINGS): LocalChain {
    const engine = startEngine(settings, (codeId) => store.get(ROW.prepared(codeId)));
    const genesis = readGenesis(store);
    const log = new HeadLog(nodeNatives, store.folder);
    const head = openHead(store, log, genesis);
    const state = new StoredState(nodeNatives, store);
    const nodesAt = heightOf(store, 'nodes');
    checkMark(engine.natives, store.folder, nodesAt);
    if (nodesAt > head.header.height) throw new Fault('STORE_CORRUPT', `row m nodes names height ${nodesAt}`);
    state.catchUp(writesBetween(store, nodesAt, head.header.height), head.header);
    checkRecent(store, state, nodesAt);
    return new LocalChain({ engine, genesis, state, store, log, head, nodesAt });
  }

  /** Applies a block of these transactions and commits it; rejected ones are left out. @throws Fault; close the chain then */
  async propose(time: number, transactions: readonly Bytes[], verified?: ReadonlySet<number>): Promise<Outcome> {
    const { outcome, durable } = this.begin(time, transactions, verified);
    await durable;
    return outcome;
  }

  /**
   * The same, applied when this returns and committed when `durable` resolves; the next block may be applied meanwhile, and nothing
   * of this one is to be told to anybody.
   * @throws Fault, and so may `durable`; close the chain then
   */
  begin(time: number, transactions: readonly Bytes[], verified?: ReadonlySet<number>): Begun {
    const at = Math.max(time, this.head.header.time + 1);
    const how = { time: at, transactions, fixed: false, ...(verified ? { verified } : {}) };
    const applied = leavingEvidence(this.store.folder, () => applyBlock(this, how));
    if (applied.receipts.length > 0) this.commit(applied);
    const outcome = { height: applied.head.header.height, results: resultsOf(applied, transactions.length) };
    return { outcome, durable: this.writing };
  }

  /** Applies a block that was decided before and commits it. @throws Fault DIVERGED if it does not come to the header that it has */
  async take(block: Block, verified: ReadonlySet<number>): Promise<void> {
    this.commit(applyAgain(this, block, verified));
    await this.writing;
  }

  /** Resolves when all that was applied is on the disk. @throws Fault */
  durable(): Promise<void> {
    return this.writing;
  }

  /** The block is the head from now on, and on the disk when what was begun to be written is. */
  private commit(applied: AppliedBlock): void {
    const { header, hash } = applied.head;
    const rows = blockRows(header.height, applied);
    this.head = applied.head;
    this.state.committed(applied.writes);
    const codes = applied.stores.flatMap(({ code }) => (code ? [code] : []));
    for (const { codeId, module } of codes) this.state.addCode(codeId, module);
    this.write(async () => {
      await this.store.write(rows);
      this.log.append(hash);
      for (const { codeId } of codes) this.state.forgetCode(codeId);
    });
    if (this.state.isFull) this.checkpoint();
  }

  private write(job: () => Promise<void>): void {
    this.writing = this.writing.then(job);
    // Whoever waits for it hears of a failure; a process must not end of it before.
    this.writing.catch(() => undefined);
  }

  /** Writes what is only in journals so far, behind the last block. */
  private checkpoint(): void {
    const { height } = this.head.header;
    if (height === this.nodesAt) return;
    const done: [string, null][] = [];
    for (let h = firstJournal(this.nodesAt); h < firstJournal(height); h++) done.push([ROW.writes(h), null]);
    const rows: Batch = [...this.state.takeCheckpoint(), [ROW.meta('nodes'), encodeHeight(height)], ...done];
    const orphans = this.state.takeOrphans();
    this.nodesAt = height;
    this.write(async () => {
      await this.store.write(rows);
      writeMark(this.engine.natives, this.store.folder, height);
      this.state.checkpointed();
      for (const prefix of orphans.flatMap(rowsOfSpace)) await this.store.clear(prefix);
    });
  }

  /** Takes all rows of a space out of the store, behind what was begun to be written. @throws Fault */
  async discard(space: string): Promise<void> {
    this.checkpoint();
    this.write(async () => {
      for (const prefix of rowsOfSpace(space)) await this.store.clear(prefix);
    });
    await this.writing;
    this.state.discarded(space);
  }

  /** Runs a transaction on the head's state and keeps nothing; its signatures count as valid. @throws Reject */
  simulate(bytes: Bytes, { captures = false, approved = false, module }: Simulating = {}): Simulated {
    readTransaction(bytes);
    const block = { ...this.next(), ...(approved ? { isPresumed: true as const } : {}) };
    if (module !== undefined) presumeUploaded(block, module);
    const { receipt, logs } = leavingEvidence(this.store.folder, () => applyTransaction(block, bytes, true));
    const told = { receipt, logs, changes: topWrites(block.overlay) };
    if (!captures || approved || module || receipt.status === STATUS.OK) return told;
    return { ...told, capture: capture(this.next(), bytes) };
  }

  /** Whether the next block, if it had this time, would do something that was scheduled. */
  isDue(time: number): boolean {
    const { height, time: last } = this.head.header;
    return nextDue(this.state, height + 1, Math.max(time, last + 1)) !== undefined;
  }

  /** The next block, which is never made. */
  private next(): Building {
    const { engine, state, id: chain } = this;
    const { height, time } = this.head.header;
    const site = { engine, state, chain, height: height + 1, time: time + 1 };
    const { governed } = rulesOf(state);
    return { ...site, governed, overlay: new Overlay(state), gasLeft: LIMITS.transactionGas.max };
  }

  /** Writes everything away and lets go of the folder. */
  async close(): Promise<void> {
    try {
      await this.writing;
      this.checkpoint();
      await this.writing;
    } finally {
      await this.abandon();
    }
  }

  /** Lets go of the folder after a fault, writing nothing more. */
  async abandon(): Promise<void> {
    await this.writing.catch(() => undefined);
    this.log.close();
    await this.scrubbing.close();
    await this.store.close();
  }
}

function topWrites(overlay: Overlay): Change[] {
  const found = [...overlay.writes()].filter(([key]) => !isStorage(key));
  return found.map(([key, bytes]) => ({ key: fromLatin1(key), bytes }));
}

/** All rows of a block. */
export function blockRows(height: number, applied: AppliedBlock): Batch {
  const rows: [string, Bytes | null][] = [
    [ROW.meta('head'), encodeHeight(height)],
    [ROW.block(height), encodeBlock(applied.block)],
    [ROW.receipts(height), pack(applied.receiptBytes)],
    [ROW.writes(height), encodeWrites(applied.writes)],
  ];
  for (const [index, { txId }] of applied.receipts.entries())
    rows.push([ROW.transaction(txId), encodePlace({ height, index })]);
  for (const { code, metaId, meta } of applied.stores) {
    const to = new Encoder();
    writeSections(to, meta);
    if (code !== undefined)
      rows.push([ROW.code(code.codeId), code.module], [ROW.prepared(code.codeId), encodePrepared(nodeNatives, code)]);
    rows.push([ROW.custom(metaId), to.finish()]);
  }
  return rows;
}

function resultsOf(applied: AppliedBlock, count: number): Result[] {
  const results: Result[] = [];
  // Receipts of what was scheduled stand before those of transactions.
  let index = applied.receipts.length - applied.block.transactions.length;
  for (let i = 0; i < count; i++) {
    const error = applied.rejected.get(i);
    if (error) results.push({ ok: false, error: rejection(error) });
    else {
      const [receipt, bytes] = [applied.receipts[index]!, applied.receiptBytes[index]!];
      results.push({ ok: true, index, receipt, bytes, logs: applied.logs[index]! });
      index += 1;
    }
  }
  return results;
}

export function rejection(error: Reject): Rejection {
  return { id: error.id, detail: error.detail };
}
