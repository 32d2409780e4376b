// Events and revert payloads, read by what contracts built with the standard library put in them.
import type { Bytes } from '../base/bytes.ts';
import { Decoder } from '../base/codec.ts';
import { CodecError } from '../base/errors.ts';
import { decode } from '../base/records.ts';
import type { Abi, AbiEvent } from './types.ts';
import { decodeArguments, type Value } from './value.ts';

export interface DecodedEvent {
  readonly event: AbiEvent;
  /** In the order of the event's fields. */
  readonly values: readonly Value[];
}

/**
 * The fields of an event, which stand as Borsh in its data; undefined if the ABI has no event of this name, or the data is
 * not of its shape. An ABI only describes, so neither is an error.
 */
export function decodeEvent(abi: Abi, name: string, data: Bytes): DecodedEvent | undefined {
  const event = abi.events.find((candidate) => candidate.name === name);
  if (!event) return undefined;
  const values = attempt(() => decodeArguments(event.fields, data));
  return values && { event, values };
}

export interface RevertReason {
  readonly code: string;
  /** What `require` and `revert` of the standard library were given; absent if the data is of another shape. */
  readonly message?: string;
  /** Line of the source that reverted; absent likewise, or if it was not known (0). */
  readonly line?: number;
  /** The payload beside the code, as it is. */
  readonly data: Bytes;
}

/**
 * The output of a receipt or frame whose status is REVERT: Borsh {code, data}; the standard library's data is Borsh
 * {message: string, line: u32}. @throws CodecError unless it is such an output
 */
export function readRevert(output: Bytes): RevertReason {
  const { code, data } = decode('Revert', output);
  const described = attempt(() => readDescription(data));
  return { code, ...described, data };
}

/** `LOW_BALANCE: only 5 left` */
export function reasonText({
  code,
  message,
}: {
  readonly code: string;
  readonly message?: string | undefined;
}): string {
  return message ? `${code}: ${message}` : code;
}

/** The place at the end of what the language's own assertions say: `… at contract/shop.ts:12:5`. */
const TOLD = /^(.*) at ((?:~lib|contract)\/[^ ]*):(\d+):(\d+)$/s;

/** The message of an assertion of the language, and the place that it names, in the compiler's view of the files. */
export function toldPlace(message: string): {
  readonly text: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | undefined;
} {
  const [, text, file, line, column] = TOLD.exec(message) ?? [];
  if (text === undefined) return { text: message, place: undefined };
  return { text, place: { file: file!, line: Number(line), column: Number(column) } };
}

function readDescription(data: Bytes): { message: string; line?: number } {
  const from = new Decoder(data);
  const message = from.string();
  const line = from.u32();
  from.end();
  return line === 0 ? { message } : { message, line };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
