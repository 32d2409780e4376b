// One block: its transactions in order, the new state, receipts and header. Synchronous from bytes to receipts.
import { LIMITS } from '../../spec/limits.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { type Bytes, equal, toLatin1 } from '../base/bytes.ts';
import { CodecError, Fault, Reject } from '../base/errors.ts';
import { blockHash, txId } from '../base/hash.ts';
import { leafHash } from '../base/list.ts';
import type { Header, Receipt } from '../base/records.ts';
import { decodeTransaction } from '../base/transaction.ts';
import { type Applied, applyScheduled, applyTransaction, rejectedReceipt } from '../runtime/apply.ts';
import type { Building } from '../runtime/attempt.ts';
import { rulesOf } from '../runtime/records.ts';
import { Overlay } from '../state/overlay.ts';
import type { State, Writes } from '../state/reader.ts';
import { type Block, encodeReceipts, receiptRoot, transactionRoot } from './block.ts';
import type { Chain, Head } from './chain.ts';
import { type Due, nextDue } from './due.ts';

/** What an orderer decided. */
export interface Proposal {
  readonly time: number;
  readonly transactions: readonly Bytes[];
  /** Indexes of transactions whose signatures were found valid elsewhere. */
  readonly verified?: ReadonlySet<number>;
  /** True if the block stands already: rejected transactions get a receipt. False: they are left out. */
  readonly fixed: boolean;
  /** Told of each transaction before it is applied; it may look and not touch. */
  readonly before?: ((block: Building, index: number, bytes: Bytes) => void) | undefined;
}

/** A block that was applied to the trees of its chain, and everything to store with it. */
export interface AppliedBlock {
  readonly block: Block;
  readonly head: Head;
  /** Of what was scheduled first, then one for each transaction. */
  readonly receipts: readonly Receipt[];
  readonly receiptBytes: readonly Bytes[];
  readonly writes: Writes;
  readonly stores: readonly NonNullable<Applied['stores']>[];
  /** Transactions of the proposal that were left out, by index. */
  readonly rejected: ReadonlyMap<number, Reject>;
  /** Log lines of each transaction that has a receipt; kept by nobody. */
  readonly logs: readonly Applied['logs'][];
}

/** Executes a block on top of the chain's head and brings its trees up to date. @throws Fault; the chain is not to be used then */
export function applyBlock(chain: Chain, proposal: Proposal): AppliedBlock {
  const parent = chain.head.header;
  const height = parent.height + 1;
  if (proposal.time <= parent.time)
    throw new Fault('ENGINE', `block time ${proposal.time} is not after ${parent.time}`);
  const building = open(chain, height, proposal);
  const done = applyAll(building, proposal);
  const writes = chain.forest.apply(building.overlay.writes(), chain.state);
  const receiptBytes = encodeReceipts(done.receipts);
  const { natives } = chain.engine;
  const header: Header = {
    version: RECORD_VERSION,
    protocol: parent.protocol,
    specHash: parent.specHash,
    chain: chain.id,
    height,
    time: proposal.time,
    parent: chain.head.hash,
    txRoot: transactionRoot(natives, done.transactions),
    receiptRoot: receiptRoot(natives, receiptBytes),
    stateRoot: chain.forest.root(),
    gasUsed: done.receipts.reduce((sum, receipt) => sum + receipt.gasUsed, 0),
  };
  const block = { header, transactions: done.transactions };
  return { ...done, block, head: { header, hash: blockHash(natives, header) }, receiptBytes, writes };
}

/** Executes a block that was decided before. @throws Fault DIVERGED if it does not come to the header that it has */
export function applyAgain(
  chain: Chain,
  { header, transactions }: Block,
  verified?: ReadonlySet<number>,
): AppliedBlock {
  const given = { time: header.time, transactions, fixed: true, ...(verified ? { verified } : {}) };
  const applied = applyBlock(chain, given);
  if (!equal(applied.head.hash, blockHash(chain.engine.natives, header)))
    throw new Fault('DIVERGED', `block ${header.height} is not what its transactions come to`);
  return applied;
}

function open(chain: Chain, height: number, proposal: Proposal): Building & { codes: Map<string, Bytes> } {
  const { governed, blockGas } = rulesOf(chain.state);
  const codes = new Map<string, Bytes>();
  const state: State = {
    get: (key) => chain.state.get(key),
    next: (prefix, after) => chain.state.next(prefix, after),
    code: (id) => codes.get(toLatin1(id)) ?? chain.state.code(id),
  };
  const { engine, id } = chain;
  const { time } = proposal;
  return {
    engine,
    state,
    chain: id,
    height,
    time,
    governed,
    overlay: new Overlay(state),
    gasLeft: blockGas,
    codes,
  };
}

interface Done {
  readonly transactions: Bytes[];
  readonly receipts: Receipt[];
  readonly stores: NonNullable<Applied['stores']>[];
  readonly rejected: Map<number, Reject>;
  readonly logs: Applied['logs'][];
}

function applyAll(building: Building & { codes: Map<string, Bytes> }, proposal: Proposal): Done {
  const done: Done = { transactions: [], receipts: [], stores: [], rejected: new Map(), logs: [] };
  for (let next = due(building); next !== undefined; next = due(building))
    keep(building, done, applyScheduled(building, next.key, next.bytes));
  let bytes = 0;
  for (const [index, tx] of proposal.transactions.entries()) {
    try {
      // What is too large for any block is rejected as such below.
      const fits = tx.length <= LIMITS.transactionBytes.max;
      if (fits && !proposal.fixed) checkRoom(done.transactions.length, bytes + tx.length);
      proposal.before?.(building, index, tx);
      keep(building, done, applyTransaction(building, tx, proposal.verified?.has(index)));
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      done.rejected.set(index, error);
      if (!proposal.fixed) continue;
      done.receipts.push(rejectedReceipt(idOf(building, tx), error.code));
      done.logs.push([]);
    }
    done.transactions.push(tx);
    bytes += tx.length;
  }
  return done;
}

function keep({ codes }: { codes: Map<string, Bytes> }, done: Done, { receipt, stores, logs }: Applied): void {
  if (stores?.code) codes.set(toLatin1(stores.code.codeId), stores.code.module);
  if (stores) done.stores.push(stores);
  done.receipts.push(receipt);
  done.logs.push(logs);
}

/** What is to be done next of what was scheduled; if that does not fit the block it waits, and so does all behind it. */
function due({ overlay, state, height, time, gasLeft }: Building): Due | undefined {
  // An overlay that was asked in order keeps itself in order, which each write of the block would pay for; mostly there is nothing in it yet.
  const next = nextDue(overlay.writes().size === 0 ? state : overlay, height, time);
  return next !== undefined && next.gasLimit <= gasLeft ? next : undefined;
}

function checkRoom(count: number, bytes: number): void {
  if (count >= LIMITS.blockTransactions.max) throw new Reject('BLOCK_FULL', `${count} transactions`);
  if (bytes > LIMITS.blockBytes.max) throw new Reject('BLOCK_FULL', `${bytes} bytes`);
}

/** The id in the receipt of a rejected transaction; bytes that are no transaction have only their leaf hash. */
function idOf(building: Building, tx: Bytes): Bytes {
  const { natives } = building.engine;
  try {
    return txId(natives, decodeTransaction(tx).request);
  } catch (error) {
    if (error instanceof CodecError) return leafHash(natives, 'TX_LEAF', tx);
    throw error;
  }
}
