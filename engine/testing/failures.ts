// How a call in a test fails, and the expectation that it does.

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

  constructor(what: string, status: number, output: Bytes, gasUsed: number) {
    const revert = status === STATUS.REVERT ? readRevert(output) : undefined;
    const code = revert?.code ?? statusName(status);
    const reason = revert?.message ?? '';
    const line = revert?.line === undefined ? '' : ` (line ${revert.line})`;
    super(`${what}: ${code}${reason === '' ? '' : `: ${reason}`}${line}`);
    this.code = code;
    this.reason = reason;
    this.line = revert?.line;
    this.gasUsed = gasUsed;
  }
}

/**
 * Expects a call to fail with this code: that of a `require`, or the name of a trap.
 * @throws Error if it does not fail, or fails with another code
 */
export async function expectRevert(code: string, act: () => unknown): Promise<CallFailed> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.code === code) return error;
    throw new Error(`expected ${code}, and got ${error.message}`);
  }
  throw new Error(`expected ${code}, and nothing failed`);
}
