// Arithmetic on numbers that WebAssembly has no words for.
import type { Bytes } from '../base/bytes.ts';
import { Trap } from '../base/errors.ts';

/** An unsigned little-endian number. */
function number(bytes: Bytes): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

/** What is added to a quotient rounded down, by mode: 0 down, 1 up, 2 half up, 3 half to even. */
const ROUND: readonly ((quotient: bigint, remainder: bigint, divisor: bigint) => boolean)[] = [
  () => false,
  (_, remainder) => remainder > 0n,
  (_, remainder, divisor) => 2n * remainder >= divisor,
  (quotient, remainder, divisor) => 2n * remainder > divisor || (2n * remainder === divisor && (quotient & 1n) === 1n),
];

/**
 * a × b / divisor in `size` bytes, little-endian; undefined if the divisor is 0 or the quotient does not fit.
 * @throws Trap HOST_ARGUMENT if there is no such rounding
 */
export function mulDiv(size: number, a: Bytes, b: Bytes, divisor: Bytes, rounding: number): Bytes | undefined {
  const roundsUp = ROUND[rounding];
  if (roundsUp === undefined) throw new Trap('HOST_ARGUMENT', `rounding ${rounding}`);
  const [product, by] = [number(a) * number(b), number(divisor)];
  if (by === 0n) return undefined;
  const quotient = product / by;
  let rest = roundsUp(quotient, product % by, by) ? quotient + 1n : quotient;
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return rest === 0n ? bytes : undefined;
}
