// What the parts of the decoder share while one function is decoded.
import type { Step } from '../wasm/instructions.ts';
import type { FunctionType } from '../wasm/module.ts';
import type { Reader } from '../wasm/reader.ts';
import type { Emitter } from './emit.ts';
import type { Values } from './values.ts';

/** What decoding a function needs to know of it and of its module. */
export interface Source {
  readonly bytes: Uint8Array;
  /** Where its code begins and ends. */
  readonly from: number;
  readonly end: number;
  readonly type: FunctionType;
  /** Types of parameters and locals. */
  readonly locals: ArrayLike<number>;
  readonly weight: number;
  /** Types of the module's functions by index, imports first, and of its globals; canonical numbers of its types. */
  readonly functions: readonly FunctionType[];
  readonly types: readonly FunctionType[];
  readonly kinds: ArrayLike<number>;
  readonly globals: ArrayLike<number>;
}

export interface Open {
  readonly kind: 'function' | 'block' | 'loop' | 'if';
  readonly result: number;
  /** Operands below it. */
  readonly height: number;
  /** Where the place behind its end is to be written. */
  readonly ends: number[];
  /** Where a loop begins. */
  readonly start: number;
  /** Where the place of the else, or of the end without one, is to be written. */
  otherwise: number | undefined;
}

export interface Decoding {
  readonly source: Source;
  readonly from: Reader;
  readonly step: Step;
  readonly to: Emitter;
  readonly values: Values;
  readonly opens: Open[];
}
