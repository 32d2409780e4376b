// One transaction: checks, then its kind under gas, then the receipt; and views on committed state.
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { type Bytes, EMPTY, equal, fromLatin1, ZERO32 } from '../base/bytes.ts';
import { CodecError, Reject, Trap } from '../base/errors.ts';
import { encodedTxId } from '../base/hash.ts';
import type { AccountRecord, Receipt } from '../base/records.ts';
import { EMPTY_STACK } from '../base/stack.ts';
import { decodeTransaction, requestPart, type Transaction } from '../base/transaction.ts';
import type { LogLine } from '../host/frame.ts';
import { revertPayload } from '../host/outcome.ts';
import { Trace } from '../host/trace.ts';
import { isStorage, STORAGE_PREFIX_LENGTH, topKey } from '../state/key.ts';
import { Overlay } from '../state/overlay.ts';
import type { State } from '../state/reader.ts';
import { checkKeys, checkNonce, checkSignatures, firstRecord, withNonceUsed } from './account.ts';
import { type Ended, Exhausted, methodOf, type Running, runFrame, subCall } from './call.ts';
import type { Engine } from './code.ts';
import { liveContract, type Plan, RULES } from './lifecycle.ts';
import { digestOf, recordOf } from './records.ts';

/** Where a transaction runs. */
export interface Site {
  readonly engine: Engine;
  readonly state: State;
  readonly chain: Bytes;
  readonly height: number;
  readonly time: number;
}

/** A block under way. */
export interface Building extends Site {
  /** All writes of the block so far. */
  readonly overlay: Overlay;
  /** Gas that the block may still hand out. */
  gasLeft: number;
}

/** A transaction that was applied. */
export interface Applied {
  readonly receipt: Receipt;
  readonly stores: Plan['stores'];
  readonly logs: readonly LogLine[];
}

/** The bytes as a transaction. @throws Reject TX_TOO_LARGE, TX_MALFORMED */
export function readTransaction(bytes: Bytes): Transaction {
  if (bytes.length > LIMITS.transactionBytes.max) throw new Reject('TX_TOO_LARGE', `${bytes.length} bytes`);
  try {
    return decodeTransaction(bytes);
  } catch (error) {
    if (error instanceof CodecError) throw new Reject('TX_MALFORMED', error.message);
    throw error;
  }
}

/** What a transaction of this size pays before anything runs. */
export function intrinsicGas(bytes: number, auths: number): number {
  return PRICES['tx.base'].gas + PRICES['tx.perByte'].gas * bytes + PRICES['auth.ed25519'].gas * auths;
}

/**
 * Applies one transaction to the block under way; `verified` says that its signatures were found valid elsewhere.
 * @throws Reject if it has no place in the block (nothing changed); Fault
 */
export function applyTransaction(block: Building, bytes: Bytes, verified = false): Applied {
  const tx = readTransaction(bytes);
  const { request } = tx;
  const id = encodedTxId(block.engine.natives, requestPart(bytes, tx));
  const sender = senderOf(block, tx);
  const plan = check(block, tx, id, sender, verified);
  const gas = Number(request.gasLimit) - intrinsicGas(bytes.length, tx.auths.length);
  if (gas < 0) throw new Reject('GAS_LIMIT_LOW', `${request.gasLimit} of at least ${Number(request.gasLimit) - gas}`);
  if (request.gasLimit > BigInt(block.gasLeft)) throw new Reject('BLOCK_FULL', `${block.gasLeft} left`);
  const run = open(block, id);
  const receipt = execute(block, run, { request, sender, plan, gas });
  block.gasLeft -= receipt.gasUsed;
  return { receipt, stores: receipt.status === STATUS.OK ? plan.stores : undefined, logs: run.logs };
}

/** The account that sends, as the transaction finds it. */
interface Sender {
  readonly key: string;
  /** Its encoded record; undefined if it has none yet. */
  readonly bytes: Bytes | undefined;
  /** Its record, or for an account without one its only possible key. */
  readonly account: AccountRecord;
}

