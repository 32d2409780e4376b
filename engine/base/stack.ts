// The call stack of a transaction in one i32: weight and activations, biased so that one mask finds either beyond its limit.
//
// Bits 0–20 hold weight + (2^20 − 1 − LIMITS.stackWeight): bit 20 is set exactly when the weight is beyond the limit.
// Bits 21–31 hold activations − 1 (mod 2^11): bit 31 is set exactly when there are more than LIMITS.activations, which is
// 2^10, or none yet; it is looked at only inside a function, where there is at least one.
import { LIMITS } from '../../spec/limits.ts';

const WEIGHT_BITS = 21;
const WEIGHT_BIAS = 2 ** 20 - 1 - LIMITS.stackWeight.max;

/** Set in {@link entered} stacks whose weight is beyond the limit. */
export const OVERWEIGHT = 1 << 20;
/** Set (the sign) in entered stacks with too many activations; tested first. */
export const OVERDEEP = 1 << 31;

/** The stack before the first function of a transaction runs. */
export const EMPTY_STACK = ((-1 << WEIGHT_BITS) + WEIGHT_BIAS) | 0;

/** An empty stack on which the functions may weigh so much more than the limit, up to the limit again. */
export function emptyStackWith(spare: number): number {
  return EMPTY_STACK - spare;
}

/** What entering a function of this weight adds. */
export function activation(weight: number): number {
  return (1 << WEIGHT_BITS) + weight;
}

/** The stack under a sub-call's first function. */
export function subCallStack(stack: number): number {
  return (stack + LIMITS.subCallWeight.max) | 0;
}

/** Whether the first stack is no deeper than the second, in weight and in activations. */
export function isNoDeeper(a: number, b: number): boolean {
  const weight = (1 << WEIGHT_BITS) - 1;
  return (a & weight) <= (b & weight) && a >> WEIGHT_BITS <= b >> WEIGHT_BITS;
}

/** weight(f) of PROTOCOL 7, from the original function: sizes in values, body in bytes. */
export function weightOf(f: { params: number; locals: number; operands: number; bodyBytes: number }): number {
  return 160 + 8 * (f.params + f.locals + f.operands) + 8 * f.params + 2 * f.bodyBytes;
}
