// A chain in memory for tests: accounts with keys, signed transactions of every kind, blocks that can be replayed.
import { type Bytes, EMPTY, toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { accountAddress, codeId, contractAddress, metaId, txId } from '../../engine/base/hash.ts';
import type { HashName, Natives } from '../../engine/base/natives.ts';
import {
  type AccountRecord,
  type ContractRecord,
  decode,
  type Genesis,
  type Receipt,
  type Request,
} from '../../engine/base/records.ts';
import { decodeTransaction, encodeTransaction, type Transaction } from '../../engine/base/transaction.ts';
import { type BodyOf, buildRequest, signTransaction, soleAdmin, type Terms } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type AppliedBlock, applyBlock, type Proposal } from '../../engine/ledger/apply.ts';
import { decodeBlock, encodeBlock } from '../../engine/ledger/block.ts';
import type { Chain, Head } from '../../engine/ledger/chain.ts';
import { applyGenesis, type Founding, makeGenesis } from '../../engine/ledger/genesis.ts';
import type { Recorded } from '../../engine/ledger/replay.ts';
import { type Answer, query } from '../../engine/runtime/apply.ts';
import { Engine } from '../../engine/runtime/code.ts';
import { referee } from '../../engine/runtime/tiers.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { topKey } from '../../engine/state/key.ts';
import { MemoryState } from '../../engine/state/memory.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { LIMITS } from '../../spec/limits.ts';
import { SCHEMES } from '../../spec/records.ts';
import { TAGS } from '../../spec/tags.ts';
import type { TxKindName } from '../../spec/tx.ts';

export const START = 1_700_000_000_000;
/** Gas that is plenty for anything but a test of running out. */
export const PLENTY = 100_000_000n;
const UPLOAD_GAS = BigInt(LIMITS.transactionGas.max);

/** The secret key of user `n`. */
export const secret = (n: number): Bytes => new Uint8Array(32).fill(n + 1);
export const salt = (n: number): Bytes => Uint8Array.from({ length: 32 }, (_, i) => (i % 2 ? n & 0xff : n >> 8));

/** The address of user `n`. */
export function user(n: number): Bytes {
  return accountAddress(nodeNatives, SCHEMES.ed25519, nodeNatives.publicKey(secret(n)));
}

/** Natives of Node that remember the bytes of every trace by its hash. */
export class WatchedNatives implements Natives {
  readonly traces = new Map<string, Bytes>();
  sha256(data: Bytes): Bytes {
    const digest = nodeNatives.sha256(data);
    if (data[0] === TAGS.TRACE) this.traces.set(toHex(digest), data.slice());
    return digest;
  }
  sha256Latin1(data: Bytes): string {
    return nodeNatives.sha256Latin1(data);
  }
  digest(name: HashName, data: Bytes): Bytes {
    return nodeNatives.digest(name, data);
  }
  verifyDigest(...args: Parameters<Natives['verifyDigest']>): boolean {
    return nodeNatives.verifyDigest(...args);
  }
  verifySm2(...args: Parameters<Natives['verifySm2']>): boolean {
    return nodeNatives.verifySm2(...args);
  }
  verify(scheme: number, key: Bytes, message: Bytes, signature: Bytes): boolean {
    return nodeNatives.verify(scheme, key, message, signature);
  }
}

/** Everything that a transaction may say otherwise than usual. */
export interface Otherwise extends Partial<Terms> {
  readonly kind?: number;
  readonly body?: Bytes;
  readonly version?: number;
  readonly keys?: readonly Bytes[];
}

export class TestChain implements Chain {
  readonly natives = new WatchedNatives();
  /** May be replaced by one that is cold. */
  engine: Engine;
  readonly state: MemoryState;
  readonly genesis: Genesis;
  readonly id: Bytes;
  head: Head;
  /** Blocks as a store would give them, from block 0. */
  readonly recorded: Recorded[] = [];
  last: AppliedBlock | undefined;

  constructor(options: { blockGas?: number; users?: number; roles?: Founding['roles'] } = {}) {
    this.engine = new Engine(this.natives, new CompiledTier());
    // Whatever a test does, both tiers do it, or the test ends with what differs.
    this.engine.checking = referee(1);
    this.state = new MemoryState(this.natives);
    const accounts = Array.from({ length: options.users ?? 1 }, (_, n) => ({
      scheme: SCHEMES.ed25519,
      key: nodeNatives.publicKey(secret(n)),
    }));
    const blockGas = options.blockGas ? { blockGas: options.blockGas } : {};
    const roles = options.roles ? { roles: options.roles } : {};
    const founding = { name: 'test', salt: salt(7), time: START, accounts, ...blockGas, ...roles };
    const genesis = makeGenesis(nodeNatives, founding);
    // A rule that changes without touching what a test looks at should not change the ids that it looks at.
    this.genesis = { ...genesis, specHash: salt(9) };
    const { block, head, writes } = applyGenesis(this.natives, this.genesis, this.state.forest);
    this.state.commit(writes);
    this.head = head;
    this.id = head.header.chain;
    this.recorded.push({ block: encodeBlock(block), receipts: [] });
  }

  get forest() {
    return this.state.forest;
  }

