// Decimal: a signed number with 18 digits behind the point, for prices, rates and ratios. Integers only; 256 bits in between.
import { Amount } from "./amount";
import { Reader, Writer } from "./codec";
import * as host from "./host";
import { Rounding } from "./numbers";
import { revert } from "./require";
import { decimal } from "./text";

/** Digits behind the point. */
const PLACES: i32 = 18;
/** What 1 is counted as. */
const ONE: u64 = 1_000_000_000_000_000_000;

/**
 * A signed decimal number with 18 digits behind the point, between about ±1.7 · 10^20. Immutable. A result that does not fit reverts OVERFLOW; one that
 * has more digits is rounded, half to even unless it is said otherwise (ISO 80000-1 B, rule A). Roundings look at the number without its sign:
 * `Rounding.Down` is towards zero.
 */
@final
export class Decimal {
  // Counted in 10^-18, in two's complement.
  constructor(
    private low: u64 = 0,
    private high: u64 = 0,
  ) {}

  /** Of any integer, of an Amount's minor units, or a Decimal itself. */
  static of<T>(value: T): Decimal {
    if (isInteger<T>()) {
      const isNegative = isSigned<T>() && value < <T>0;
      const size = isNegative ? 0 - <u64>value : <u64>value;
      return signed(new Amount(size).times(new Amount(ONE)), isNegative);
    } else if (value instanceof Amount) {
      return signed(changetype<Amount>(value).times(new Amount(ONE)), false);
    }
    return changetype<Decimal>(value);
  }

