// Judges a piece of evidence: runs its transaction in both tiers again, and finds where they part.
import { toHex } from '../base/bytes.ts';
import { nodeNatives } from '../crypto/node.ts';
import type { Frame } from '../host/frame.ts';
import { nameOf } from '../interpreter/emit.ts';
import type { Watch } from '../interpreter/guest.ts';
import { InterpretedTier } from '../interpreter/interpreter.ts';
import { Engine } from '../runtime/code.ts';
import type { Evidence, Outcome, Seen } from '../runtime/evidence.ts';
import { difference, rerun } from '../runtime/referee.ts';
import { CompiledTier } from '../sandbox/compiled.ts';
import { firstDifference, readTrace, type TraceEntry } from './trace.ts';

/** A place in a contract: which code, where in its bytes, and the instruction there. */
export interface Place {
  readonly code: string;
  readonly offset: number;
  readonly instruction: string;
}

/** Two runs side by side. */
export interface Pair {
  /** What differs; undefined if nothing does. */
  readonly what: keyof Outcome | undefined;
  readonly outcomes: readonly [Outcome, Outcome];
  /** The first record of the traces in which they differ, as each has it. */
  readonly parting: { readonly index: number; readonly entries: readonly (TraceEntry | undefined)[] } | undefined;
}

export interface Judgement {
  /** As the file tells it, and as this process sees it: compiled first, then interpreted. */
  readonly told: Pair;
  readonly here: Pair;
  /** Where the interpreter stood at the record before the parting one, and at that one. */
  readonly between: readonly (Place | undefined)[];
}

/** @throws Reject, Fault if the evidence lacks something that its transaction needs */
export function judge(evidence: Evidence): Judgement {
  const run = (tier: InterpretedTier | CompiledTier) => rerun(evidence, new Engine(nodeNatives, tier), tier);
  const told = pairOf(evidence.tiers);
  const interpreted = run(new InterpretedTier());
  const here = pairOf([run(new CompiledTier()), interpreted]);
  const parting = (here.parting ?? told.parting)?.index;
  return { told, here, between: parting === undefined ? [] : placesAt(evidence, interpreted, parting) };
}

function pairOf([first, second]: readonly [Seen, Seen]): Pair {
  const traces = [readTrace(first.trace), readTrace(second.trace)] as const;
  const index = firstDifference(...traces);
  const parting = index === undefined ? undefined : { index, entries: [traces[0][index], traces[1][index]] as const };
  return { what: difference(first.outcome, second.outcome), outcomes: [first.outcome, second.outcome], parting };
}

/** Where the interpreter stands when it makes the record before this one, and when it makes it. */
function placesAt(evidence: Evidence, { trace }: Seen, index: number): (Place | undefined)[] {
  const found: Place[] = [];
  let last: Place | undefined;
  // Bytes of the trace once each record is there.
  const ends = readTrace(trace).map(({ end }) => end);
  const [before, at] = [ends[index - 1] ?? 0, ends[index] ?? Number.MAX_SAFE_INTEGER];
  const watch: Watch = (machine, program, port) => {
    const { run, code } = port as Frame;
    const { size } = run.trace;
    if (last !== undefined && found.length === 0 && size >= before) found[0] = last;
    if (last !== undefined && found.length === 1 && size >= at) found[1] = last;
    last = {
      code: toHex(code.codeId),
      offset: program.placeOf(machine.pc),
      instruction: nameOf(machine.code[machine.pc]!),
    };
  };
  const tier = new InterpretedTier(watch);
  rerun(evidence, new Engine(nodeNatives, tier), tier);
  return [found[0], found[1] ?? last];
}
