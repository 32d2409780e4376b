// Events of receipts and blocks, by the ABIs of the contracts that emitted them.
import { STATUS } from '../../spec/errors.ts';
import { decodeEvent } from '../abi/event.ts';
import type { Abi } from '../abi/types.ts';
import type { Value } from '../abi/value.ts';
import type { Bytes } from '../base/bytes.ts';
import type { EventRecord } from '../base/records.ts';
import type { StoredBlock } from './connection.ts';

/** An event by the ABI of the contract that emitted it. */
export interface Emitted {
  readonly contract: Bytes;
  readonly name: string;
  /** Empty if the ABI does not know it. */
  readonly fields: { readonly [name: string]: Value };
  /** What its indexed fields became, each at most 32 bytes. */
  readonly topics: readonly Bytes[];
}

/** An event that stayed, and where it stands. */
export interface StoredEvent {
  readonly height: number;
  /** Id of its transaction. */
  readonly transaction: Bytes;
  /** Which of the events of its transaction. */
  readonly index: number;
  readonly event: EventRecord;
}

/** The event by its ABI, if there is one that knows it. */
export function readEvent(abi: Abi | undefined, { contract, name, topics, data }: EventRecord): Emitted {
  const decoded = abi && decodeEvent(abi, name, data);
  const fields = decoded?.event.fields.map((field, i) => [field.name, decoded.values[i]!] as const) ?? [];
  return { contract, name, fields: Object.fromEntries(fields), topics };
}

/** The events of a block in their order: those of its transactions that ended OK. */
export function* eventsIn({ header, receipts }: StoredBlock): Generator<StoredEvent> {
  for (const { status, events, txId } of receipts) {
    if (status !== STATUS.OK) continue;
    for (const [index, event] of events.entries()) yield { height: header.height, transaction: txId, index, event };
  }
}
