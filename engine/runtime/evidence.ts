// What two tiers made of one transaction, with all that is needed to run it again: nothing has to be taken on trust.
import type { Bytes } from '../base/bytes.ts';
import { toLatin1 } from '../base/bytes.ts';
import type { Capture, Search, Touched } from '../base/capture.ts';
import { Fault } from '../base/errors.ts';
import type { Reader, State } from '../state/reader.ts';

export type { Capture, Captured, Search, Touched, ViewCapture } from '../base/capture.ts';

/** How a transaction ended in one tier. */
export interface Outcome {
  readonly status: number;
  readonly gasLeft: number;
  readonly output: Bytes;
  /** Encoded events, in order. */
  readonly events: readonly Bytes[];
  readonly traceHash: Bytes;
  /** Pages of all its frames. */
  readonly pages: number;
  /** Flat keys and what was written; null removes. */
  readonly writes: readonly (readonly [key: string, value: Bytes | null])[];
  readonly logs: readonly Bytes[];
}

export interface Evidence extends Capture {
  /** What differs, the first of the parts of {@link Outcome}. */
  readonly what: keyof Outcome;
  /** The tier that ran it, and the referee; with the records of their traces. */
  readonly tiers: readonly [Seen, Seen];
}

export interface Seen {
  readonly outcome: Outcome;
  /** What its last trap said, in words that nobody compares. */
  readonly reason?: string;
  readonly trace: Bytes;
}

/** Stops the node: it cannot know which of its tiers is right. */
export class Divergence extends Fault {
  override name = 'Divergence';
  readonly evidence: Evidence;
  constructor(evidence: Evidence) {
    super('TIERS_DIFFER', `${evidence.what} of a transaction in block ${evidence.height}`);
    this.evidence = evidence;
  }
}

/** Reads through, and remembers what was asked. */
export class Recorder implements State {
  readonly values = new Map<string, Bytes | undefined>();
  readonly searches: Search[] = [];
  readonly codes = new Map<string, Bytes>();
  private readonly below: Reader;
  private readonly module: (codeId: Bytes) => Bytes;

  constructor(below: Reader, module: (codeId: Bytes) => Bytes) {
    this.below = below;
    this.module = module;
  }

  /** What was looked at so far. */
  touched(): Touched {
    const { values, searches, codes } = this;
    return { values, searches, codes };
  }

  get(key: string): Bytes | undefined {
    if (!this.values.has(key)) this.values.set(key, this.below.get(key));
    return this.values.get(key);
  }

  next(prefix: string, after: string, skipped?: () => void): string | undefined {
    let count = 0;
    const found = this.below.next(prefix, after, () => {
      count++;
    });
    this.searches.push({ prefix, after, found, skipped: count });
    for (let i = 0; i < count; i++) skipped?.();
    return found;
  }

  code(codeId: Bytes): Bytes {
    const bytes = this.module(codeId);
    this.codes.set(toLatin1(codeId), bytes);
    return bytes;
  }
}

/** State that knows what was recorded, and nothing else. */
export class Recorded implements State {
  private readonly touched: Touched;

  constructor(touched: Touched) {
    this.touched = touched;
  }

  get(key: string): Bytes | undefined {
    return this.touched.values.get(key);
  }

  next(prefix: string, after: string, skipped?: () => void): string | undefined {
    const known = this.touched.searches.find((search) => search.prefix === prefix && search.after === after);
    for (let i = known?.skipped ?? 0; i > 0; i--) skipped?.();
    return known?.found;
  }

  code(codeId: Bytes): Bytes | undefined {
    return this.touched.codes.get(toLatin1(codeId));
  }
}
