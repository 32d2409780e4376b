// One run of a transaction or a query in one tier: its frames, its invariants, and what it would write. Nothing of the block changes.
import { STATUS } from '../../spec/errors.ts';
import { type Bytes, EMPTY, fromLatin1, toLatin1 } from '../base/bytes.ts';
import { Overrun, Trap } from '../base/errors.ts';
import type { AccountRecord } from '../base/records.ts';
import { EMPTY_STACK } from '../base/stack.ts';
import type { Tier } from '../base/tier.ts';
import { revertPayload } from '../host/outcome.ts';
import { Trace } from '../host/trace.ts';
import { isStorage, STORAGE_PREFIX_LENGTH, topKey } from '../state/key.ts';
import { Overlay } from '../state/overlay.ts';
import type { State } from '../state/reader.ts';
import { type Ended, Exhausted, methodOf, type Running, runFrame, subCall } from './call.ts';
import type { Engine } from './code.ts';
import { digestOf, readTop, recordOf } from './records.ts';
import type { Plan } from './rules/plan.ts';

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
  /** Whether the chain asks for roles: see `RIGHTS` in spec/roles.ts. */
  readonly governed: boolean;
  /** Gas that the block may still hand out. */
  gasLeft: number;
  /** Only in simulations: what others have to approve counts as approved. */
  readonly isPresumed?: true;
}

/** The account that sends, as the transaction finds it. */
export interface Sender {
  readonly key: string;
  /** Its encoded record; undefined if it has none yet. */
  readonly bytes: Bytes | undefined;
  /** Its record, or for an account without one its only possible key. */
  readonly account: AccountRecord;
}

/** A transaction that has its place in the block. */
export interface Order {
  readonly id: Bytes;
  readonly gasLimit: number;
  readonly sender: Sender;
  readonly plan: Plan;
  readonly gas: number;
}

/** How a transaction went in one tier. */
export interface Attempt {
  readonly run: Running;
  readonly ended: Ended;
  readonly overlay: Overlay;
}

/** Runs a transaction in a tier. @throws Fault */
export function attempt(block: Building, order: Order, tier: Tier): Attempt {
  return allowed(attemptWithin, block, order, tier);
}

function attemptWithin(block: Building, order: Order, tier: Tier, steps: number | undefined): Attempt {
  const run = openRun(block, order.id, tier, steps);
  traceReads(block, run, order);
  const overlay = new Overlay(block.overlay);
  const ended = guarded(() => heldToInvariants(run, overlay, order.plan, order.gas));
  return { run, ended, overlay };
}

/** Something that a tier runs, within so many steps or without end. @throws Overrun */
type Act<S extends Site, W, T> = (site: S, what: W, tier: Tier, steps: number | undefined) => T;

/**
 * Does something within the steps that a tier wants to be allowed, and once more without end if they do not do. What it takes is handed
 * through, because a function made for each transaction costs more than it says.
 */
export function allowed<S extends Site, W, T>(act: Act<S, W, T>, site: S, what: W, tier: Tier): T {
  if (tier.steps === undefined) return act(site, what, tier, undefined);
  try {
    return act(site, what, tier, tier.steps);
  } catch (error) {
    if (error instanceof Overrun) return act(site, what, tier, undefined);
    throw error;
  }
}

/** The state of a run before its first frame. */
export function openRun(site: Site, id: Bytes, tier: Tier, steps: number | undefined): Running {
  // Spelled out: spreading objects here and in `openFrame` cost several microseconds a transaction.
  const run: Running = {
    engine: site.engine,
    tier,
    allowance: steps === undefined ? undefined : { steps },
    state: site.state,
    chain: site.chain,
    height: site.height,
    time: site.time,
    txId: id,
    natives: site.engine.natives,
    trace: new Trace(site.engine.natives),
    openPages: 0,
    endedPages: 0,
    eventCount: 0,
    eventBytes: 0,
    logCount: 0,
    logs: [],
    open: new Map(),
    call: (from, request) => subCall(run, from, request),
  };
  return run;
}

function traceReads(block: Building, { natives, trace }: Running, { sender, plan, gas }: Order): void {
  trace.read(0, gas, sender.key, sender.bytes && natives.sha256(sender.bytes));
  for (const key of plan.reads) trace.read(0, gas, key, digestOf(natives, block.overlay.get(key)));
}

/** What exhausts a transaction, or traps outside any frame, becomes its outcome. */
export function guarded(act: () => Ended): Ended {
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
function heldToInvariants(run: Running, overlay: Overlay, plan: Plan, gas: number): Ended {
  const ended = plan.act(run, overlay, gas);
  if (ended.status !== STATUS.OK) return ended;
  let gasLeft = ended.gasLeft;
  for (const contract of writtenContracts(overlay, plan)) {
    const record = recordOf('contract', overlay.get(CONTRACT + contract));
    if (!record?.invariant) continue;
    const address = fromLatin1(contract);
    const code = run.engine.code(run.state, record.codeId);
    const name = record.invariant;
    const what = {
      self: address,
      storage: record.storage,
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

/** Contracts whose storage was written, or that got code or other storage: that moves what their invariants say. */
function writtenContracts(overlay: Overlay, { moves }: Plan): string[] {
  const found = new Set<string>();
  let last: string | undefined;
  for (const key of overlay.writes().keys()) {
    if (last !== undefined && key.startsWith(last)) continue;
    const isContent = isStorage(key);
    if (!isContent && !(moves && key.startsWith(CONTRACT))) continue;
    last = key.slice(0, STORAGE_PREFIX_LENGTH);
    const contract = isContent ? ownerOf(overlay, last.slice(1)) : last.slice(1);
    if (contract !== undefined) found.add(contract);
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

/** The contract whose storage a space is; undefined for the shadow of one that migrates. */
function ownerOf(overlay: Overlay, space: string): string | undefined {
  if (overlay.get(CONTRACT + space) !== undefined) return space;
  const entry = readTop(overlay, 'space', fromLatin1(space));
  const record = entry && readTop(overlay, 'contract', entry.contract);
  return record && toLatin1(record.storage) === space ? toLatin1(entry.contract) : undefined;
}

const CONTRACT = topKey('contract');
