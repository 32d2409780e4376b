// What holds for goods, loan and state together, whatever happened.
import { Amount, require } from "tally";
import { Debt, Goods, Payment, Purpose, State } from "./types";

/** Refuses if goods or money were lost or made, or if the state is not theirs. */
export function checkWhole(stage: State, goods: Goods, debt: Debt, payment: Payment | null, cureBy: u32): void {
  const elsewhere = goods.withdrawn + goods.spoiled + goods.sold;
  require(goods.received == goods.pledged + goods.free + elsewhere, "GOODS", "units were lost or made");
  const parts = debt.owed.plus(debt.repaid).plus(debt.recovered).plus(debt.writtenOff);
  require(parts == debt.lent, "LOAN", "the loan is not the sum of what became of it");
  require((stage == State.MARGIN_CALL) == (cureBy != 0), "STATE", "a margin call is there by halves");
  checkSecurity(stage, goods, debt);
  checkPayment(stage, payment);
}

function checkSecurity(stage: State, goods: Goods, debt: Debt): void {
  const isSecured = stage == State.PLEDGED || stage == State.MARGIN_CALL || stage == State.DEFAULTED;
  const isClaimed = !debt.owed.isZero || !debt.interest.isZero;
  require(isClaimed == isSecured, "SECURITY", "a claim without security, or security without a claim");
  if (!isSecured && stage != State.OFFERED) require(goods.pledged == 0, "SECURITY", "goods are pledged for nothing");
  if (stage == State.DRAFT) require(goods.received == 0, "STATE", "a draft has goods");
  if (stage < State.PLEDGED) require(debt.lent.isZero, "STATE", "money was lent before the pledge");
  if (stage != State.RELEASED) require(debt.surplus.isZero, "SURPLUS", "a surplus is held back");
  if (stage == State.CLOSED) require(goods.free == 0, "STATE", "goods are left in a closed warehouse");
}

function checkPayment(stage: State, payment: Payment | null): void {
  if (payment === null) return;
  require(!payment.amount.isZero, "PAYMENT", "a payment of nothing waits");
  require(stage != State.CLOSED && stage != State.DRAFT && stage != State.ISSUED, "PAYMENT", "a payment waits for nothing");
  require((payment.purpose == Purpose.LOAN) == (stage == State.OFFERED), "PAYMENT", "a loan is paid out before the pledge");
  if (payment.purpose == Purpose.SURPLUS) require(stage == State.RELEASED, "PAYMENT", "a surplus is paid out at the end");
}
