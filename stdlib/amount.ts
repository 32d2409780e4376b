// Amount: money as an unsigned 128-bit count of minor units. Nothing wraps: what does not fit reverts.
import { Rounding } from "./numbers";
import { revert } from "./require";
import { decimal } from "./text";

/** An unsigned 128-bit count of minor units. Immutable. Every result that does not fit reverts OVERFLOW. */
@final
export class Amount {
  constructor(
    private low: u64 = 0,
    private high: u64 = 0,
  ) {}

  /** Any integer, or an Amount itself; a negative one reverts OVERFLOW. */
  static of<T>(value: T): Amount {
    if (isInteger<T>()) {
      if (isSigned<T>() && value < <T>0) overflow("a negative amount");
      return new Amount(<u64>value);
    }
    return changetype<Amount>(value);
  }

  /** Nothing: 0. */
  static get zero(): Amount {
    return new Amount();
  }

  /** 2^128 - 1. */
  static get max(): Amount {
    return new Amount(u64.MAX_VALUE, u64.MAX_VALUE);
  }

  /** Whether it is 0. */
  get isZero(): bool {
    return (this.low | this.high) == 0;
  }

  /** The sum. Reverts OVERFLOW. */
  @operator("+")
  plus(other: Amount): Amount {
    const low = this.low + other.low;
    const high = this.high + other.high;
    const carried = high + u64(low < this.low);
    if (high < this.high || carried < high) overflow("the sum of two amounts");
    return new Amount(low, carried);
  }

  /** What is left. Reverts OVERFLOW if the other is larger. */
  @operator("-")
  minus(other: Amount): Amount {
    if (this.isLess(other)) overflow("an amount less a larger one");
    return new Amount(this.low - other.low, this.high - other.high - u64(this.low < other.low));
  }

  /** The product. Reverts OVERFLOW. */
  @operator("*")
  times(other: Amount): Amount {
    multiply(this.low, this.high, other.low, other.high);
    if ((product2 | product3) != 0) overflow("the product of two amounts");
    return new Amount(product0, product1);
  }

  /** The quotient, rounded down. Reverts DIVISION_BY_ZERO. */
  @operator("/")
  over(other: Amount): Amount {
    divide(0, 0, this.high, this.low, other.high, other.low);
    return new Amount(quotient0, quotient1);
  }

  /** The remainder that {@link over} leaves. Reverts DIVISION_BY_ZERO. */
  @operator("%")
  modulo(other: Amount): Amount {
    divide(0, 0, this.high, this.low, other.high, other.low);
    return new Amount(rest0, rest1);
  }

  /**
   * this × numerator ÷ denominator with nothing lost in between, rounded half to even unless it is said otherwise (ISO 80000-1 B,
   * rule A). Takes integers or amounts. Reverts OVERFLOW, DIVISION_BY_ZERO.
   */
  mulDiv<N, D>(numerator: N, denominator: D, rounding: Rounding = Rounding.HalfEven): Amount {
    const by = Amount.of<N>(numerator);
    const over = Amount.of<D>(denominator);
    multiply(this.low, this.high, by.low, by.high);
    divide(product3, product2, product1, product0, over.high, over.low);
    return rounded(over.low, over.high, rounding);
  }

  /** The same number as a `u64`. Reverts OVERFLOW if it does not fit. */
  toU64(): u64 {
    if (this.high != 0) overflow("an amount as u64");
    return this.low;
  }

  /** Whether both are the same amount. */
  @operator("==")
  equals(other: Amount): bool {
    return ((this.low ^ other.low) | (this.high ^ other.high)) == 0;
  }

  /** Whether they are different amounts. */
  @operator("!=")
  differs(other: Amount): bool {
    return !this.equals(other);
  }

  /** Whether it is less than the other. */
  @operator("<")
  isLess(other: Amount): bool {
    return isBelow(this.high, this.low, other.high, other.low);
  }

  /** Whether it is more than the other. */
  @operator(">")
  isMore(other: Amount): bool {
    return other.isLess(this);
  }

  /** Whether it is the other or less. */
  @operator("<=")
  isAtMost(other: Amount): bool {
    return !other.isLess(this);
  }

  /** Whether it is the other or more. */
  @operator(">=")
  isAtLeast(other: Amount): bool {
    return !this.isLess(other);
  }

  /** Decimal digits. */
  toString(): string {
    return decimal(this.low, this.high);
  }
}

// Results of multiply and divide, least significant word first: a function has one result.
let product0: u64 = 0;
let product1: u64 = 0;
let product2: u64 = 0;
let product3: u64 = 0;
let quotient0: u64 = 0;
let quotient1: u64 = 0;
let rest0: u64 = 0;
let rest1: u64 = 0;

