// Calls to other contracts.
import { Address } from "./address";
import { Reader, Writer } from "./codec";
import * as host from "./host";
import { raise, revert } from "./require";
import { utf8, utf8Room } from "./text";

/** How a call to another contract ended. */
export namespace Status {
  /** It ended well. */
  export const OK: u32 = 0;
  /** It refused, with a code. */
  export const REVERT: u32 = 1;
  /** It did what no contract may, like dividing by zero. */
  export const TRAP: u32 = 2;
  /** It used up what it was given. */
  export const OUT_OF_GAS: u32 = 3;
  /** Absent, frozen, destroyed, no such method, or re-entry. */
  export const REFUSED: u32 = 4;
}

/** Lets a call enter a contract that waits for a call of its own, by a method that is `@reentrant`. Whoever enters gives it. */
export const ALLOW_REENTRY: u32 = 1;

/** The status of a call, and its output or revert payload. */
export class CallResult {
  constructor(
    /** One of `Status`. */
    readonly status: u32,
    /** Where output or payload stand in memory. */
    readonly pointer: usize,
    /** How many bytes they are. */
    readonly length: u32,
  ) {}

  /** Whether the callee ended well. */
  get isOk(): bool {
    return this.status == Status.OK;
  }

  /** A reader of the output; what is not of the expected form reverts BAD_RESULT. */
  get output(): Reader {
    return new Reader(this.pointer, this.length, "BAD_RESULT");
  }
}

/**
 * Calls a method of another contract with Borsh arguments. Whatever the callee does, this call goes on; unless it ends OK its
 * writes and events are dropped. `gas` is the most that it may spend, `flags` is 0 or `ALLOW_REENTRY`.
 */
export function call(to: Address, method: string, input: Writer, gas: u64 = u64.MAX_VALUE, flags: u32 = 0): CallResult {
  const name = heap.alloc(utf8Room(method));
  const length = utf8(method, name);
  const status = host.call(changetype<usize>(to), name, length, input.pointer, input.length, gas, flags);
  const size = host.result_size();
  const data = heap.alloc(size);
  if (size > 0) host.result(0, data, size);
  return new CallResult(status, data, size);
}

/** {@link call}, and reverts when the callee does not end OK: with its own code and data if it reverted, otherwise CALLEE_TRAPPED, CALLEE_OUT_OF_GAS or CALLEE_REFUSED. */
export function callOrRevert(to: Address, method: string, input: Writer, gas: u64 = u64.MAX_VALUE, flags: u32 = 0): Reader {
  const result = call(to, method, input, gas, flags);
  if (result.status == Status.REVERT) passOn(result);
  if (result.status == Status.TRAP) revert("CALLEE_TRAPPED", method);
  if (result.status == Status.OUT_OF_GAS) revert("CALLEE_OUT_OF_GAS", method);
  if (result.status == Status.REFUSED) revert("CALLEE_REFUSED", method);
  return result.output;
}

function passOn(result: CallResult): void {
  const payload = result.output;
  const code = payload.get<string>();
  const length = payload.get<u32>();
  raise(code, result.pointer + result.length - length, length);
}
