// Running frames: a method of a contract in a guest, and the calls that contracts make to each other.
import { STATUS } from '../../spec/errors.ts';
import { CALL_FLAGS, CALL_STATUS } from '../../spec/host.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { CONTRACT_STATUS } from '../../spec/records.ts';
import { type Bytes, EMPTY, equal } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';
import type { ContractRecord, EventRecord } from '../base/records.ts';
import { subCallStack } from '../base/stack.ts';
import type { Allowance, Method, PreparedCode, Tier } from '../base/tier.ts';
import { HOST } from '../host/bind.ts';
import { type Frame, NO_MEMORY, Revert, type Run, type SubCall } from '../host/frame.ts';
import { charge, openPages } from '../host/gas.ts';
import { holdKey, storagePrefix } from '../state/key.ts';
import { Overlay } from '../state/overlay.ts';
import type { State } from '../state/reader.ts';
import type { Engine } from './code.ts';
import { digestOf, readTraced } from './records.ts';

/** A transaction or query under way, as the frames below the host see it and with what running them takes. */
export interface Running extends Run {
  readonly engine: Engine;
  readonly tier: Tier;
  readonly allowance: Allowance | undefined;
  readonly state: State;
  /** Pages of all frames that have ended. */
  endedPages: number;
  /** Contracts with an open frame, by the prefix of their storage, counted. */
  readonly open: Map<string, number>;
  /** What the last trap said, for whoever looks into the run; no result depends on it. */
  reason?: string;
}

/** What to run. */
export interface Job {
  readonly self: Bytes;
  /** The space that it reads and writes. */
  readonly storage: Bytes;
  /** In a step of a migration: what all keys of the space that is to be replaced start with. */
  readonly former?: string;
  readonly caller: Bytes;
  readonly code: PreparedCode;
  readonly method: Method;
  /** The name that was called. */
  readonly name: string;
  readonly input: Bytes;
  readonly view: boolean;
  readonly depth: number;
  readonly tight: boolean;
  readonly gas: number;
  readonly stack: number;
  /** What the frame writes into; its maker forgets it unless the frame ends OK. */
  readonly overlay: Overlay;
}

/** How a frame ended. `status` is 0, 1 or the code of a trap; only OK and REVERT leave gas and have output. */
export interface Ended {
  readonly status: number;
  readonly gasLeft: number;
  readonly output: Bytes;
  readonly events: readonly EventRecord[];
}

/** Ends the whole transaction and cannot be caught by a contract (PROTOCOL 6). */
export class Exhausted extends Error {
  override name = 'Exhausted';
  readonly status: number;
  constructor(status: number) {
    super(`exhausted ${status}`);
    this.status = status;
  }
}

const EXHAUSTING: ReadonlySet<string> = new Set([
  'STACK_WEIGHT',
  'STACK_DEPTH',
  'CALL_DEPTH',
  'PAGES',
  'EVENTS',
  'LOGS',
]);

/** Runs a frame. @throws Exhausted, Fault */
export function runFrame(run: Running, job: Job): Ended {
  const frame = openFrame(run, job);
  const { self, caller, name: method, input } = job;
  run.trace.start(job.depth, job.gas, { self, codeId: job.code.codeId, caller, method, input });
  run.open.set(frame.home, (run.open.get(frame.home) ?? 0) + 1);
  try {
    runGuest(run, frame, job.method);
    return endFrame(run, frame, job, STATUS.OK, frame.output);
  } catch (error) {
    return endBadly(run, frame, job, error);
  } finally {
    run.open.set(frame.home, run.open.get(frame.home)! - 1);
    run.openPages -= frame.pages;
    run.endedPages += frame.pages;
  }
}

function openFrame(run: Running, job: Job): Frame {
  const home = storagePrefix(job.self);
  return {
    run,
    self: job.self,
    home,
    space: equal(job.storage, job.self) ? home : storagePrefix(job.storage),
    former: job.former,
    caller: job.caller,
    code: job.code,
    method: job.name,
    input: job.input,
    view: job.view,
    depth: job.depth,
    tight: job.tight,
    overlay: job.overlay,
    events: [],
    meter: { gas: job.gas, stack: job.stack },
    allowance: run.allowance,
    starting: true,
    memory: NO_MEMORY,
    pages: 0,
    output: EMPTY,
    result: EMPTY,
  };
}

/** Price of a frame before its first instruction: the same warm or cold. */
export function framePrice(code: PreparedCode): number {
  const { gas: perByte } = PRICES['frame.perByte'];
  return PRICES['frame.base'].gas + perByte * code.module.length + PRICES['frame.perPage'].gas * code.pages.initial;
}

function runGuest(run: Running, frame: Frame, method: Method): void {
  if (frame.depth > LIMITS.callDepth.max) throw new Trap('CALL_DEPTH', `more than ${LIMITS.callDepth.max}`);
  charge(frame.meter, framePrice(frame.code));
  openPages(frame, frame.code.pages.initial);
  const guest = run.tier.start(frame.code, HOST, frame);
  try {
    // Charges behind the last test of a method, and of `_start`, are tested when it returns (PROTOCOL 7 d).
    charge(frame.meter, 0);
    frame.memory = guest.memory;
    frame.starting = false;
    guest.run(method.exportName);
    charge(frame.meter, 0);
  } finally {
    guest.close();
  }
}