function senderOf(block: Building, { request, auths }: Transaction): Sender {
  const key = topKey('account', request.sender);
  const bytes = block.overlay.get(key);
  return { key, bytes, account: recordOf('account', bytes) ?? firstRecord(auths[0]) };
}

/** All checks of PROTOCOL 4 up to the kind's rule, in their order. */
function check(block: Building, tx: Transaction, id: Bytes, { account, bytes }: Sender, verified: boolean): Plan {
  const { request } = tx;
  const { natives } = block.engine;
  if (request.version !== RECORD_VERSION) throw new Reject('TX_MALFORMED', `version ${request.version}`);
  if (!equal(request.chain, block.chain)) throw new Reject('WRONG_CHAIN', '');
  if (request.expiry < BigInt(block.height))
    throw new Reject('EXPIRED', `expiry ${request.expiry}, block ${block.height}`);
  checkNonce(account, request.nonce);
  checkKeys(natives, account, bytes !== undefined, tx);
  if (!verified) checkSignatures(natives, tx, id);
  const plan = planOf(block, tx);
  if (request.gasLimit > BigInt(LIMITS.transactionGas.max)) {
    throw new Reject('GAS_LIMIT_HIGH', `${request.gasLimit} of ${LIMITS.transactionGas.max}`);
  }
  return plan;
}

function planOf(block: Building, tx: Transaction): Plan {
  const kind = TX_KINDS[tx.request.kind];
  if (!kind) throw new Reject('KIND_UNKNOWN', `kind ${tx.request.kind}`);
  const { engine, state, chain, overlay: reader } = block;
  return RULES[kind.name]({ engine, state, chain, reader, sender: tx.request.sender }, tx.request.body);
}

/** The state of a run before its first frame. */
function open(site: Site, id: Bytes): Running {
  // Spelled out: spreading objects here and in `openFrame` cost several microseconds a transaction.
  const run: Running = {
    engine: site.engine,
    state: site.state,
    chain: site.chain,
    height: site.height,
    time: site.time,
    txId: id,
    natives: site.engine.natives,
    trace: new Trace(site.engine.natives),
    openPages: 0,
    eventCount: 0,
    eventBytes: 0,
    logCount: 0,
    logs: [],
    open: new Map(),
    call: (from, request) => subCall(run, from, request),
  };
  return run;
}

interface Order {
  readonly request: Transaction['request'];
  readonly sender: Sender;
  readonly plan: Plan;
  readonly gas: number;
}

/** Runs the plan; the nonce is used whatever comes out, writes and events are kept only if it is OK. */
function execute(block: Building, run: Running, order: Order): Receipt {
  const { request, sender, plan, gas } = order;
  traceReads(block, run, order);
  block.overlay.set(sender.key, withNonceUsed(sender.account, sender.bytes));
  const overlay = new Overlay(block.overlay);
  const ended = guarded(() => heldToInvariants(run, overlay, plan.act(run, overlay, gas)));
  if (ended.status === STATUS.OK) overlay.commitInto(block.overlay);
  const kept = ended.status === STATUS.OK || ended.status === STATUS.REVERT;
  const limit = Number(request.gasLimit);
  return {
    version: RECORD_VERSION,
    txId: run.txId,
    status: ended.status,
    gasUsed: kept ? limit - ended.gasLeft : limit,
    output: ended.output,
    events: [...ended.events],
    traceHash: run.trace.digest(),
  };
}

function traceReads(block: Building, { natives, trace }: Running, { sender, plan, gas }: Order): void {
  trace.read(0, gas, sender.key, sender.bytes && natives.sha256(sender.bytes));
  for (const key of plan.reads) trace.read(0, gas, key, digestOf(natives, block.overlay.get(key)));
}

