// Errors by blame: Reject (sender), Trap (contract), Fault (us or the machine), Usage (command line and tools).
import {
  ERRORS,
  type ErrorName,
  type FaultName,
  type RejectName,
  STATUS,
  type TrapName,
  type UsageName,
} from '../../spec/errors.ts';

/** Bytes that do not decode, or a value that does not encode. Callers turn it into an error of the table. */
export class CodecError extends Error {
  override name = 'CodecError';
}

/** An error with a row in spec/errors.ts; `detail` says where and what exactly. */
export abstract class CodedError<Name extends ErrorName = ErrorName> extends Error {
  /** Its name in the table. */
  readonly id: Name;
  /** Its number there. */
  readonly code: number;
  /** Where and what exactly; may be empty. */
  readonly detail: string;
  constructor(id: Name, detail: string) {
    super(`${textOf(id)}${detail ? `: ${detail}` : ''}`);
    this.id = id;
    this.code = ERRORS[id].code;
    this.detail = detail;
  }
}

/** The sender is to blame; nothing ran. */
export class Reject extends CodedError<RejectName> {
  override name = 'Reject';
}

/** The contract is to blame; its frame or transaction is rolled back. */
export class Trap extends CodedError<TrapName> {
  override name = 'Trap';
}

/** The engine or the machine is to blame; the node stops before commit. */
export class Fault extends CodedError<FaultName> {
  override name = 'Fault';
}

/** The person at the command line, or a file they gave, is to blame. */
export class Usage extends CodedError<UsageName> {
  override name = 'Usage';
}

/** A tier has spent what it may; the transaction is to run again in one that may do more. Nothing of it is an outcome. */
export class Overrun extends Error {
  override name = 'Overrun';
  constructor() {
    super('more than this tier may spend');
  }
}

export function textOf(id: ErrorName): string {
  return ERRORS[id].en;
}

const BY_CODE = new Map<number, ErrorName>(
  (Object.keys(ERRORS) as ErrorName[]).map((id) => [ERRORS[id].code, id] as const),
);

/** The row name of a code, or undefined. */
export function errorOf(code: number): ErrorName | undefined {
  return BY_CODE.get(code);
}

/** The name of a transaction's status: OK, REVERT, or a row of the error table. */
export function statusName(status: number): string {
  if (status === STATUS.OK) return 'OK';
  return status === STATUS.REVERT ? 'REVERT' : (errorOf(status) ?? String(status));
}
