// A trace as a tree: each frame with what it asked of the host and the frames below it.
import type { Bytes } from '../base/bytes.ts';
import type { TraceEntry, TracePart } from './trace.ts';

/** What a frame asked of the host. A call to another contract has its frame before it, unless it was refused. */
export interface HostStep {
  readonly kind: 'host';
  readonly name: string;
  readonly parts: readonly TracePart[];
  readonly gasLeft: number;
  /** Index of its record in the trace. */
  readonly record: number;
}

/** One frame. */
export interface CallStep {
  readonly kind: 'call';
  readonly self: Bytes;
  readonly code: Bytes;
  readonly caller: Bytes;
  readonly method: string;
  readonly input: TracePart;
  /** Gas that it was given, and that it left: 0 unless it ended OK or with REVERT. */
  readonly gas: number;
  gasLeft: number;
  /** Indexes of the records with which it begins and ends. */
  readonly record: number;
  endRecord: number;
  /** OK, REVERT or the name of a trap. */
  status: string;
  output: TracePart | undefined;
  readonly steps: Step[];
}
export type Step = HostStep | CallStep;

const partOf = (entry: TraceEntry, name: string): TracePart => entry.parts.find((part) => part.name === name)!;

function opened(entry: TraceEntry, record: number): CallStep {
  const bytes = (name: string) => partOf(entry, name).bytes;
  return {
    kind: 'call',
    self: bytes('self'),
    code: bytes('code'),
    caller: bytes('caller'),
    method: String.fromCharCode(...bytes('method')),
    input: partOf(entry, 'input'),
    gas: entry.gasLeft,
    gasLeft: 0,
    record,
    endRecord: record,
    status: '',
    output: undefined,
    steps: [],
  };
}

/** The frames that stand on no other: the one of the transaction, and those of invariants. */
export function callTree(entries: readonly TraceEntry[]): CallStep[] {
  const top: CallStep[] = [];
  const open: CallStep[] = [];
  for (const [record, entry] of entries.entries()) {
    const inside = open.at(-1);
    if (entry.kind === 'START') {
      const call = opened(entry, record);
      (inside?.steps ?? top).push(call);
      open.push(call);
    } else if (entry.kind === 'END') {
      const call = open.pop()!;
      call.status = entry.title.replace('END ', '');
      call.gasLeft = entry.gasLeft;
      call.endRecord = record;
      call.output = partOf(entry, 'output');
    } else if (entry.kind === 'HOST') {
      inside?.steps.push({ kind: 'host', name: entry.title, parts: entry.parts, gasLeft: entry.gasLeft, record });
    }
  }
  return top;
}
