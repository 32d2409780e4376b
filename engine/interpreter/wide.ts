// Arithmetic on 64 bits in two halves of 32, signed as they come out of registers; results go straight into registers.

const HALF = 2 ** 32;
/** With upper halves within ± this, a number and its quotients are exact as doubles. */
const EXACT = 1 << 20;

/** Zeros below the lowest one bit of 32. */
export function zerosBelow(a: number): number {
  return a === 0 ? 32 : 31 - Math.clz32(a & -a);
}

/** One bits of 32. */
export function ones(a: number): number {
  let n = a - ((a >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Upper half of the product of two unsigned halves. */
export function upperProduct(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  return a1 * b1 + (middle >>> 16) + (other >>> 16);
}

type Registers = Int32Array;

/** a << count. */
export function shiftLeft(lo: Registers, hi: Registers, to: number, a: number, ah: number, count: number): void {
  const n = count & 63;
  lo[to] = n < 32 ? a << n : 0;
  // Two shifts, because one by 32 shifts by nothing.
  hi[to] = n < 32 ? (ah << n) | ((a >>> 1) >>> (31 - n)) : a << (n - 32);
}

/** a >> count with `sign` coming in from above: 0 for the unsigned shift. */
export function shiftRight(
  lo: Registers,
  hi: Registers,
  to: number,
  a: number,
  ah: number,
  count: number,
  sign: number,
): void {
  const n = count & 63;
  if (n < 32) {
    lo[to] = (a >>> n) | ((ah << 1) << (31 - n));
    hi[to] = (ah >>> n) | ((sign << 1) << (31 - n));
  } else {
    lo[to] = (ah >>> (n - 32)) | ((sign << 1) << (63 - n));
    hi[to] = sign;
  }
}

/** a rotated to the left; to the right with a negative count. */
export function rotateLeft(lo: Registers, hi: Registers, to: number, a: number, ah: number, count: number): void {
  const n = count & 31;
  const swapped = (count & 32) !== 0;
  const [low, high] = swapped ? [ah, a] : [a, ah];
  lo[to] = (low << n) | ((high >>> 1) >>> (31 - n));
  hi[to] = (high << n) | ((low >>> 1) >>> (31 - n));
}

function isExact(high: number): boolean {
  return high >= -EXACT && high < EXACT;
}

const signed = (low: number, high: number) => high * HALF + (low >>> 0);
/** The 64-bit number, signed, of its halves. */
export const signedBig = (low: number, high: number) => (BigInt(high) << 32n) | BigInt(low >>> 0);
const unsignedBig = (low: number, high: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

/** An exact double, or a large number, of either sign. */
function put(lo: Registers, hi: Registers, to: number, value: number): void {
  lo[to] = value;
  hi[to] = Math.floor(value / HALF);
}

/** Lower and upper half of a 64-bit number, signed. */
export function halves(value: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}

function putBig(lo: Registers, hi: Registers, to: number, value: bigint): void {
  [lo[to], hi[to]] = halves(value);
}

/** a / b, toward zero; b is not 0 and the quotient fits. */
export function divideSigned(
  lo: Registers,
  hi: Registers,
  to: number,
  a: number,
  ah: number,
  b: number,
  bh: number,
): void {
  if (isExact(ah) && isExact(bh)) put(lo, hi, to, Math.trunc(signed(a, ah) / signed(b, bh)));
  else putBig(lo, hi, to, signedBig(a, ah) / signedBig(b, bh));
}

/** a / b of unsigned numbers; b is not 0. */
export function divideUnsigned(
  lo: Registers,
  hi: Registers,
  to: number,
  a: number,
  ah: number,
  b: number,
  bh: number,
): void {
  if (ah >= 0 && bh >= 0 && isExact(ah) && isExact(bh)) put(lo, hi, to, Math.floor(signed(a, ah) / signed(b, bh)));
  else putBig(lo, hi, to, unsignedBig(a, ah) / unsignedBig(b, bh));
}

/** a % b with the sign of a; b is not 0. */
export function remainderSigned(
  lo: Registers,
  hi: Registers,
  to: number,
  a: number,
  ah: number,
  b: number,
  bh: number,
): void {
  if (isExact(ah) && isExact(bh)) put(lo, hi, to, signed(a, ah) % signed(b, bh));
  else putBig(lo, hi, to, signedBig(a, ah) % signedBig(b, bh));
}

/** a % b of unsigned numbers; b is not 0. */
export function remainderUnsigned(
  lo: Registers,
  hi: Registers,
  to: number,
  a: number,
  ah: number,
  b: number,
  bh: number,
): void {
  if (ah >= 0 && bh >= 0 && isExact(ah) && isExact(bh)) put(lo, hi, to, signed(a, ah) % signed(b, bh));
  else putBig(lo, hi, to, unsignedBig(a, ah) % unsignedBig(b, bh));
}
