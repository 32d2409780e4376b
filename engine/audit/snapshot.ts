// What there is at one step: open functions with their locals; a guest has its memory, and its frame the storage as the contract would read it.
import { toHex } from '../base/bytes.ts';
import { signedBig } from '../interpreter/wide.ts';
import { I64 } from '../wasm/types.ts';
import type { Guest } from './execution.ts';

/** A local variable: an i32 as a signed number, an i64 as a signed bigint. */
export interface Local {
  readonly index: number;
  readonly value: number | bigint;
}

/** A call of a function that has not returned. */
export interface Activation {
  readonly guest: Guest;
  /** Code id in hexadecimal. */
  readonly code: string;
  /** Index of the function, imports first. */
  readonly function: number;
  /** Where in the module it stands: at the instruction that runs next, or at the call that has not returned. */
  readonly offset: number;
  /** Where in the interpreter's code, and where its registers begin. */
  readonly pc: number;
  readonly base: number;
  /** Open functions with it, over all frames. */
  readonly depth: number;
  readonly locals: readonly Local[];
}

/** Open functions over all frames, the innermost first. */
export function activationsOf(guests: readonly Guest[]): Activation[] {
  return guests.flatMap(activationsIn).reverse();
}

function activationsIn(guest: Guest): Activation[] {
  const { pc, fp, depth, bottom, returns, bases } = guest.machine;
  const open: Activation[] = [];
  for (let i = bottom + 1; i < depth; i++) open.push(activation(guest, returns[i]! - 1, bases[i]!, i));
  return [...open, activation(guest, pc, fp, depth)];
}

function activation(guest: Guest, pc: number, fp: number, depth: number): Activation {
  const { program, machine, frame } = guest;
  const index = program.functionAt(pc);
  const { params } = program.types[index]!;
  const body = program.module.bodies[index - program.imports.length]!;
  const declared = body.locals.flatMap(([count, type]) => new Array<number>(count).fill(type));
  // Before its first instruction a function has no locals but its parameters.
  const isEntered = pc !== program.entries[index];
  const types = isEntered ? [...params, ...declared] : params;
  const locals = types.map((type, i) => {
    const [low, high] = [machine.lo[fp + i]!, machine.hi[fp + i]!];
    return { index: i, value: type === I64 ? signedBig(low, high) : low };
  });
  const offset = program.placeOf(pc);
  return { guest, code: toHex(frame.code.codeId), function: index, offset, pc, base: fp, depth, locals };
}
