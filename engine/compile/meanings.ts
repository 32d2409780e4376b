// What each arithmetic instruction computes, as the interpreter writes it in TypeScript: `a` and `b` are operands, `ah` and `bh` the
// upper halves of 64-bit ones, `lo[to]` and `hi[to]` the register of the result.

/** What an i32 instruction computes of `a` and `b`, signed; what is stored is cut to 32 bits. */
export const NARROW: { readonly [name: string]: string } = {
  clz: 'Math.clz32(a)',
  ctz: 'zerosBelow(a)',
  popcnt: 'ones(a)',
  extend8_s: '(a << 24) >> 24',
  extend16_s: '(a << 16) >> 16',
  add: 'a + b',
  sub: 'a - b',
  mul: 'Math.imul(a, b)',
  and: 'a & b',
  or: 'a | b',
  xor: 'a ^ b',
  shl: 'a << b',
  shr_s: 'a >> b',
  shr_u: 'a >>> b',
  rotl: '(a << b) | (a >>> -b)',
  rotr: '(a >>> b) | (a << -b)',
  div_s: '(a / b) | 0',
  div_u: '(a >>> 0) / (b >>> 0)',
  rem_s: 'b === -1 ? 0 : a % b',
  rem_u: '(a >>> 0) % (b >>> 0)',
};

/** When an i32 comparison holds. */
export const COMPARES: { readonly [name: string]: string } = {
  eq: 'a === b',
  ne: 'a !== b',
  lt_s: 'a < b',
  lt_u: 'a >>> 0 < b >>> 0',
  gt_s: 'a > b',
  gt_u: 'a >>> 0 > b >>> 0',
  le_s: 'a <= b',
  le_u: 'a >>> 0 <= b >>> 0',
  ge_s: 'a >= b',
  ge_u: 'a >>> 0 >= b >>> 0',
  eqz: 'a === 0',
};

/** The comparison that holds when another does not. */
export const OPPOSITES: { readonly [name: string]: string } = {
  eq: 'ne',
  ne: 'eq',
  lt_s: 'ge_s',
  lt_u: 'ge_u',
  gt_s: 'le_s',
  gt_u: 'le_u',
  le_s: 'gt_s',
  le_u: 'gt_u',
  ge_s: 'lt_s',
  ge_u: 'lt_u',
};

/** When an i64 comparison holds, of the halves of both. */
export const WIDE_COMPARES: { readonly [name: string]: string } = {
  eq: 'a === b && ah === bh',
  ne: 'a !== b || ah !== bh',
  eqz: 'a === 0 && ah === 0',
  ...Object.fromEntries(
    ['lt', 'gt', 'le', 'ge'].flatMap((name) => {
      const strict = name[0] === 'l' ? '<' : '>';
      const low = name[1] === 'e' ? `${strict}=` : strict;
      const below = (sign: string) => `ah${sign} ${strict} bh${sign} || (ah === bh && a >>> 0 ${low} b >>> 0)`;
      return [
        [`${name}_s`, below('')],
        [`${name}_u`, below(' >>> 0')],
      ];
    }),
  ),
};

/** Lower and upper half of what an i64 instruction computes. */
export const WIDE: { readonly [name: string]: readonly [low: string, high: string] } = {
  clz: ['ah === 0 ? 32 + Math.clz32(a) : Math.clz32(ah)', '0'],
  ctz: ['a === 0 ? 32 + zerosBelow(ah) : zerosBelow(a)', '0'],
  popcnt: ['ones(a) + ones(ah)', '0'],
  extend8_s: ['(a << 24) >> 24', '(a << 24) >> 31'],
  extend16_s: ['(a << 16) >> 16', '(a << 16) >> 31'],
  extend32_s: ['a', 'a >> 31'],
  and: ['a & b', 'ah & bh'],
  or: ['a | b', 'ah | bh'],
  xor: ['a ^ b', 'ah ^ bh'],
};

/** Statements of the i64 instructions that are more than two expressions; they write `lo[to]` and `hi[to]`. */
export const WIDE_STATEMENTS: { readonly [name: string]: readonly string[] } = {
  add: ['const low = (a + b) | 0;', 'lo[to] = low;', 'hi[to] = ah + bh + (low >>> 0 < a >>> 0 ? 1 : 0);'],
  sub: ['lo[to] = a - b;', 'hi[to] = ah - bh - (a >>> 0 < b >>> 0 ? 1 : 0);'],
  mul: ['lo[to] = Math.imul(a, b);', 'hi[to] = upperProduct(a, b) + Math.imul(a, bh) + Math.imul(ah, b);'],
  div_s: ['divideSigned(lo, hi, to, a, ah, b, bh);'],
  div_u: ['divideUnsigned(lo, hi, to, a, ah, b, bh);'],
  rem_s: ['remainderSigned(lo, hi, to, a, ah, b, bh);'],
  rem_u: ['remainderUnsigned(lo, hi, to, a, ah, b, bh);'],
  shl: ['shiftLeft(lo, hi, to, a, ah, b);'],
  shr_s: ['shiftRight(lo, hi, to, a, ah, b, ah >> 31);'],
  shr_u: ['shiftRight(lo, hi, to, a, ah, b, 0);'],
  rotl: ['rotateLeft(lo, hi, to, a, ah, b);'],
  rotr: ['rotateLeft(lo, hi, to, a, ah, -b);'],
};

/** How a load gets its lower half from `at`, by what its name says of the access. */
export const READS: { readonly [access: string]: string } = {
  '8_s': '(bytes[at]! << 24) >> 24',
  '8_u': 'bytes[at]!',
  '16_s': 'view.getInt16(at, true)',
  '16_u': 'view.getUint16(at, true)',
  '32_s': 'view.getInt32(at, true)',
  '32_u': 'view.getInt32(at, true)',
  '': 'view.getInt32(at, true)',
};

export const WRITES: { readonly [width: number]: (value: string) => string } = {
  1: (value) => `bytes[at] = ${value};`,
  2: (value) => `view.setInt16(at, ${value}, true);`,
  4: (value) => `view.setInt32(at, ${value}, true);`,
};
