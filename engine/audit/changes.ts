// When a variable changed, through a whole transaction: for going back to the line that made it what it is.

import { signedBig } from '../interpreter/wide.ts';
import type { Execution, Guest } from './execution.ts';
import type { History } from './history.ts';
import type { Activation } from './snapshot.ts';
import { type Memory, readValue, type Shown, type Variable, variableAt } from './values.ts';

/** The step that changed it, and its value behind that. */
export interface Change {
  readonly step: number;
  readonly value: Shown;
}

/** What is looked at: a variable of an open function, with the classes by which memory is read. */
export interface Looked {
  readonly activation: Activation;
  readonly variable: Variable;
  readonly classes: Memory['classes'];
}

/** Every change in the time in which the variable is there, its first value among them. */
export function changesOf(execution: Execution, history: History, at: number, looked: Looked): Change[] {
  const { variable, activation, classes } = looked;
  const { place, type } = variable;
  if (place === undefined) return [];
  const changes: Change[] = [];
  const [first, last] = 'local' in place ? lifeOf(history, at, activation.depth) : [0, Number.POSITIVE_INFINITY];
  let before: number | bigint | undefined;
  let own = first;
  execution.walk((step, open) => {
    const guest = open.at(-1)!;
    if (guest.ordinal !== activation.guest.ordinal) return;
    // What changed it is the instruction of this guest before, also if other guests ran meanwhile.
    const by = own;
    own = step;
    if (step <= first || step > last) return;
    const memory = { bytes: guest.machine.bytes, classes };
    const value =
      'local' in place
        ? register(guest, activation, place.local, variable.value)
        : variableAt(memory, type, place.address)?.value;
    if (value === undefined || value === before) return;
    // Memory begins as zeros, which is no change.
    const isChange = before !== undefined || 'local' in place || Number(value) !== 0;
    if (isChange) changes.push({ step: by, value: readValue(memory, type, value) });
    before = value;
  });
  return changes;
}

/** First and last step of the call of a function that is open at a depth. */
function lifeOf(history: History, at: number, depth: number): [number, number] {
  let first = Math.min(at, history.kept - 1);
  while (first > 0 && !(history.depth(first) === depth && history.site(first).isEntry)) first--;
  let last = at;
  while (last + 1 < history.kept && history.depth(last + 1) >= depth && !isEntryAt(history, last + 1, depth)) last++;
  return [first, last];
}

function isEntryAt(history: History, step: number, depth: number): boolean {
  return history.depth(step) === depth && history.site(step).isEntry;
}

/** An i64 is a bigint, so that a value tells which of the two a register holds. */
function register({ machine }: Guest, { base }: Activation, local: number, like: Variable['value']): number | bigint {
  const [low, high] = [machine.lo[base + local]!, machine.hi[base + local]!];
  return typeof like === 'bigint' ? signedBig(low, high) : low;
}
