// Which tier runs what: code that was seldom called is interpreted, because compiling it takes longer than running it, and the
// rest is compiled. No result depends on it.
import { type Bytes, toLatin1 } from '../base/bytes.ts';
import { Kept } from '../base/kept.ts';
import type { Guest, HostTable, Port, PreparedCode, Tier } from '../base/tier.ts';
import { InterpretedTier } from '../interpreter/interpreter.ts';
import { CompiledTier } from '../sandbox/compiled.ts';

/** Settings of a node, not of a chain. */
export interface Thresholds {
  /** Calls of a code that are interpreted; the next one has it compiled. */
  readonly calls: number;
  /** Steps that may be interpreted in one transaction: what they take is about what compiling a small module takes. */
  readonly steps: number;
}

export const THRESHOLDS: Thresholds = { calls: 2, steps: 30_000 };

/** Codes whose calls are counted. */
const COUNTED = 65_536;

/** Hears of code that will soon be compiled, so that it can be compiled elsewhere meanwhile; see {@link CompiledTier.adopt}. */
export type Ahead = (code: PreparedCode, tier: CompiledTier) => void;

export class AutoTier implements Tier {
  readonly steps: number;
  private readonly compiled = new CompiledTier();
  private readonly interpreted = new InterpretedTier();
  private readonly calls: number;
  private readonly ahead: Ahead;
  private readonly counts = new Kept<{ calls: number }>(COUNTED);

  constructor({ calls, steps }: Thresholds = THRESHOLDS, ahead: Ahead = () => {}) {
    this.calls = calls;
    this.steps = steps;
    this.ahead = ahead;
  }

  start(code: PreparedCode, host: HostTable, port: Port): Guest {
    const isCold = port.allowance !== undefined && !this.compiled.has(code) && this.count(code) <= this.calls;
    return (isCold ? this.interpreted : this.compiled).start(code, host, port);
  }

  private count(code: PreparedCode): number {
    const key = toLatin1(code.codeId);
    const count = this.counts.get(key) ?? { calls: 0 };
    if (count.calls === 0) this.counts.set(key, count, 1);
    count.calls += 1;
    if (count.calls === this.calls) this.ahead(code, this.compiled);
    return count.calls;
  }
}

/** How a node runs contracts. */
export const TIERS = ['auto', 'compiled', 'interpreted'] as const;
export type TierName = (typeof TIERS)[number];

export function tierOf(name: TierName, ahead?: Ahead): Tier {
  if (name === 'compiled') return new CompiledTier();
  return name === 'interpreted' ? new InterpretedTier() : new AutoTier(THRESHOLDS, ahead);
}

/** Which transactions run in both tiers before anything is committed. */
export interface Checking {
  readonly tier: Tier;
  /** Whether this one does; chosen by its id, so that nobody can tell beforehand and everybody can afterwards. */
  chooses(txId: Bytes): boolean;
}

/** A referee for one in `each` transactions; it interprets, because what it judges is mostly compiled. */
export function referee(each: number): Checking {
  const tier = new InterpretedTier();
  return { tier, chooses: (txId) => new DataView(txId.buffer, txId.byteOffset).getUint32(0) % each === 0 };
}
