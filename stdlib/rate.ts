// Rates: parts of an amount in basis points, ten thousandths; by the year for interest.
import { Amount } from "./amount";
import { Day, DayCount } from "./day";

const WHOLE: u64 = 10_000;

/** Rates in basis points: 125 is 1.25 %. Whatever is not whole is rounded half to even (ISO 80000-1 B, rule A). */
export abstract class Rate {
  /** So many basis points of an amount. Reverts OVERFLOW. */
  static of(amount: Amount, basisPoints: u32): Amount {
    return amount.mulDiv<u64, u64>(basisPoints, WHOLE);
  }

  /** Simple interest at so many basis points a year, for the days between by a convention. Reverts BAD_DAY if the second day comes first. */
  static interest(amount: Amount, basisPoints: u32, from: u32, to: u32, convention: DayCount): Amount {
    const days = Day.between(from, to, convention);
    return amount.mulDiv<u64, u64>(<u64>basisPoints * days, WHOLE * Day.yearOf(convention));
  }

  /** What an amount that is due later is worth now: the amount less simple interest on it. Reverts OVERFLOW if that is more than the amount. */
  static discounted(amount: Amount, basisPoints: u32, from: u32, to: u32, convention: DayCount): Amount {
    return amount.minus(Rate.interest(amount, basisPoints, from, to, convention));
  }
}