  /** Reads `-12.50`: digits, and up to 18 of them behind a point. Reverts BAD_DECIMAL, OVERFLOW. */
  static parse(text: string): Decimal {
    const isNegative = text.startsWith("-");
    let count = Amount.zero;
    let places = -1;
    let digits = 0;
    for (let i = isNegative ? 1 : 0; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit == -2 && places < 0 && digits > 0) {
        places = 0;
        continue;
      }
      if (digit < 0 || digit > 9 || places == PLACES) badDecimal(text);
      count = count.times(new Amount(10)).plus(new Amount(digit));
      digits++;
      if (places >= 0) places++;
    }
    if (digits == 0 || places == 0) badDecimal(text);
    return signed(count.times(power(PLACES - max(places, 0))), isNegative);
  }

  /** One amount in another: how many times, as a number. Reverts DIVISION_BY_ZERO. */
  static ratio(part: Amount, whole: Amount, rounding: Rounding = Rounding.HalfEven): Decimal {
    if (whole.isZero) revert("DIVISION_BY_ZERO", "a ratio to nothing");
    return signed(scaled(part, new Amount(ONE), whole, rounding), false);
  }

  /** So many hundredths of a percent: `Decimal.basisPoints(125)` is 0.0125. */
  static basisPoints(count: i32): Decimal {
    const size = <u64>(count < 0 ? 0 - <i64>count : <i64>count);
    return signed(new Amount(size).times(new Amount(ONE / 10_000)), count < 0);
  }

  /** 0. */
  static get zero(): Decimal {
    return new Decimal();
  }

  /** 1. */
  static get one(): Decimal {
    return new Decimal(ONE);
  }

  /** Whether it is 0. */
  get isZero(): bool {
    return (this.low | this.high) == 0;
  }

  /** Whether it is below 0. */
  get isNegative(): bool {
    return <i64>this.high < 0;
  }

  /** The number without its sign. Reverts OVERFLOW for the least of all. */
  get abs(): Decimal {
    return signed(this.size(), false);
  }

  /** The number with the other sign. Reverts OVERFLOW for the least of all. */
  @operator.prefix("-")
  negated(): Decimal {
    return signed(this.size(), !this.isNegative);
  }

  /** The sum. Reverts OVERFLOW. */
  @operator("+")
  plus(other: Decimal): Decimal {
    const low = this.low + other.low;
    const high = this.high + other.high + u64(low < this.low);
    // Two of one sign whose sum has the other do not fit.
    if (<i64>((this.high ^ high) & (other.high ^ high)) < 0) overflow();
    return new Decimal(low, high);
  }

  /** The difference. Reverts OVERFLOW. */
  @operator("-")
  minus(other: Decimal): Decimal {
    const low = this.low - other.low;
    const high = this.high - other.high - u64(this.low < other.low);
    if (<i64>((this.high ^ other.high) & (this.high ^ high)) < 0) overflow();
    return new Decimal(low, high);
  }

  /** The product, rounded half to even. Reverts OVERFLOW. */
  @operator("*")
  times(other: Decimal): Decimal {
    return this.mul(other);
  }

  /** The quotient, rounded half to even. Reverts OVERFLOW, DIVISION_BY_ZERO. */
  @operator("/")
  over(other: Decimal): Decimal {
    return this.div(other);
  }

  /** The product, rounded as is said. */
  mul(other: Decimal, rounding: Rounding = Rounding.HalfEven): Decimal {
    return signed(scaled(this.size(), other.size(), new Amount(ONE), rounding), this.isNegative != other.isNegative);
  }

  /** The quotient, rounded as is said. Reverts DIVISION_BY_ZERO. */
  div(other: Decimal, rounding: Rounding = Rounding.HalfEven): Decimal {
    if (other.isZero) revert("DIVISION_BY_ZERO", "a number divided by zero");
    return signed(scaled(this.size(), new Amount(ONE), other.size(), rounding), this.isNegative != other.isNegative);
  }

  /** This many times an amount, in whole minor units. Reverts OVERFLOW for a negative number. */
  ofAmount(amount: Amount, rounding: Rounding = Rounding.HalfEven): Amount {
    return scaled(this.positive(), amount, new Amount(ONE), rounding);
  }

  /** The number with so many digits behind the point, at most 18. */
  round(places: i32, rounding: Rounding = Rounding.HalfEven): Decimal {
    if (places < 0 || places >= PLACES) return this;
    const unit = power(PLACES - places);
    return signed(scaled(this.size(), new Amount(1), unit, rounding).times(unit), this.isNegative);
  }

  /** As a whole number. Reverts OVERFLOW if it is negative. */
  toAmount(rounding: Rounding = Rounding.HalfEven): Amount {
    return scaled(this.positive(), new Amount(1), new Amount(ONE), rounding);
  }

  /** Whether both are the same number. */
  @operator("==")
  equals(other: Decimal): bool {
    return ((this.low ^ other.low) | (this.high ^ other.high)) == 0;
  }

  /** Whether they are different numbers. */
  @operator("!=")
  differs(other: Decimal): bool {
    return !this.equals(other);
  }

  /** Whether it is less than the other. */
  @operator("<")
  isLess(other: Decimal): bool {
    return this.high == other.high ? this.low < other.low : <i64>this.high < <i64>other.high;
  }

  /** Whether it is more than the other. */
  @operator(">")
  isMore(other: Decimal): bool {
    return other.isLess(this);
  }

  /** Whether it is the other or less. */
  @operator("<=")
  isAtMost(other: Decimal): bool {
    return !other.isLess(this);
  }

  /** Whether it is the other or more. */
  @operator(">=")
  isAtLeast(other: Decimal): bool {
    return !this.isLess(other);
  }

  /** Digits without zeros at the end: `-12.5`. */
  toString(): string {
    const size = this.size();
    const one = new Amount(ONE);
    const whole = size.over(one).toString();
    const rest = size.modulo(one).toU64();
    const sign = this.isNegative ? "-" : "";
    if (rest == 0) return sign + whole;
    const digits = decimal(rest).padStart(PLACES, "0");
    let end = PLACES;
    while (digits.charCodeAt(end - 1) == 48) end--;
    return sign + whole + "." + digits.substring(0, end);
  }

  /** For the codec: an i128 of 10^-18. */
  __write(to: Writer): void {
    to.put<u64>(this.low).put<u64>(this.high);
  }

  /** For the codec. */
  __read(from: Reader): void {
    this.low = from.get<u64>();
    this.high = from.get<u64>();
  }

  /** Tells storage that zeroed memory is zero. */
  __zeroed(): void {}

  private size(): Amount {
    if (!this.isNegative) return new Amount(this.low, this.high);
    return new Amount(0 - this.low, ~this.high + u64(this.low == 0));
  }

  private positive(): Amount {
    if (this.isNegative) revert("OVERFLOW", "an amount of a negative number");
    return this.size();
  }
}

function signed(size: Amount, isNegative: bool): Decimal {
  const low = load<u64>(changetype<usize>(size));
  const high = load<u64>(changetype<usize>(size), 8);
  if (!isNegative) {
    if (<i64>high < 0) overflow();
    return new Decimal(low, high);
  }
  if (high > 1 << 63 || (high == 1 << 63 && low > 0)) overflow();
  return new Decimal(0 - low, ~high + u64(low == 0));
}

/** a × b ÷ divisor with nothing lost in between, computed by the host. The divisor is not zero. */
function scaled(a: Amount, b: Amount, divisor: Amount, rounding: Rounding): Amount {
  const result = new Amount();
  const at = changetype<usize>(a);
  const by = changetype<usize>(b);
  if (host.mul_div_128(at, 16, by, 16, changetype<usize>(divisor), 16, rounding, changetype<usize>(result), 16) < 0) overflow();
  return result;
}

function power(exponent: i32): Amount {
  let result: u64 = 1;
  for (let i = 0; i < exponent; i++) result *= 10;
  return new Amount(result);
}

function overflow(): void {
  revert("OVERFLOW", "a number is outside of what a Decimal or Amount can hold");
}

function badDecimal(text: string): void {
  revert("BAD_DECIMAL", text + " is no number of at most 18 decimals");
}
