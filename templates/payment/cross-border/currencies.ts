// Minor units of currencies (ISO 4217, list one), and one currency's amount in another.
import { Amount, Decimal, Rounding } from "tally";

const WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND";

/** Whether it is three capital letters. */
export function isCurrency(code: string): bool {
  if (code.length != 3) return false;
  for (let i = 0; i < 3; i++) {
    const letter = code.charCodeAt(i);
    if (letter < 65 || letter > 90) return false;
  }
  return true;
}

/** Digits of a minor unit behind the point. */
export function decimalsOf(code: string): i32 {
  if (WITHOUT.includes(code)) return 0;
  if (THOUSANDTHS.includes(code)) return 3;
  return code == "CLF" || code == "UYW" ? 4 : 2;
}

/** An amount at a rate, units of `to` for one unit of `from`, in whole minor units of `to`, rounded down once. */
export function converted(amount: Amount, rate: Decimal, from: string, to: string): Amount {
  const more = decimalsOf(to) - decimalsOf(from);
  if (more >= 0) return rate.ofAmount(amount.times(power(more)), Rounding.Down);
  // Rounding down twice in a row is rounding down once.
  return rate.ofAmount(amount, Rounding.Down).over(power(-more));
}

function power(exponent: i32): Amount {
  let result: u64 = 1;
  for (let i = 0; i < exponent; i++) result *= 10;
  return Amount.of(result);
}
