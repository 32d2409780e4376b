// Why a transaction or a view failed, and where: the contracts that it failed through, and the author's line in each of them.
import { STATUS } from '../../spec/errors.ts';
import { readRevert, toldPlace } from '../abi/event.ts';
import { equal, toHex } from '../base/bytes.ts';
import type { Captured } from '../base/capture.ts';
import { CodecError } from '../base/errors.ts';
import type { PreparedCode } from '../base/tier.ts';
import type { SourcePlace } from '../compile/places.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Frame } from '../host/frame.ts';
import { InterpretedTier } from '../interpreter/interpreter.ts';
import type { Machine } from '../interpreter/machine.ts';
import { runAgain } from '../runtime/asked.ts';
import { Engine } from '../runtime/code.ts';
import type { Seen } from '../runtime/evidence.ts';
import { type CallStep, callTree } from './calls.ts';
import { firstOther, type KnownBuilds, twinsOf } from './debugger.ts';
import { type Fallen, knownOf, type Placed, placeIn, placeNear } from './finding.ts';
import { readTrace, type TraceEntry } from './trace.ts';

export type { Placed } from './finding.ts';

/** A contract on the way. */
export interface FailedFrame extends Omit<CallStep, 'kind' | 'steps'> {
  /** The author's line; undefined if the sources are not here, or nothing of the author's ran. */
  readonly place: Placed | undefined;
  /** Function of the chain's module, imports first, and byte in it; undefined if it did not get as far. */
  readonly site: { readonly function: number; readonly offset: number } | undefined;
}

/** A run that failed. */
export interface Failure {
  readonly captured: Captured;
  readonly seen: Seen;
  /** The contract that refused or trapped, and then those that called it; none if it failed outside of all contracts. */
  readonly path: readonly CallStep[];
  /** Code ids of the path in hexadecimal, with the contract that ran each. */
  readonly codes: ReadonlyMap<string, CallStep>;
  readonly records: readonly TraceEntry[];
  readonly fallen: ReadonlyMap<number, Fallen>;
}

/** Twins may use as much more gas than the chain's code, so that they end even where that would not. */
const TWIN_GAS = 32;
/** Codes by which the library says that another contract trapped. */
const CALLEE: ReadonlySet<string> = new Set(['CALLEE_TRAPPED', 'CALLEE_OUT_OF_GAS']);
const OUT_OF_GAS = 'OUT_OF_GAS';

/** Runs what failed again in the chain's own code. @throws Reject, Fault if the capture is not whole */
export function readFailure(captured: Captured): Failure {
  const { seen, fallen } = fall(captured);
  const records = readTrace(seen.trace);
  const path = pathOf(callTree(records));
  const codes = new Map(path.map((frame) => [toHex(frame.code), frame] as const));
  return { captured, seen, path, codes, records, fallen };
}

/** The way with places, as far as the sources are known. @throws Reject, Fault */
export function placeFailure(failure: Failure, builds: KnownBuilds): FailedFrame[] {
  const twins = twinFalls(failure, builds);
  return failure.path.map((frame, level) => {
    const { kind: _, steps: __, ...rest } = frame;
    const found = builds.get(toHex(frame.code));
    const [own, twin] = [failure.fallen.get(frame.endRecord), twins?.get(frame.endRecord)];
    const near = found && own && placeNear(knownOf(found.release), knownOf(found.debug), own);
    const place = found && twin ? placeIn(knownOf(found.debug), twin, level > 0) : near;
    const told = level === 0 ? toldIn(frame) : undefined;
    const [pc] = own?.pcs ?? [];
    const { program } = own ?? {};
    const site =
      program && pc !== undefined ? { function: program.functionAt(pc), offset: program.placeOf(pc) } : undefined;
    const isTold = place !== undefined && told?.file === place.file;
    return { ...rest, place: isTold ? { ...place, ...told, isNear: false } : place, site };
  });
}

interface Fall {
  readonly seen: Seen;
  /** What was open in each guest that failed, by the index of the record with which its frame ends. */
  readonly fallen: ReadonlyMap<number, Fallen>;
}