function overflow(what: string): void {
  revert("OVERFLOW", what + " is outside of 0 to 2^128 - 1");
}

function isBelow(aHigh: u64, aLow: u64, bHigh: u64, bLow: u64): bool {
  return aHigh < bHigh || (aHigh == bHigh && aLow < bLow);
}

/** The upper 64 bits of a × b. */
function upper(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  const other = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

/** 128 × 128 bits, the 256-bit result in product3 to product0. */
function multiply(aLow: u64, aHigh: u64, bLow: u64, bHigh: u64): void {
  product0 = aLow * bLow;
  product1 = upper(aLow, bLow);
  product2 = 0;
  product3 = 0;
  if ((aHigh | bHigh) == 0) return;
  addFromWord1(aLow * bHigh, upper(aLow, bHigh));
  addFromWord1(aHigh * bLow, upper(aHigh, bLow));
  const low = aHigh * bHigh;
  product2 += low;
  product3 += upper(aHigh, bHigh) + u64(product2 < low);
}

function addFromWord1(low: u64, high: u64): void {
  product1 += low;
  const carried = high + u64(product1 < low); // the upper half of a product is at most 2^64 - 2
  product2 += carried;
  product3 += u64(product2 < carried);
}

/** 256 ÷ 128 bits, n3 the most significant word; reverts if the quotient needs more than 128 bits. */
function divide(n3: u64, n2: u64, n1: u64, n0: u64, dHigh: u64, dLow: u64): void {
  if ((dHigh | dLow) == 0) revert("DIVISION_BY_ZERO", "an amount divided by nothing");
  if (!isBelow(n3, n2, dHigh, dLow)) overflow("the quotient of two amounts");
  if (dHigh == 0 && (n2 | n1) == 0) {
    quotient1 = 0;
    quotient0 = n0 / dLow;
    rest1 = 0;
    rest0 = n0 % dLow;
  } else if (dHigh == 0 && dLow >> 32 == 0) {
    divideShort(n2, n1, n0, dLow);
  } else {
    rest1 = n3;
    rest0 = n2;
    quotient1 = divideWord(n1, dHigh, dLow);
    quotient0 = divideWord(n0, dHigh, dLow);
  }
}

/** Long division in base 2^32 by a divisor below it; the dividend's upper word is below the divisor. */
function divideShort(n2: u64, n1: u64, n0: u64, d: u64): void {
  let part = (n2 << 32) | (n1 >> 32);
  let word = part / d << 32;
  part = (part % d << 32) | (n1 & 0xffffffff);
  quotient1 = word | part / d;
  part = (part % d << 32) | (n0 >> 32);
  word = part / d << 32;
  part = (part % d << 32) | (n0 & 0xffffffff);
  quotient0 = word | part / d;
  rest1 = 0;
  rest0 = part % d;
}

/** Brings down 64 more bits, one at a time; takes and leaves the remainder in rest1, rest0. */
function divideWord(word: u64, dHigh: u64, dLow: u64): u64 {
  let high = rest1;
  let low = rest0;
  for (let i = 0; i < 64; i++) {
    const out = high >> 63;
    high = (high << 1) | (low >> 63);
    low = (low << 1) | (word >> 63);
    word <<= 1;
    if (out != 0 || !isBelow(high, low, dHigh, dLow)) {
      high -= dHigh + u64(low < dLow);
      low -= dLow;
      word |= 1; // the quotient's bits fill the space that the dividend's leave
    }
  }
  rest1 = high;
  rest0 = low;
  return word;
}

/** The quotient of the last division, of which the remainder is left; the divisor is told again. */
function rounded(dLow: u64, dHigh: u64, rounding: Rounding): Amount {
  const quotient = new Amount(quotient0, quotient1);
  return isRoundedUp(dLow, dHigh, rounding) ? quotient.plus(new Amount(1)) : quotient;
}

function isRoundedUp(dLow: u64, dHigh: u64, rounding: Rounding): bool {
  if (rounding == Rounding.Down) return false;
  if (rounding == Rounding.Up) return (rest0 | rest1) != 0;
  const twiceHigh = (rest1 << 1) | (rest0 >> 63);
  const twiceLow = rest0 << 1;
  const isMore = rest1 >> 63 != 0 || isBelow(dHigh, dLow, twiceHigh, twiceLow);
  const isHalf = rest1 >> 63 == 0 && twiceHigh == dHigh && twiceLow == dLow;
  return isMore || (isHalf && (rounding == Rounding.HalfUp || (quotient0 & 1) != 0));
}
