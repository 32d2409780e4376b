// What a rule sees of a transaction, and what it answers: a plan that touches nothing until it acts.
import { STATUS } from '../../../spec/errors.ts';
import { LIMITS } from '../../../spec/limits.ts';
import { PRICES } from '../../../spec/prices.ts';
import type { RecordName } from '../../../spec/records.ts';
import type { Role } from '../../../spec/roles.ts';
import { TX_KINDS, type TxKindName } from '../../../spec/tx.ts';
import { type Bytes, EMPTY } from '../../base/bytes.ts';
import { CodecError, Reject } from '../../base/errors.ts';
import { decode, type EventRecord, encode, type RecordOf } from '../../base/records.ts';
import type { PreparedCode } from '../../base/tier.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { charge } from '../../host/gas.ts';
import type { Overlay } from '../../state/overlay.ts';
import type { Reader, State } from '../../state/reader.ts';
import type { Ended, Running } from '../call.ts';
import type { Engine } from '../code.ts';

/** What a rule may look at. */
export interface Before {
  readonly engine: Engine;
  readonly state: State;
  /** State as the transaction finds it. */
  readonly reader: Reader;
  readonly chain: Bytes;
  readonly height: number;
  /** Whether the chain asks for roles. */
  readonly governed: boolean;
  readonly sender: Bytes;
  /** Who stands behind it: the sender, or those who approved a proposal. */
  readonly approvals: readonly Bytes[];
  /** What is being done was proposed at this height. */
  readonly proposed?: { readonly height: number; readonly revision: number; readonly notes: string };
  /** It is only being proposed: whoever must approve it will have. */
  readonly isPresumed?: true;
}

/** A transaction whose rule holds. */
export interface Plan {
  /** Flat keys of the top records that its trace lists. */
  readonly reads: readonly string[];
  /** Runs in an overlay of its own; `gas` is what is left after the intrinsic price. @throws Exhausted, Trap OUT_OF_GAS */
  act(run: Running, overlay: Overlay, gas: number): Ended;
  /** Bytes that are stored beside the state. */
  readonly stores?: { code: PreparedCode | undefined; metaId: Bytes; meta: RecordOf<'CustomSection'>[] };
  /** It gives a contract code or other storage, so its invariant is asked whether or not storage was written. */
  readonly moves?: true;
}

/** How a rule came to be allowed. */
export interface Granted {
  /** The policy was not asked because the sender has this role. */
  readonly as?: Role;
  /** Everybody of the policy stands behind it. */
  readonly isUnanimous: boolean;
  /** Records that were looked up. */
  readonly reads: readonly string[];
}

/** Nobody had to be asked. */
export const FREELY: Granted = { isUnanimous: false, reads: [] };

/** Borsh of true: what a contract says when it agrees. */
export const YES = Uint8Array.of(1);

/** @throws Reject TX_MALFORMED */
export function bodyOf<N extends RecordName>(name: N, body: Bytes): RecordOf<N> {
  try {
    return decode(name, body);
  } catch (error) {
    if (error instanceof CodecError) throw new Reject('TX_MALFORMED', `${name}: ${error.message}`);
    throw error;
  }
}

/** What is left of the gas. @throws Trap OUT_OF_GAS */
export function paid(gas: number, price: number): number {
  const meter = { gas, stack: 0 };
  charge(meter, price);
  return meter.gas;
}

/** The price of looking up so many records and writing so many. */
export function recordsPrice(reads: number, writes: number): number {
  return PRICES['record.read'].gas * reads + PRICES['record.write'].gas * writes;
}

/** @throws Reject INPUT_TOO_LARGE */
export function checkInput(input: Bytes, most: number = LIMITS.input.max): void {
  if (input.length > most) throw new Reject('INPUT_TOO_LARGE', `${input.length} of ${most} bytes`);
}

/** @throws Reject INPUT_TOO_LARGE */
export function checkText(what: string, text: string, most: number): void {
  const { length } = encodeUtf8(text);
  if (length > most) throw new Reject('INPUT_TOO_LARGE', `${what} of ${length} bytes, where ${most} are the most`);
}

/** What a transition leaves: its name is the kind's, its subject stands where an event has its contract. */
export function transition<K extends TxKindName>(
  { sender, approvals }: Before,
  kind: K,
  subject: Bytes,
  body: Bytes,
  about?: Bytes,
): EventRecord {
  const data = encode('Transition', { by: sender, approvals: [...approvals], body });
  return { contract: subject, name: `tally.${kind}`, topics: about ? [sender, about] : [sender], data };
}

/** A plan that changes records and runs no contract. */
export function changing(
  before: Before,
  how: {
    readonly kind: TxKindName;
    readonly subject: Bytes;
    readonly body: Bytes;
    /** The account that it is about, if that is neither subject nor sender. */
    readonly about?: Bytes;
    readonly reads: readonly string[];
    readonly writes: number;
    /** Besides its records. */
    readonly price?: number;
    change(overlay: Overlay, run: Running): void;
    output?(run: Running): Bytes;
  },
): Plan {
  return {
    reads: how.reads,
    act: (run, overlay, gas) => {
      const gasLeft = paid(gas, recordsPrice(how.reads.length, how.writes) + (how.price ?? 0));
      how.change(overlay, run);
      const event = transition(before, how.kind, how.subject, how.body, how.about);
      return { status: STATUS.OK, gasLeft, output: how.output?.(run) ?? EMPTY, events: [event] };
    },
  };
}

/** The row of a kind of transaction by its number. @throws Reject KIND_UNKNOWN */
export function kindOf(id: number): (typeof TX_KINDS)[number] {
  const kind = TX_KINDS[id];
  if (!kind) throw new Reject('KIND_UNKNOWN', `kind ${id}`);
  return kind;
}
