// What the interpreter's dispatch works on: register code and where it stands in it. Everything here is plain numbers.
import { LIMITS } from '../../spec/limits.ts';
import type { Bytes } from '../base/bytes.ts';

/** A word of code begins an instruction: its case in the lower bits, and above them what it costs. */
export const PRICE_SHIFT = 10;

/** Why dispatch stopped. */
export const EXIT = {
  /** One instruction was asked for. */
  STEPPED: 0,
  /** The function that was run has returned. */
  DONE: 1,
  /** `callee` is an import, or not decoded yet; nothing is paid yet. */
  ELSEWHERE: 2,
  MEMORY_GROW: 3,
  MEMORY_FILL: 4,
  MEMORY_COPY: 5,
  GAS: 6,
  STACK_DEPTH: 7,
  STACK_WEIGHT: 8,
  UNREACHABLE: 9,
  MEMORY_BOUNDS: 10,
  DIVISION_BY_ZERO: 11,
  INTEGER_OVERFLOW: 12,
  INDIRECT_CALL: 13,
  /** `left` is less than nothing, found at a test that has been paid for. */
  STEPS: 14,
  /** The code is not code. */
  ENGINE: 15,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/**
 * Registers and open calls of all guests of one interpreter, which run on top of each other. A register is two halves; what
 * holds an i32 uses the lower one. Weight bounds registers, because each counts eight, and activations bound calls.
 */
export interface Stack {
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  readonly returns: Int32Array;
  readonly bases: Int32Array;
  readonly stacks: Int32Array;
  /** Registers and calls that are taken. */
  registers: number;
  calls: number;
}

const WEIGHT_OF_REGISTER = 8;
/** Registers beyond the last call's window that a function may have touched when it is found too heavy. */
const SPARE = 1_024;

export function newStack(): Stack {
  const registers = LIMITS.stackWeight.max / WEIGHT_OF_REGISTER + SPARE;
  const calls = LIMITS.activations.max + LIMITS.callDepth.max + 2;
  return {
    lo: new Int32Array(registers),
    hi: new Int32Array(registers),
    returns: new Int32Array(calls),
    bases: new Int32Array(calls),
    stacks: new Int32Array(calls),
    registers: 0,
    calls: 0,
  };
}

/** One guest under way. */
export interface Machine {
  /** Register code of the module; where each function begins in it, or less than 0. */
  code: Int32Array;
  readonly entries: Int32Array;
  /** Type of each function, the same number for the same signature. */
  readonly kinds: Int32Array;
  /** Function indexes, -1 where there is none. */
  readonly table: Int32Array;
  readonly globalsLow: Int32Array;
  readonly globalsHigh: Int32Array;
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  readonly returns: Int32Array;
  readonly bases: Int32Array;
  readonly stacks: Int32Array;
  bytes: Bytes;
  view: DataView;
  /** Where the instruction at hand begins, and the first register of its function. */
  pc: number;
  fp: number;
  gas: number;
  /** Steps that may still be taken. */
  left: number;
  /** Weight and activations, see base/stack.ts. */
  stack: number;
  /** Open calls, and how many of them are not this guest's. */
  depth: number;
  bottom: number;
  /** With ELSEWHERE and the MEMORY exits: whom to call, its first register from `fp`, and where to go on. */
  callee: number;
  window: number;
  after: number;
}
