// Figures: what is measured and in which unit, what the runs gave, and what is told of them.

/** A number that this bench measures. The id is stable, so that results of years can be compared. */
export interface Figure {
  readonly id: string;
  readonly unit: string;
  /** What exactly is measured, in a sentence without an end. */
  readonly text: string;
}

/** Figures that one process measures together, because they need the same things made first. */
export interface Figures {
  readonly list: readonly Figure[];
  /** Measures what is wanted. @throws whatever makes a measurement worthless, such as a transfer that fails */
  measure(bench: Bench): Promise<void>;
}

/** What a measurement reports to. */
export interface Bench {
  /** Whether one of these ids was asked for. */
  wants(...ids: readonly string[]): boolean;
  /** Takes the value of a run. */
  record(id: string, value: number): void;
  /** Tells a waiting person what is going on. */
  note(text: string): void;
}

/** A figure as it is reported: the median of its runs. */
export interface Measured {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly runs: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError if there was no run */
export function summarize({ id, unit }: Figure, values: readonly number[]): Measured {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [rounded(sorted[0]), rounded(sorted.at(-1))];
  return { id, value: rounded(median(sorted)), unit, runs: values.length, min, max };
}

/** The middle of ascending values; between the two middle ones if their number is even. */
export function median(sorted: readonly number[]): number | undefined {
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  return sorted.length % 2 === 1 || upper === undefined ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** The middle of values in any order; there is at least one. */
export function middle(values: readonly number[]): number {
  return median([...values].sort((a, b) => a - b))!;
}

/** CPU time of this process for what `act` does, in microseconds. */
export function cpuMicros(act: () => void): number {
  const begin = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(begin);
  return user + system;
}

// More digits than that are noise, and make results hard to compare.
function rounded(value: number | undefined): number {
  if (value === undefined) throw new RangeError('nothing was measured');
  return Math.round(value * 1000) / 1000;
}
