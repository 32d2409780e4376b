// Errors and values between processes: structured clones, with errors as rows of the table.
import { ERRORS, type ErrorName } from '../../spec/errors.ts';
import { CodedError, Fault, Reject, Trap, Usage } from '../base/errors.ts';
import type { Operation } from './answers.ts';

/** One question to the process that holds the chain. */
export interface Ask {
  readonly id: number;
  readonly operation: Operation | 'submit' | 'close';
  readonly args: readonly unknown[];
}

/** Its answer. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

export interface WireError {
  readonly row: string;
  readonly detail: string;
}

/** Anything thrown, as a row; what has none becomes a Fault ENGINE with its text. */
export function toWire(error: unknown): WireError {
  if (error instanceof CodedError) return { row: error.id, detail: error.detail };
  return { row: 'ENGINE', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The error that {@link toWire} was given. */
export function fromWire({ row, detail }: WireError): Error {
  const known = ERRORS[row as ErrorName];
  switch (known?.class) {
    case 'reject':
      return new Reject(row as never, detail);
    case 'trap':
      return new Trap(row as never, detail);
    case 'usage':
      return new Usage(row as never, detail);
    default:
      return new Fault(known ? (row as never) : 'ENGINE', known ? detail : `${row} ${detail}`);
  }
}
