// One transaction: checks, then its kind under gas, then the receipt; and views on committed state.
import { STATUS } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { type Bytes, EMPTY, equal, fromLatin1, toLatin1, ZERO32 } from '../base/bytes.ts';
import { CodecError, Reject, Trap } from '../base/errors.ts';
import { txId } from '../base/hash.ts';
import { leafHash } from '../base/list.ts';
import type { AccountRecord, Receipt } from '../base/records.ts';
import { EMPTY_STACK } from '../base/stack.ts';
import { decodeTransaction, type Transaction } from '../base/transaction.ts';
import type { LogLine } from '../host/frame.ts';
import { revertPayload } from '../host/outcome.ts';
import { Trace } from '../host/trace.ts';
import { isStorage, STORAGE_PREFIX_LENGTH, topKey } from '../state/key.ts';
import { Overlay } from '../state/overlay.ts';
import type { State } from '../state/reader.ts';
import { accountOf, checkKeys, checkNonce, checkSignatures } from './account.ts';
import { type Ended, Exhausted, methodOf, type Running, runFrame, subCall } from './call.ts';
import type { Engine } from './code.ts';
import { liveContract, type Plan, RULES } from './lifecycle.ts';
import { readTop, writeTop } from './records.ts';

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
  /** Leaf hashes (Latin-1) of transactions whose signatures were found valid elsewhere. */
  readonly verified?: ReadonlySet<string> | undefined;
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

/** Applies one transaction to the block under way. @throws Reject if it has no place in it (nothing changed); Fault */
export function applyTransaction(block: Building, bytes: Bytes): Applied {
  const tx = readTransaction(bytes);
  const { request } = tx;
  const id = txId(block.engine.natives, request);
  const { account, plan } = check(block, tx, bytes, id);
  const gas = Number(request.gasLimit) - intrinsicGas(bytes.length, tx.auths.length);
  if (gas < 0) throw new Reject('GAS_LIMIT_LOW', `${request.gasLimit} of at least ${Number(request.gasLimit) - gas}`);
  if (request.gasLimit > BigInt(block.gasLeft)) throw new Reject('BLOCK_FULL', `${block.gasLeft} left`);
  const run = open(block, id);
  const receipt = execute(block, run, { request, account, plan, gas });
  block.gasLeft -= receipt.gasUsed;
  return { receipt, stores: receipt.status === STATUS.OK ? plan.stores : undefined, logs: run.logs };
}

/** All checks of PROTOCOL 4 up to the kind's rule, in their order. */
function check(block: Building, tx: Transaction, bytes: Bytes, id: Bytes): { account: AccountRecord; plan: Plan } {
  const { request } = tx;
  const { natives } = block.engine;
  if (request.version !== RECORD_VERSION) throw new Reject('TX_MALFORMED', `version ${request.version}`);
  if (!equal(request.chain, block.chain)) throw new Reject('WRONG_CHAIN', '');
  if (request.expiry < BigInt(block.height))
    throw new Reject('EXPIRED', `expiry ${request.expiry}, block ${block.height}`);
  const account = accountOf(block.overlay, tx);
  checkNonce(account, request.nonce);
  checkKeys(natives, account, block.overlay.get(topKey('account', request.sender)) !== undefined, tx);
  const known = block.verified?.has(toLatin1(leafHash(natives, 'TX_LEAF', bytes)));
  if (!known) checkSignatures(natives, tx, id);
  const plan = planOf(block, tx);
  if (request.gasLimit > BigInt(LIMITS.transactionGas.max)) {
    throw new Reject('GAS_LIMIT_HIGH', `${request.gasLimit} of ${LIMITS.transactionGas.max}`);
  }
  return { account, plan };
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
  readonly account: AccountRecord;
  readonly plan: Plan;
  readonly gas: number;
}

/** Runs the plan; the nonce is used whatever comes out, writes and events are kept only if it is OK. */
function execute(block: Building, run: Running, order: Order): Receipt {
  const { request, account, plan, gas } = order;
  traceReads(block, run, order);
  writeTop(block.overlay, 'account', request.sender, { ...account, nonce: account.nonce + 1 });
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

function traceReads(block: Building, run: Running, order: Order): void {
  const keys = [topKey('account', order.request.sender), ...order.plan.reads.map(({ kind, id }) => topKey(kind, id))];
  for (const key of keys) run.trace.read(0, order.gas, fromLatin1(key), block.overlay.get(key));
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
    const record = readTop(overlay, 'contract', fromLatin1(contract));
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
  for (const key of overlay.writes().keys()) {
    if (isStorage(key) || key.startsWith(CONTRACT)) found.add(key.slice(1, STORAGE_PREFIX_LENGTH));
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
