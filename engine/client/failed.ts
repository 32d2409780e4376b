// How a call fails for whoever made it by the contract's ABI.
import { STATUS } from '../../spec/errors.ts';
import { readRevert } from '../abi/event.ts';
import type { Bytes } from '../base/bytes.ts';
import { statusName } from '../base/errors.ts';

/** A call that did not end OK. Nothing of it stays. */
export class CallFailed extends Error {
  override name = 'CallFailed';
  /** What the contract said, or the name of the trap or exhausted limit. */
  readonly code: string;
  /** The contract's message; empty if there is none. */
  readonly reason: string;
  /** Line of the source that refused, where it is known. */
  readonly line: number | undefined;
  readonly gasUsed: number;
  /** Id of its transaction, if a chain keeps that; what fails when it is simulated is not sent. */
  readonly transaction: Bytes | undefined;

  constructor(what: string, status: number, output: Bytes, gasUsed: number, transaction?: Bytes) {
    const revert = status === STATUS.REVERT ? readRevert(output) : undefined;
    const code = revert?.code ?? statusName(status);
    const reason = revert?.message ?? '';
    const line = revert?.line === undefined ? '' : ` (line ${revert.line})`;
    super(`${what}: ${code}${reason === '' ? '' : `: ${reason}`}${line}`);
    this.code = code;
    this.reason = reason;
    this.line = revert?.line;
    this.gasUsed = gasUsed;
    this.transaction = transaction;
  }
}
