// How a call fails for whoever made it by the contract's ABI.
import { STATUS } from '../../spec/errors.ts';
import { readRevert, toldPlace } from '../abi/event.ts';
import type { Bytes } from '../base/bytes.ts';
import { statusName, Usage } from '../base/errors.ts';

/** How a call ended. */
export interface Ran {
  readonly status: number;
  readonly output: Bytes;
  readonly gasUsed: number;
}

/** What a failure says: the contract's code, message and line, or the name of the trap or exhausted limit; and both in a line. */
export function toldBy(what: string, { status, output }: Ran) {
  const revert = status === STATUS.REVERT ? readRevert(output) : undefined;
  const code = revert?.code ?? statusName(status);
  const { text: reason, place } = toldPlace(revert?.message ?? '');
  // An assertion of the language tells its own line, which may be one of the language's library.
  const line = place?.file.startsWith('~lib/') ? undefined : revert?.line;
  return { code, reason, line, text: `${what}: ${code}${reason === '' ? '' : `: ${reason}`}` };
}

/** A call that did not end OK. Nothing of it stays. */
export class CallFailed extends Error {
  override name = 'CallFailed';
  /** What the contract said, or the name of the trap or exhausted limit. */
  readonly code: string;
  /** The contract's message; empty if there is none. */
  readonly reason: string;
  /** Line of an author's source that refused, where it is known: of the contract that did, which may be another than the one that was called. */
  readonly line: number | undefined;
  /** Gas until it ended. */
  readonly gasUsed: number;
  /** Id of its transaction, if a chain keeps that; what fails when it is simulated is not sent. */
  readonly transaction: Bytes | undefined;

  constructor(what: string, ran: Ran, transaction?: Bytes) {
    const { code, reason, line, text } = toldBy(what, ran);
    super(line === undefined ? text : `${text} (line ${line})`);
    this.code = code;
    this.reason = reason;
    this.line = line;
    this.gasUsed = ran.gasUsed;
    this.transaction = transaction;
  }

  /** What test runners print of it besides the message, and what a log keeps. */
  toJSON(): { readonly [member: string]: unknown } {
    const { name, message, code, reason, gasUsed } = this;
    return { name, message, code, reason, gasUsed };
  }
}

/** A program or a test that asks for what cannot be: the words of the table are about a command line, of which there is none here. */
export function misuse(detail: string): Usage {
  const error = new Usage('USAGE', detail);
  error.message = detail;
  return error;
}