function fall(captured: Captured, twins?: { readonly codes: readonly PreparedCode[]; readonly gas: number }): Fall {
  const bySize = new Map<number, Fallen>();
  const tier = new InterpretedTier(undefined, (machine, program, port) => {
    bySize.set((port as Frame).run.trace.size, { program, pcs: pcsOf(machine) });
  });
  const seen = runAgain(captured, new Engine(nodeNatives, tier), tier, twins);
  const fallen = new Map<number, Fallen>();
  let size = 0;
  for (const [index, { kind, end }] of readTrace(seen.trace).entries()) {
    // A guest that fails has recorded all but the end of its frame.
    const found = kind === 'END' ? bySize.get(size) : undefined;
    if (found !== undefined) fallen.set(index, found);
    size = end;
  }
  return { seen, fallen };
}

function pcsOf({ pc, depth, bottom, returns }: Machine): number[] {
  const calls = Array.from(returns.subarray(bottom + 1, depth), (after) => after - 1);
  return [...calls, pc].reverse();
}

/** The same run in unoptimised code, if that went the same way. */
function twinFalls({ captured, records }: Failure, builds: KnownBuilds): ReadonlyMap<number, Fallen> | undefined {
  // What ran out of gas does so somewhere else in code that costs something else.
  if (builds.size === 0 || records.some(({ title }) => title === `END ${OUT_OF_GAS}`)) return undefined;
  const codes = twinsOf(builds);
  if (codes.length === 0) return undefined;
  const gas = TWIN_GAS * Math.max(...records.map(({ gasLeft }) => gasLeft));
  const { seen, fallen } = fall(captured, { codes, gas });
  return firstOther(readTrace(seen.trace), records) === undefined ? fallen : undefined;
}

/** The innermost frame that is to blame, and its callers. */
function pathOf(top: readonly CallStep[]): CallStep[] {
  const path: CallStep[] = [];
  let frame = top.findLast(({ status }) => status !== 'OK');
  while (frame !== undefined) {
    path.unshift(frame);
    frame = blamed(frame);
  }
  return path;
}

/** The contract whose refusal or trap a frame passed on. */
function blamed({ steps, status, output }: CallStep): CallStep | undefined {
  const last = steps.findLast((step) => step.kind === 'call');
  if (last === undefined || last.status === 'OK') return undefined;
  // A limit of the whole transaction: nothing runs behind it.
  if (status !== 'REVERT') return steps.at(-1) === last && last.status === status ? last : undefined;
  if (last.status !== 'REVERT') return CALLEE.has(reasonOf(output).code) ? last : undefined;
  const [own, its] = [output!, last.output!];
  return own.length === its.length && equal(own.bytes, its.bytes) ? last : undefined;
}

/** What an assertion of the language says of its own place. */
function toldIn({ output }: CallStep): SourcePlace | undefined {
  const { code, message } = reasonOf(output);
  return code === 'ABORT' && message ? toldPlace(message).place : undefined;
}

function reasonOf(output: CallStep['output']): { readonly code: string; readonly message?: string } {
  if (output === undefined || output.isHashed) return { code: '' };
  try {
    return readRevert(output.bytes);
  } catch (error) {
    if (error instanceof CodecError) return { code: '' };
    throw error;
  }
}

/** What the contract to blame said, where that is not what came of it all. */
export function reasonBehind({ seen, path: [innermost] }: Failure): CallStep | undefined {
  if (innermost === undefined) return undefined;
  const { status, output } = seen.outcome;
  const isSame = status !== STATUS.REVERT || (innermost.output !== undefined && sameBytes(innermost.output, output));
  return isSame ? undefined : innermost;
}

/** What the host had against an argument that the contract to blame gave it; of other traps their names say all. */
export function objection({ seen, path: [innermost] }: Failure): string | undefined {
  return innermost?.status === 'HOST_ARGUMENT' ? seen.reason : undefined;
}

function sameBytes({ isHashed, bytes, length }: NonNullable<CallStep['output']>, whole: Uint8Array): boolean {
  return length === whole.length && equal(bytes, isHashed ? nodeNatives.sha256(whole) : whole);
}
