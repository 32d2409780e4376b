// The schedule of a debt, in whole minor units; the last instalment takes what rounding leaves.
import { Amount, Day, DayCount, Decimal, Rate, Rounding } from "tally";
import { Debt, Instalment } from "./model";
import { DAY_COUNT, PLAN, PLAN_ANNUITY, PLAN_EQUAL_PRINCIPAL } from "./options";

/** Hundredths of a percent in a whole, times months of a year. */
const WHOLE_YEAR: u64 = 120_000;

/** Simple interest on an amount between two days, rounded half to even. */
export function interestOf(amount: Amount, basisPoints: u32, from: u32, to: u32): Amount {
  return Rate.interest(amount, basisPoints, from, to, <DayCount>DAY_COUNT);
}

/** Every instalment is due a month after the one before; interest is that of its own period, on what is left of the principal. */
export function scheduleOf(debt: Debt): Instalment[] {
  const list: Instalment[] = [];
  const level = levelOf(debt);
  let left = debt.principal;
  let from = debt.start;
  for (let i: u32 = 0; i < debt.count; i++) {
    const due = Day.addMonths(debt.firstDue, i);
    const interest = interestOf(left, debt.rate, from, due);
    const principal = i + 1 == debt.count ? left : principalOf(level, interest, left);
    list.push(new Instalment(i + 1, due, principal, interest, principal.plus(interest)));
    left = left.minus(principal);
    from = due;
  }
  return list;
}

/** What all instalments but the last have in common: the total of an annuity, otherwise the part of the principal. */
function levelOf(debt: Debt): Amount {
  if (PLAN == PLAN_ANNUITY && debt.rate > 0) return annuityOf(debt);
  if (PLAN == PLAN_ANNUITY || PLAN == PLAN_EQUAL_PRINCIPAL) return debt.principal.over(Amount.of(debt.count));
  return Amount.zero;
}

function principalOf(level: Amount, interest: Amount, left: Amount): Amount {
  if (PLAN != PLAN_ANNUITY) return level;
  // A long first period can have more interest than the level total.
  if (level <= interest) return Amount.zero;
  const principal = level.minus(interest);
  return principal < left ? principal : left;
}

/** principal × i × (1 + i)^count ÷ ((1 + i)^count − 1), where i is a twelfth of the yearly rate; 18 digits in between. */
function annuityOf(debt: Debt): Amount {
  const monthly = Decimal.ratio(Amount.of(debt.rate), Amount.of(WHOLE_YEAR));
  const growth = Decimal.one + monthly;
  let power = Decimal.one;
  for (let i: u32 = 0; i < debt.count; i++) power = power * growth;
  return (monthly * power / (power - Decimal.one)).ofAmount(debt.principal, Rounding.HalfEven);
}
