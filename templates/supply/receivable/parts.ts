// What holds for all parts together, whatever happened.
import { Amount, require } from "tally";
import { Part, PartState, State, Terms } from "./types";

export const MOST_PARTS: u32 = 64;

/** Refuses if parts and totals do not add up, or if a part is what none can be. */
export function checkParts(parts: Part[], terms: Terms, stage: State, open: Amount, paid: Amount, annulled: Amount): void {
  require(<u32>parts.length <= MOST_PARTS, "PARTS", "there must be at most 64 parts");
  let openSum = Amount.zero;
  let paidSum = Amount.zero;
  let voidSum = Amount.zero;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    checkPart(part, terms);
    if (part.state == PartState.SETTLED) paidSum = paidSum.plus(part.amount);
    else if (part.state == PartState.CANCELLED) voidSum = voidSum.plus(part.amount);
    else openSum = openSum.plus(part.amount);
  }
  require(openSum == open && paidSum == paid && voidSum == annulled, "SUM", "the totals must be the sums of the parts");
  const all = openSum.plus(paidSum).plus(voidSum);
  require(all == (parts.length == 0 ? Amount.zero : terms.amount), "SUM", "the parts must add up to the amount");
  checkStage(stage, parts.length, open, paid, annulled);
}

function checkPart(part: Part, terms: Terms): void {
  require(!part.holder.isZero && part.holder != terms.obligor, "HOLDER", "each part must have one holder, who is not the obligor");
  require(part.tier > 0 && part.tier <= terms.maxTiers, "TIER", "no part may be deeper than the last tier");
  require(part.amount >= terms.minPart, "SMALL", "no part may be smaller than the smallest");
  const isOnOffer = part.state == PartState.OFFERED || part.state == PartState.PRICED;
  require(part.financier.isZero != isOnOffer && part.price.isZero != isOnOffer, "OFFER", "a part must have a financier and a price exactly while it is on offer");
  require(!(isOnOffer && part.financed), "TWICE", "a part that was financed must not be on offer again");
  require(part.price <= part.amount, "OFFER", "a price must not be above the amount of its part");
}

function checkStage(stage: State, count: i32, open: Amount, paid: Amount, annulled: Amount): void {
  if (stage == State.DRAFT) require(count == 0, "STATE", "a draft must have no parts");
  if (stage == State.SETTLED) require(open.isZero && !paid.isZero, "STATE", "a settled certificate must be paid in full");
  if (stage == State.CANCELLED) require(open.isZero && paid.isZero, "STATE", "nothing of a cancelled certificate may be open or paid");
  if (stage != State.CANCELLED) require(annulled.isZero, "STATE", "nothing of a certificate may be cancelled unless it is");
  const isRunning = stage == State.ISSUED || stage == State.LIVE || stage == State.OVERDUE;
  if (isRunning) require(!open.isZero, "STATE", "a running certificate must have something open");
}
