// When a variable changed, through a whole transaction: for going back to the line that made it what it is.

import { signedBig } from '../interpreter/wide.ts';
import { I64 } from '../wasm/types.ts';
import type { Execution, Guest } from './execution.ts';
import type { History } from './history.ts';
import type { Activation } from './snapshot.ts';
import { type Memory, readValue, type Shown, sizeOf, type Variable } from './values.ts';

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
  execution.walk((step, guest) => {
    if (guest.ordinal !== activation.guest.ordinal) return;
    // What changed it is the instruction of this guest before, also if other guests ran meanwhile.
    const by = own;
    own = step;
    if (step <= first || step > last) return;
    const value =
      'local' in place ? register(guest, activation, place.local) : bytesAt(guest, place.address, sizeOf(type));
    if (value === undefined || value === before) return;
    // Memory begins as zeros, which is no change.
    if (before !== undefined || 'local' in place || value !== 0n) {
      const shown = 'local' in place ? value : signed(value as bigint, type);
      changes.push({ step: by, value: readValue({ bytes: guest.machine.bytes, classes }, type, shown) });
    }
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

function register({ machine, program }: Guest, { base, function: index }: Activation, local: number): number | bigint {
  const { params } = program.types[index]!;
  const body = program.module.bodies[index - program.imports.length]!;
  const types = [...params, ...body.locals.flatMap(([count, type]) => new Array<number>(count).fill(type))];
  const [low, high] = [machine.lo[base + local]!, machine.hi[base + local]!];
  return types[local] === I64 ? signedBig(low, high) : low;
}

/** Bytes of memory as an unsigned number; undefined where there is no memory yet. */
function bytesAt({ machine }: Guest, address: number, size: number): bigint | undefined {
  if (address + size > machine.bytes.length) return undefined;
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(machine.bytes[address + i]!);
  return value;
}

function signed(value: bigint, type: string): number | bigint {
  return sizeOf(type) === 8 ? BigInt.asIntN(64, value) : Number(BigInt.asIntN(32, value));
}
