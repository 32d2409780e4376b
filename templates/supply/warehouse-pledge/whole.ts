// What holds for goods, loan and state together, whatever happened.
import { Amount, require } from "tally";
import { Debt, Goods, Payment, Purpose, State } from "./types";

/** Refuses if goods or money were lost or made, or if the state is not theirs. */
export function checkWhole(stage: State, goods: Goods, debt: Debt, payment: Payment | null, cureBy: u32): void {
  const elsewhere = goods.withdrawn + goods.spoiled + goods.sold;
  require(goods.received == goods.pledged + goods.free + elsewhere, "GOODS", "units received must be pledged, free, withdrawn, spoiled or sold");
  const parts = debt.owed.plus(debt.repaid).plus(debt.recovered).plus(debt.writtenOff);
  require(parts == debt.lent, "LOAN", "the loan must be owed, repaid, recovered or written off");
  require((stage == State.MARGIN_CALL) == (cureBy != 0), "STATE", "there must be a day for restoring the cover exactly while there is a margin call");
  checkSecurity(stage, goods, debt);
  checkPayment(stage, payment);
}

function checkSecurity(stage: State, goods: Goods, debt: Debt): void {
  const isSecured = stage == State.PLEDGED || stage == State.MARGIN_CALL || stage == State.DEFAULTED;
  const isClaimed = !debt.owed.isZero || !debt.interest.isZero;
  require(isClaimed == isSecured, "SECURITY", "there must be a claim exactly while goods secure it");
  if (!isSecured && stage != State.OFFERED) require(goods.pledged == 0, "SECURITY", "no goods may be pledged for nothing");
  if (stage == State.DRAFT) require(goods.received == 0, "STATE", "a draft must have no goods");
  if (stage < State.PLEDGED) require(debt.lent.isZero, "STATE", "nothing may count as lent before the loan is paid out");
  if (stage != State.RELEASED) require(debt.surplus.isZero, "SURPLUS", "there may be a surplus only after the pledge has ended");
  if (stage == State.CLOSED) require(goods.free == 0, "STATE", "no goods may be left once the pledge is closed");
}

function checkPayment(stage: State, payment: Payment | null): void {
  if (payment === null) return;
  require(!payment.amount.isZero, "PAYMENT", "a payment that waits must be more than zero");
  require(stage != State.CLOSED && stage != State.DRAFT && stage != State.ISSUED, "PAYMENT", "no payment may wait in this state");
  require((payment.purpose == Purpose.LOAN) == (stage == State.OFFERED), "PAYMENT", "while the goods are offered a loan may wait to be confirmed, and then only");
  if (payment.purpose == Purpose.SURPLUS) require(stage == State.RELEASED, "PAYMENT", "a surplus may be paid out only after the pledge has ended");
}
