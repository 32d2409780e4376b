// Whether a transaction has its place in a block: all checks of PROTOCOL 4, before anything runs.
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { type Bytes, equal } from '../base/bytes.ts';
import { CodecError, Reject } from '../base/errors.ts';
import { encodedTxId } from '../base/hash.ts';
import type { RecordOf } from '../base/records.ts';
import { decodeTransaction, requestPart, type Transaction } from '../base/transaction.ts';
import { topKey } from '../state/key.ts';
import { checkKeys, checkNonce, checkSignatures, firstRecord } from './account.ts';
import type { Building, Order, Sender } from './attempt.ts';
import { recordOf } from './records.ts';
import { planKind } from './rules/kinds.ts';
import type { Before, Plan } from './rules/plan.ts';

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

/** The transaction, if it has its place in the block. @throws Reject */
export function orderOf(block: Building, bytes: Bytes, verified: boolean): Order {
  const tx = readTransaction(bytes);
  const { request } = tx;
  const id = encodedTxId(block.engine.natives, requestPart(bytes, tx));
  const sender = senderOf(block, tx);
  const plan = check(block, tx, id, sender, verified);
  const gas = Number(request.gasLimit) - intrinsicGas(bytes.length, tx.auths.length);
  if (gas < 0) throw new Reject('GAS_LIMIT_LOW', `${request.gasLimit} of at least ${Number(request.gasLimit) - gas}`);
  if (request.gasLimit > BigInt(block.gasLeft)) throw new Reject('BLOCK_FULL', `${block.gasLeft} left`);
  return { id, gasLimit: Number(request.gasLimit), sender, plan, gas };
}

function senderOf(block: Building, { request, auths }: Transaction): Sender {
  const key = topKey('account', request.sender);
  const bytes = block.overlay.get(key);
  if (bytes !== undefined) return { key, bytes, account: recordOf('account', bytes)! };
  // Its only key may have become one of another account.
  if (block.overlay.get(topKey('key', request.sender)) !== undefined) throw new Reject('KEY_UNKNOWN', '');
  return { key, bytes, account: firstRecord(auths[0]) };
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

function planOf(block: Building, { request }: Transaction): Plan {
  return planKind(beforeOf(block, request.sender), request.kind, request.body);
}

function beforeOf(block: Building, sender: Bytes): Before {
  const { engine, state, chain, height, governed, overlay: reader, isPresumed } = block;
  const before = { engine, state, chain, height, governed, reader, sender, approvals: [sender] };
  return isPresumed ? { ...before, isPresumed } : before;
}

/** What was scheduled, when its time has come. @throws Reject if its rule does not hold any more */
export function scheduledOrder(
  block: Building,
  { id, creator, gasLimit, kind, body }: RecordOf<'ScheduleRecord'>,
): Order {
  const key = topKey('account', creator);
  const bytes = block.overlay.get(key);
  const account = recordOf('account', bytes);
  if (account === undefined || account.frozen) throw new Reject('ACCOUNT_FROZEN', '');
  const plan = planKind(beforeOf(block, creator), kind, body);
  return { id, gasLimit, sender: { key, bytes, account }, plan, gas: gasLimit - PRICES['tx.base'].gas };
}