  /** Applies and commits a block. */
  block(transactions: readonly Bytes[], how: Partial<Proposal> = {}): AppliedBlock {
    const time = this.head.header.time + 1000;
    const applied = applyBlock(this, { time, fixed: false, ...how, transactions });
    this.state.commit(applied.writes);
    for (const { code } of applied.stores) if (code) this.state.addCode(code.codeId, code.module);
    this.head = applied.head;
    this.recorded.push({ block: encodeBlock(applied.block), receipts: applied.receiptBytes });
    this.last = applied;
    return applied;
  }

  /** Takes a block that another chain made. */
  take(bytes: Bytes): AppliedBlock {
    const { header, transactions } = decodeBlock(bytes);
    return this.block(transactions, { time: header.time, fixed: true });
  }

  /** A block of one transaction. @throws Reject */
  send(transaction: Bytes): Receipt {
    const applied = this.block([transaction]);
    const rejected = applied.rejected.get(0);
    if (rejected) throw rejected;
    return applied.receipts[0]!;
  }

  account(n: number): AccountRecord | undefined {
    const bytes = this.state.get(topKey('account', user(n)));
    return bytes && decode('AccountRecord', bytes);
  }

  contract(address: Bytes): ContractRecord | undefined {
    const bytes = this.state.get(topKey('contract', address));
    return bytes && decode('ContractRecord', bytes);
  }

  request<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>, terms: Otherwise = {}): Request {
    const { keys: _, ...rest } = terms;
    const usual = { chain: this.id, sender: user(from), nonce: BigInt(this.account(from)?.nonce ?? 0) };
    const all = { ...usual, gasLimit: kind === 'upload' ? UPLOAD_GAS : PLENTY, expiry: 1_000_000n, ...rest };
    return { ...buildRequest(all, kind, body), ...rest };
  }

  /** A signed transaction of any kind. */
  tx<K extends TxKindName>(from: number, kind: K, body: BodyOf<K>, terms: Otherwise = {}): Bytes {
    const request = this.request(from, kind, body, terms);
    return encodeTransaction(signTransaction(nodeNatives, request, terms.keys ?? [secret(from)]));
  }

  callTx(from: number, to: Bytes, method: string, input: Bytes = EMPTY, terms: Otherwise = {}): Bytes {
    return this.tx(from, 'call', { to, method, input }, terms);
  }

  call(to: Bytes, method: string, input: Bytes = EMPTY, terms: Otherwise = {}): Receipt {
    return this.send(this.callTx(0, to, method, input, terms));
  }

  instantiateTx(from: number, ids: Ids, body: Partial<BodyOf<'instantiate'>> = {}, terms: Otherwise = {}): Bytes {
    const usual = {
      salt: salt(0),
      admin: soleAdmin(user(from)),
      holds: false,
      invariant: '',
      template: null,
      input: EMPTY,
    };
    return this.tx(from, 'instantiate', { ...usual, ...ids, ...body }, terms);
  }

  /** Uploads a module unless it is there. */
  upload(wasm: Bytes): Ids {
    const ids = idsOf(wasm);
    if (!this.state.get(topKey('code', ids.codeId))) ok(this.send(this.tx(0, 'upload', { module: wasm })));
    return ids;
  }

  /** Uploads and instantiates; the address of the contract. */
  deploy(wasm: Bytes, body: Partial<BodyOf<'instantiate'>> = {}): Bytes {
    const ids = this.upload(wasm);
    return ok(this.send(this.instantiateTx(0, ids, { salt: salt(this.recorded.length), ...body }))).output;
  }

  query(contract: Bytes, method: string, input: Bytes = EMPTY, gas = Number(PLENTY)): Answer {
    const { height, time } = this.head.header;
    const { engine, state, id: chain } = this;
    return query({ engine, state, chain, height, time }, { contract, method, input, caller: ZERO32, gas });
  }

  /** A value in the storage of a contract. */
  stored(contract: Bytes, key: string): Bytes | undefined {
    return this.state.get(`\x40${Buffer.from(contract).toString('latin1')}${key}`);
  }

  /** The preimage of a receipt's trace hash, from behind the tag and the length. */
  trace(receipt: Receipt): Bytes {
    return this.natives.traces.get(toHex(receipt.traceHash))!.subarray(5);
  }
}

export interface Ids {
  readonly codeId: Bytes;
  readonly metaId: Bytes;
}

export function idsOf(wasm: Bytes): Ids {
  const { code, meta } = prepare(nodeNatives, wasm);
  return { codeId: codeId(nodeNatives, code.module), metaId: metaId(nodeNatives, meta) };
}

export function addressOf(chain: TestChain, from: number, at: Bytes): Bytes {
  return contractAddress(nodeNatives, chain.id, user(from), at);
}

/** The receipt, which must be OK. */
export function ok(receipt: Receipt): Receipt {
  if (receipt.status !== 0)
    throw new Error(`status ${receipt.status}: ${Buffer.from(receipt.output).toString('latin1')}`);
  return receipt;
}

/** The transaction with another auth list or request, not signed again. */
export function altered(bytes: Bytes, change: (tx: Transaction) => Transaction): Bytes {
  return encodeTransaction(change(decodeTransaction(bytes)));
}

export function idOf(bytes: Bytes): Bytes {
  return txId(nodeNatives, decodeTransaction(bytes).request);
}

/** Code and data of a REVERT's output. */
export function reverted(receipt: Receipt): { code: string; data: Bytes } {
  if (receipt.status !== 1) throw new Error(`status ${receipt.status}`);
  return decode('Revert', receipt.output);
}
