// Why a contract could not call another one, as far as what is known here tells: the chain itself says only that it was refused.
import type { Abi } from '../engine/abi/types.ts';
import type { CallStep, HostStep } from '../engine/audit/calls.ts';
import { type Bytes, equal } from '../engine/base/bytes.ts';
import { CALL_FLAGS, CALL_STATUS } from '../spec/host.ts';
import type { Book } from './book.ts';

/** A call that ended before it began. */
export interface RefusedCall {
  readonly to: Bytes;
  readonly method: string;
  readonly flags: number;
}

/** The call that a step of a trace asked for, if it was refused. */
export function refusedCall({ name, parts }: HostStep): RefusedCall | undefined {
  if (name !== 'call') return undefined;
  const bytes = (part: string) => parts.find((each) => each.name === part)!.bytes;
  const number = (part: string) => bytes(part)[0]!;
  if (number('result') !== CALL_STATUS.REFUSED) return undefined;
  return { to: bytes('to'), method: String.fromCharCode(...bytes('method')), flags: number('flags') };
}

/** The last call that a contract asked for, if it was refused. */
export function lastRefused({ steps }: Pick<CallStep, 'steps'>): RefusedCall | undefined {
  const asked = steps.findLast((step) => step.kind !== 'call' && step.name === 'call');
  return asked && asked.kind !== 'call' ? refusedCall(asked) : undefined;
}

/** In one sentence. `open` are the contracts that wait for calls of their own, `abi` that of the contract that was called. */
export function refusedText(
  book: Book,
  { to, method, flags }: RefusedCall,
  open: readonly Bytes[],
  abi: Abi | undefined,
): string {
  const callee = book.label(to);
  const row = abi?.methods.find(({ name, kind }) => name === method && (kind === 'mutate' || kind === 'view'));
  if (abi !== undefined && row === undefined) return `${callee} has no method ${method}`;
  if (open.some((each) => equal(each, to))) {
    const asks = (flags & CALL_FLAGS.REENTRANT) === 0;
    return `${callee} waits for a call of its own: ${method} ${row?.reentrant && asks ? 'is called without allowing re-entry' : 'is not @reentrant'}`;
  }
  return abi === undefined
    ? `there is no contract ${callee}, or it has no method ${method}`
    : `${callee} is frozen, destroyed or migrating, or the caller is stopped in it`;
}
