// A chain in memory whose signatures count as verified: the engine without disk, processes and signature checks.

import { type Bytes, ZERO32 } from '../engine/base/bytes.ts';
import { accountAddress } from '../engine/base/hash.ts';
import { encode, type Receipt } from '../engine/base/records.ts';
import { encodeTransaction } from '../engine/base/transaction.ts';
import { type BodyOf, buildRequest } from '../engine/client/transaction.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { makeGenesis } from '../engine/ledger/genesis.ts';
import { Replay } from '../engine/ledger/replay.ts';
import { applyTransaction } from '../engine/runtime/apply.ts';
import type { Building } from '../engine/runtime/attempt.ts';
import { Engine } from '../engine/runtime/code.ts';
import { CompiledTier } from '../engine/sandbox/compiled.ts';
import { topKey } from '../engine/state/key.ts';
import { Overlay } from '../engine/state/overlay.ts';
import { STATUS } from '../spec/errors.ts';
import { LIMITS } from '../spec/limits.ts';
import { CONTRACT_STATUS, RECORD_VERSION, SCHEMES } from '../spec/records.ts';
import type { TxKindName } from '../spec/tx.ts';
import { chance, randomBytes } from './chance.ts';

export interface Account {
  readonly key: Bytes;
  readonly address: Bytes;
  /** Of its next transaction. */
  nonce: bigint;
}

/** Transactions, and a block that has room for them all. */
export interface Batch {
  readonly transactions: readonly Bytes[];
  readonly block: Building;
}

export class MemoryChain {
  readonly chain: Replay;
  readonly accounts: readonly Account[];

  /** A chain with so many accounts, or with those of the public keys; all of them are in its genesis. */
  constructor(accounts: number | readonly Bytes[]) {
    this.accounts = (typeof accounts === 'number' ? anyKeys(accounts) : accounts).map(newAccount);
    const keys = this.accounts.map(({ key }) => ({ scheme: SCHEMES.ed25519, key }));
    const founding = {
      name: 'bench',
      salt: new Uint8Array(32),
      time: 1,
      blockGas: LIMITS.blockGas.max,
      accounts: keys,
    };
    const engine = new Engine(nodeNatives, new CompiledTier());
    this.chain = new Replay(engine, makeGenesis(nodeNatives, founding));
  }

  /** The sender's next transaction, with a signature that nobody will look at. */
  transaction<K extends TxKindName>(sender: Account, kind: K, body: BodyOf<K>, gasLimit?: number): Bytes {
    const { address, key } = sender;
    const limit = BigInt(gasLimit ?? LIMITS.transactionGas.max);
    const terms = { chain: this.chain.id, sender: address, nonce: sender.nonce, gasLimit: limit, expiry: 1_000_000n };
    sender.nonce += 1n;
    const auths = [{ scheme: SCHEMES.ed25519, key, signature: new Uint8Array(64) }];
    return encodeTransaction({ request: buildRequest(terms, kind, body), auths });
  }

  /** A block under way on the state as it is, for these transactions. */
  open(transactions: readonly Bytes[]): Batch {
    const { engine, state, id: chain, head } = this.chain;
    const block: Building = {
      engine,
      state,
      chain,
      height: head.header.height + 1,
      time: head.header.time + 1,
      governed: false,
      overlay: new Overlay(state),
      gasLeft: Number.MAX_SAFE_INTEGER,
    };
    return { transactions, block };
  }

  /** Takes over what the transactions of a block wrote. */
  close({ block }: Batch): void {
    const { state, forest } = this.chain;
    state.commit(forest.apply(block.overlay.writes(), state));
  }

  /** Opens, runs and closes. @throws Error unless every transaction ends well */
  apply(...transactions: readonly Bytes[]): Receipt[] {
    const batch = this.open(transactions);
    const receipts = transactions.map((bytes) => {
      const { receipt, stores } = applyTransaction(batch.block, bytes, true);
      if (stores?.code) this.chain.state.addCode(stores.code.codeId, stores.code.module);
      return receipt;
    });
    checkAll(receipts);
    this.close(batch);
    return receipts;
  }
}

/** What the signature workers of a node hand over. */
export function verifiedOf(transactions: readonly Bytes[]): ReadonlySet<number> {
  return new Set(transactions.keys());
}

function anyKeys(count: number): Bytes[] {
  const random = chance(count);
  return Array.from({ length: count }, () => randomBytes(random, 32));
}

function newAccount(key: Bytes): Account {
  return { key, address: accountAddress(nodeNatives, SCHEMES.ed25519, key), nonce: 0n };
}

/** @throws Error unless all of them ended well */
export function checkAll(receipts: readonly Receipt[]): void {
  const bad = receipts.find(({ status }) => status !== STATUS.OK);
  if (bad) throw new Error(`a transaction ended with status ${bad.status}`);
}

/** Puts a contract of this code into a block under way, as if it had been instantiated: nobody may change it. */
export function placeContract({ overlay }: Building, address: Bytes, codeId: Bytes): void {
  const record = {
    version: RECORD_VERSION,
    codeId,
    metaId: ZERO32,
    revision: 0,
    status: CONTRACT_STATUS.live,
    since: 0,
    freeze: null,
    creator: ZERO32,
    admin: { members: [], threshold: 0, delay: 0 },
    nextAdmin: null,
    holds: false,
    invariant: '',
    storage: address,
    storageRoot: ZERO32,
    shadow: null,
    template: null,
  };
  overlay.set(topKey('contract', address), encode('ContractRecord', record));
}