function endFrame(run: Running, frame: Frame, job: Job, status: number, output: Bytes): Ended {
  const kept = status === STATUS.OK || status === STATUS.REVERT;
  const gasLeft = kept ? frame.meter.gas : 0;
  run.trace.end(job.depth, status, gasLeft, kept ? output : EMPTY);
  return { status, gasLeft, output: kept ? output : EMPTY, events: status === STATUS.OK ? frame.events : [] };
}

function endBadly(run: Running, frame: Frame, job: Job, error: unknown): Ended {
  if (error instanceof Revert) return endFrame(run, frame, job, STATUS.REVERT, error.payload);
  if (error instanceof Exhausted) {
    endFrame(run, frame, job, error.status, EMPTY);
    throw error;
  }
  if (!(error instanceof Trap)) throw error;
  run.reason = error.detail;
  const ended = endFrame(run, frame, job, error.code, EMPTY);
  if (EXHAUSTING.has(error.id) || (error.id === 'OUT_OF_GAS' && job.tight)) throw new Exhausted(error.code);
  return ended;
}

/** What a method may be called (PROTOCOL 5); a fallback never sees anything else. */
const METHOD_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The method that answers to `name`: its own export, or the fallback. Undefined if neither is there. */
export function methodOf(code: PreparedCode, name: string): Method | undefined {
  if (!METHOD_NAME.test(name) || name.length > LIMITS.methodBytes.max) return undefined;
  return code.methods.get(name) ?? code.methods.get('fallback');
}

/** The host row `call`. */
export function subCall(run: Running, from: Frame, request: SubCall): number {
  from.result = EMPTY;
  const at = { depth: from.depth, gasLeft: from.meter.gas };
  const record = readTraced(from.overlay, run, at, 'contract', request.to);
  if (!record || record.status === CONTRACT_STATUS.destroyed) return CALL_STATUS.REFUSED;
  const code = run.engine.code(run.state, record.codeId);
  const method = methodOf(code, request.method);
  if (method?.role !== 'method') return CALL_STATUS.REFUSED;
  if (!method.view && isStopped(run, from, at, record, request.to)) return CALL_STATUS.REFUSED;
  if (isOpen(run, request.to) && !(request.flags & CALL_FLAGS.REENTRANT && method.reentrant))
    return CALL_STATUS.REFUSED;
  if (from.view && !method.view) throw new Trap('WRITE_IN_VIEW', `call of ${method.name}, which is not a view`);
  const job = subJob(from, request, record.storage, code, method);
  return settle(from, job, runFrame(run, job));
}

/** Whether a contract may not change now: frozen, migrating, or the caller is held in it. */
function isStopped(
  run: Running,
  from: Frame,
  at: { depth: number; gasLeft: number },
  { status, shadow, holds }: ContractRecord,
  to: Bytes,
): boolean {
  if (status !== CONTRACT_STATUS.live || shadow !== null) return true;
  if (!holds) return false;
  const key = holdKey(to, from.self);
  const hold = from.overlay.get(key);
  run.trace.read(at.depth, at.gasLeft, key, digestOf(run.natives, hold));
  return hold !== undefined;
}

function isOpen(run: Running, contract: Bytes): boolean {
  return (run.open.get(storagePrefix(contract)) ?? 0) > 0;
}

function subJob(from: Frame, request: SubCall, storage: Bytes, code: PreparedCode, method: Method): Job {
  const most = from.meter.gas - Math.floor(from.meter.gas / 64);
  const cut = request.gas > BigInt(most);
  const gas = cut ? most : Number(request.gas);
  from.meter.gas -= gas;
  const { to: self, method: name, input } = request;
  const below = { depth: from.depth + 1, tight: cut && from.tight, stack: subCallStack(from.meter.stack) };
  return {
    self,
    storage,
    caller: from.self,
    code,
    method,
    name,
    input,
    view: method.view,
    gas,
    overlay: new Overlay(from.overlay),
    ...below,
  };
}

/** Gives back unused gas, takes over writes and events, and leaves the output in the result buffer. */
function settle(from: Frame, job: Job, ended: Ended): number {
  from.meter.gas += ended.gasLeft;
  from.result = ended.output;
  from.events.push(...ended.events);
  if (ended.status === STATUS.OK) job.overlay.commitInto(from.overlay);
  if (ended.status === STATUS.OK) return CALL_STATUS.OK;
  if (ended.status === STATUS.REVERT) return CALL_STATUS.REVERT;
  return ended.status === OUT_OF_GAS ? CALL_STATUS.OUT_OF_GAS : CALL_STATUS.TRAP;
}

const OUT_OF_GAS = new Trap('OUT_OF_GAS', '').code;
