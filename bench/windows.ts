// Rates over windows of a stream that is acknowledged block by block.

/** A block that was acknowledged. */
export interface Mark {
  /** Milliseconds. */
  readonly at: number;
  readonly count: number;
}

/**
 * Acknowledged a second, over windows of at least `size` that end where a block ends: cutting a block in two would count
 * what is acknowledged in the same moment for one window and its time for the other. The first `skip` are left out.
 */
export function windowRates(blocks: readonly Mark[], { skip, size }: { skip: number; size: number }): number[] {
  const rates: number[] = [];
  const sorted = [...blocks].sort((a, b) => a.at - b.at);
  let begin: number | undefined;
  let count = 0;
  for (const block of sorted) {
    count += block.count;
    if (count < (begin === undefined ? skip : size)) continue;
    if (begin !== undefined) rates.push((1000 * count) / (block.at - begin));
    begin = block.at;
    count = 0;
  }
  return rates;
}
