// Counts what the limits on functions count, and refuses what is beyond them.
import { LIMITS, type Limit } from '../../spec/limits.ts';
import { Refusal } from './problems.ts';

/** What one function has, or all of them together. */
export interface Counts {
  instructions: number;
  controls: number;
  loops: number;
  calls: number;
  /** Instructions whose rewriting needs a local of its own. */
  scratch: number;
  /** br_table instructions, and their targets besides the default ones. */
  tables: number;
  tableTargets: number;
  /** Sum over control operators of params + locals + operand height. */
  merges: number;
}

export function noCounts(): Counts {
  return { instructions: 0, controls: 0, loops: 0, calls: 0, scratch: 0, tables: 0, tableTargets: 0, merges: 0 };
}

/** @throws Refusal MODULE_LIMIT if the value is beyond the limit */
export function within(limit: Limit, value: number, what: string, offset: number): void {
  if (value <= LIMITS[limit].max) return;
  throw new Refusal('MODULE_LIMIT', `${what}: ${value} of at most ${LIMITS[limit].max}`, offset);
}

/** Counts `branches` control operators at once: one, or the targets of a br_table. */
export function countControl(counts: Counts, branches: number, width: number, offset: number): void {
  counts.controls += branches;
  counts.merges += branches * width;
  within('controls', counts.controls, 'control operators of a function', offset);
}

/** Adds a function's counts to those of the module. @throws Refusal MODULE_LIMIT */
export function addCounts(sum: Counts, one: Counts, offset: number): void {
  sum.controls += one.controls;
  sum.loops += one.loops;
  sum.tableTargets += one.tableTargets;
  sum.merges += one.merges;
  within('moduleControls', sum.controls, 'control operators of the module', offset);
  within('moduleLoops', sum.loops, 'loops of the module', offset);
  within('moduleTableTargets', sum.tableTargets, 'br_table targets of the module', offset);
  within('mergeBudget', sum.merges, 'values that meet at the branches of the module', offset);
}
