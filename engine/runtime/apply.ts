// One transaction: admitted, run under gas, turned into a receipt; and views on committed state.
import { STATUS } from '../../spec/errors.ts';
import { RECORD_VERSION } from '../../spec/records.ts';
import { type Bytes, EMPTY, ZERO32 } from '../base/bytes.ts';
import type { Question } from '../base/capture.ts';
import { Reject } from '../base/errors.ts';
import { decode, type Receipt } from '../base/records.ts';
import { EMPTY_STACK } from '../base/stack.ts';
import type { Tier } from '../base/tier.ts';
import type { LogLine } from '../host/frame.ts';
import { Overlay } from '../state/overlay.ts';
import { withNonceUsed } from './account.ts';
import { orderOf, scheduledOrder } from './admit.ts';
import { allowed, attempt, type Building, guarded, type Order, openRun, type Site } from './attempt.ts';
import { type Ended, type Job, methodOf, type Running, runFrame } from './call.ts';
import { compare, type Ordered } from './referee.ts';
import type { Plan } from './rules/plan.ts';
import { standing } from './rules/policy.ts';

/** A transaction that was applied. */
export interface Applied {
  readonly receipt: Receipt;
  readonly stores: Plan['stores'];
  readonly logs: readonly LogLine[];
}

/**
 * Applies one transaction to the block under way; `verified` says that its signatures were found valid elsewhere.
 * @throws Reject if it has no place in the block (nothing changed); Fault
 */
export function applyTransaction(block: Building, bytes: Bytes, verified = false): Applied {
  const order = orderOf(block, bytes, verified);
  // The nonce is used whatever comes out.
  block.overlay.set(order.sender.key, withNonceUsed(order.sender.account, order.sender.bytes));
  return execute(block, order, { transaction: bytes });
}

/**
 * Does what was scheduled under this key; it is gone then, whatever comes out. Nothing was signed for it now: its creator signed that it be done.
 * @throws Fault
 */
export function applyScheduled(block: Building, key: string, bytes: Bytes): Applied {
  const record = decode('ScheduleRecord', bytes);
  block.overlay.remove(key);
  try {
    return execute(block, scheduledOrder(block, record), { transaction: bytes, isScheduled: true });
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    return { receipt: rejectedReceipt(record.id, error.code), stores: undefined, logs: [] };
  }
}

/** Runs the plan; writes and events are kept only if it is OK. */
function execute(block: Building, order: Order, what: Ordered): Applied {
  const { gasLimit: limit, plan, id } = order;
  const { tier, checking } = block.engine;
  const done = attempt(block, order, tier);
  const traceHash = done.run.trace.digest();
  if (checking?.chooses(id)) compare(block, order, what, { ...done, traceHash }, checking.tier);
  const { ended, run, overlay } = done;
  if (ended.status === STATUS.OK) overlay.commitInto(block.overlay);
  const kept = ended.status === STATUS.OK || ended.status === STATUS.REVERT;
  const receipt = {
    version: RECORD_VERSION,
    txId: id,
    status: ended.status,
    gasUsed: kept ? limit - ended.gasLeft : limit,
    output: ended.output,
    events: [...ended.events],
    traceHash,
  };
  block.gasLeft -= receipt.gasUsed;
  return { receipt, stores: receipt.status === STATUS.OK ? plan.stores : undefined, logs: run.logs };
}

/** The receipt of a transaction that was rejected in a block fixed by somebody else. */
export function rejectedReceipt(id: Bytes, status: number): Receipt {
  return { version: RECORD_VERSION, txId: id, status, gasUsed: 0, output: EMPTY, events: [], traceHash: ZERO32 };
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
  const { ended, run } = ask(site, question, site.engine.tier);
  const { gas } = question;
  const kept = ended.status === STATUS.OK || ended.status === STATUS.REVERT;
  return { status: ended.status, output: ended.output, gasUsed: kept ? gas - ended.gasLeft : gas, logs: run.logs };
}

/** One run of a view in a tier. @throws Reject, Fault */
export function ask(site: Site, question: Question, tier: Tier): Asked {
  const overlay = new Overlay(site.state);
  const { codeId, storage } = standing(overlay, question.contract);
  const code = site.engine.code(site.state, codeId);
  const method = methodOf(code, question.method);
  if (!method) throw new Reject('METHOD_UNKNOWN', question.method);
  if (!method.view) throw new Reject('NOT_VIEW', question.method);
  const { contract: self, caller, input, gas } = question;
  const top = { depth: 1, tight: true, stack: EMPTY_STACK, view: true };
  const job = { ...top, self, storage, caller, code, method, name: question.method, input, gas, overlay };
  return allowed(askWithin, site, job, tier);
}

/** How a view went in one tier. */
export interface Asked {
  readonly run: Running;
  readonly ended: Ended;
}

function askWithin(site: Site, job: Job, tier: Tier, steps: number | undefined): Asked {
  const run = openRun(site, ZERO32, tier, steps);
  return { run, ended: guarded(() => runFrame(run, job)) };
}