/** What exhausts a transaction, or traps outside any frame, becomes its outcome. */
function guarded(act: () => Ended): Ended {
  try {
    return act();
  } catch (error) {
    if (error instanceof Exhausted) return { status: error.status, gasLeft: 0, output: EMPTY, events: [] };
    if (error instanceof Trap) return { status: error.code, gasLeft: 0, output: EMPTY, events: [] };
    throw error;
  }
}

/**
 * Runs the invariant view of each contract that was written, in address order; anything but OK reverts everything. Its frame
 * is not tight: an invariant that runs out of gas does not hold, and is not an exhausted transaction.
 */
function heldToInvariants(run: Running, overlay: Overlay, ended: Ended): Ended {
  if (ended.status !== STATUS.OK) return ended;
  let gasLeft = ended.gasLeft;
  for (const contract of writtenContracts(overlay)) {
    const record = recordOf('contract', overlay.get(CONTRACT + contract));
    if (!record?.invariant) continue;
    const address = fromLatin1(contract);
    const code = run.engine.code(run.state, record.codeId);
    const name = record.invariant;
    const what = {
      self: address,
      caller: address,
      code,
      method: methodOf(code, name)!,
      name,
      input: EMPTY,
      view: true,
    };
    const held = runFrame(run, { ...what, depth: 1, tight: false, stack: EMPTY_STACK, gas: gasLeft, overlay });
    gasLeft = held.gasLeft;
    if (held.status !== STATUS.OK) return broken(address, gasLeft);
  }
  return { ...ended, gasLeft };
}

function broken(contract: Bytes, gasLeft: number): Ended {
  return { status: STATUS.REVERT, gasLeft, output: revertPayload('INVARIANT', contract), events: [] };
}

/** Contracts whose storage or record was written: moving a contract to other code moves what its invariant says. */
function writtenContracts(overlay: Overlay): string[] {
  const found = new Set<string>();
  let last: string | undefined;
  for (const key of overlay.writes().keys()) {
    if (last !== undefined && key.startsWith(last)) continue;
    if (!isStorage(key) && !key.startsWith(CONTRACT)) continue;
    last = key.slice(0, STORAGE_PREFIX_LENGTH);
    found.add(last.slice(1));
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

const CONTRACT = topKey('contract');

/** The receipt of a transaction that was rejected in a block fixed by somebody else. */
export function rejectedReceipt(id: Bytes, status: number): Receipt {
  return { version: RECORD_VERSION, txId: id, status, gasUsed: 0, output: EMPTY, events: [], traceHash: ZERO32 };
}

/** What a view is asked. */
export interface Question {
  readonly contract: Bytes;
  readonly method: string;
  readonly input: Bytes;
  /** Unauthenticated; a view may not grant anything on it. */
  readonly caller: Bytes;
  readonly gas: number;
}

/** How a view answered. */
export interface Answer {
  readonly status: number;
  readonly output: Bytes;
  readonly gasUsed: number;
  readonly logs: readonly LogLine[];
}

/** Runs a view on committed state. @throws Reject, Fault */
export function query(site: Site, question: Question): Answer {
  const overlay = new Overlay(site.state);
  const code = site.engine.code(site.state, liveContract(overlay, question.contract).codeId);
  const method = methodOf(code, question.method);
  if (!method) throw new Reject('METHOD_UNKNOWN', question.method);
  if (!method.view) throw new Reject('NOT_VIEW', question.method);
  const run = open(site, ZERO32);
  const { contract: self, caller, input, gas } = question;
  const top = { depth: 1, tight: true, stack: EMPTY_STACK, view: true };
  const ended = guarded(() =>
    runFrame(run, { ...top, self, caller, code, method, name: question.method, input, gas, overlay }),
  );
  const kept = ended.status === STATUS.OK || ended.status === STATUS.REVERT;
  return { status: ended.status, output: ended.output, gasUsed: kept ? gas - ended.gasLeft : gas, logs: run.logs };
}
