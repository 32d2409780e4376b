// Runs a transaction in a second tier, and stops everything at the first difference.
import { type Bytes, equal } from '../base/bytes.ts';
import { decode, encode } from '../base/records.ts';
import type { PreparedCode, Tier } from '../base/tier.ts';
import { Overlay } from '../state/overlay.ts';
import { withNonceUsed } from './account.ts';
import { orderOf, scheduledOrder } from './admit.ts';
import { type Attempt, attempt, type Building, type Order } from './attempt.ts';
import { Engine } from './code.ts';
import { type Capture, Divergence, type Evidence, type Outcome, Recorded, Recorder, type Seen } from './evidence.ts';
import { readTop } from './records.ts';

/** A transaction, or the record of something scheduled. */
export type Ordered = Pick<Capture, 'transaction' | 'isScheduled'>;

/** A first attempt whose trace was hashed already. */
export type Judged = Attempt & { readonly traceHash: Bytes };

/** @throws Divergence if the other tier makes something else of the transaction; Fault */
export function compare(block: Building, order: Order, what: Ordered, first: Judged, referee: Tier): void {
  const second = attempt(block, order, referee);
  const part = difference(outcomeOf(first, first.traceHash), outcomeOf(second, second.run.trace.digest()));
  if (part !== undefined) throw new Divergence(evidenceOf(block, order, what, referee, part));
}

/** What the last trap of a run said, if there was one. */
export function reasonOf({ reason }: { readonly reason?: string }): { readonly reason?: string } {
  return reason === undefined ? {} : { reason };
}

export function outcomeOf({ run, ended, overlay }: Attempt, traceHash: Bytes): Outcome {
  const { status, gasLeft, output, events } = ended;
  return {
    status,
    gasLeft,
    output,
    events: events.map((event) => encode('Event', event)),
    traceHash,
    pages: run.endedPages,
    writes: [...overlay.writes()],
    logs: run.logs.map(({ text }) => text),
  };
}

/** The first part in which two outcomes differ. */
export function difference(a: Outcome, b: Outcome): keyof Outcome | undefined {
  for (const part of ['status', 'gasLeft', 'pages'] as const) if (a[part] !== b[part]) return part;
  for (const part of ['output', 'traceHash'] as const) if (!equal(a[part], b[part])) return part;
  for (const part of ['events', 'logs'] as const) if (!sameList(a[part], b[part], equal)) return part;
  const sameWrite = (x: Outcome['writes'][number], y: Outcome['writes'][number]) =>
    x[0] === y[0] && (x[1] === null || y[1] === null ? x[1] === y[1] : equal(x[1], y[1]));
  return sameList(a.writes, b.writes, sameWrite) ? undefined : 'writes';
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((x, i) => same(x, b[i]!));
}

/** Runs it twice more, with all that it reads written down. */
function evidenceOf(block: Building, order: Order, asked: Ordered, referee: Tier, what: Evidence['what']): Evidence {
  const { engine, chain, height, time } = block;
  const recorder = recorderOf(block);
  // The block has the sender's nonce used already; who runs this again finds it as it was.
  recorder.values.set(order.sender.key, order.sender.bytes);
  const see = (tier: Tier) => run({ chain, height, time, state: recorder }, asked, engine, tier);
  const tiers = [see(engine.tier), see(referee)] as const;
  return { what, ...asked, chain, height, time, touched: recorder.touched(), tiers };
}

function recorderOf({ overlay, engine, state }: Building): Recorder {
  const below = { get: (key: string) => overlay.get(key), next: (...search: SearchOf) => overlay.next(...search) };
  return new Recorder(below, (codeId) => engine.code(state, codeId).module);
}
type SearchOf = Parameters<Overlay['next']>;

/**
 * Runs a transaction that is not applied yet, and writes down all that it reads, and what it writes over. The block stays as it is.
 * @throws Reject, Fault
 */
export function capture(block: Building, bytes: Bytes): Capture {
  const { engine, chain, height, time } = block;
  const recorder = recorderOf(block);
  const { outcome } = run({ chain, height, time, state: recorder }, { transaction: bytes }, engine, engine.tier);
  for (const [key] of outcome.writes) recorder.get(key);
  return { transaction: bytes, chain, height, time, touched: recorder.touched() };
}

type Place = Pick<Building, 'chain' | 'height' | 'time' | 'state'>;

/** Other code that runs under the ids of captured code, and the gas that it is given. */
export interface Instead {
  readonly codes: readonly PreparedCode[];
  readonly gas: number;
}

function run(place: Place, what: Ordered, { natives }: Engine, tier: Tier, instead?: Instead): Seen {
  const engine = new Engine(natives, tier);
  for (const code of instead?.codes ?? []) engine.keep(code);
  const { governed = false } = readTop(place.state, 'protocol') ?? {};
  const block = { ...place, engine, governed, overlay: new Overlay(place.state), gasLeft: Number.MAX_SAFE_INTEGER };
  const order = ordered(block, what);
  const done = attempt(block, instead === undefined ? order : { ...order, gas: instead.gas }, tier);
  const trace = done.run.trace.records();
  return { outcome: outcomeOf(done, done.run.trace.digest()), ...reasonOf(done.run), trace };
}

/** Brings the block to where the attempt begins. @throws Reject */
function ordered(block: Building, { transaction, isScheduled }: Ordered): Order {
  if (isScheduled) return scheduledOrder(block, decode('ScheduleRecord', transaction));
  const order = orderOf(block, transaction, true);
  block.overlay.set(order.sender.key, withNonceUsed(order.sender.account, order.sender.bytes));
  return order;
}

/** Runs a captured transaction in a tier of this process. @throws Reject, Fault if the capture is not whole */
export function rerun(capture: Capture, engine: Engine, tier: Tier, instead?: Instead): Seen {
  const { touched, chain, height, time } = capture;
  return run({ chain, height, time, state: new Recorded(touched) }, capture, engine, tier, instead);
}
