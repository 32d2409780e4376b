// Products and quotients of numbers that WebAssembly has no words for, as little-endian bytes.
import * as host from "./host";

/** Where a quotient goes that is not whole. */
export enum Rounding {
  /** Towards zero. */
  Down,
  /** Away from zero. */
  Up,
  /** To the nearest; away from zero if both are as near. */
  HalfUp,
  /** To the nearest; to the even one if both are as near. */
  HalfEven,
}

/** a × b / divisor without loss between, as 16 bytes; little-endian numbers of up to 16 bytes each. Null if the divisor is 0 or the quotient does not fit. */
export function mulDiv128(a: Uint8Array, b: Uint8Array, divisor: Uint8Array, rounding: Rounding = Rounding.Down): Uint8Array | null {
  const quotient = new Uint8Array(16);
  const length = host.mul_div_128(a.dataStart, a.length, b.dataStart, b.length, divisor.dataStart, divisor.length, rounding, quotient.dataStart, 16);
  return length < 0 ? null : quotient;
}

/** {@link mulDiv128} with numbers of up to 32 bytes each, as 32 bytes. */
export function mulDiv256(a: Uint8Array, b: Uint8Array, divisor: Uint8Array, rounding: Rounding = Rounding.Down): Uint8Array | null {
  const quotient = new Uint8Array(32);
  const length = host.mul_div_256(a.dataStart, a.length, b.dataStart, b.length, divisor.dataStart, divisor.length, rounding, quotient.dataStart, 32);
  return length < 0 ? null : quotient;
}
