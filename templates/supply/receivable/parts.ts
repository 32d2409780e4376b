// What holds for all parts together, whatever happened.
import { Amount, require } from "tally";
import { Part, PartState, State, Terms } from "./types";

export const MOST_PARTS: u32 = 64;

/** Refuses if parts and totals do not add up, or if a part is what none can be. */
export function checkParts(parts: Part[], terms: Terms, stage: State, open: Amount, paid: Amount, annulled: Amount): void {
  require(<u32>parts.length <= MOST_PARTS, "PARTS", "there are more than 64 parts");
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
  require(openSum == open && paidSum == paid && voidSum == annulled, "SUM", "the totals are not the sums of the parts");
  const all = openSum.plus(paidSum).plus(voidSum);
  require(all == (parts.length == 0 ? Amount.zero : terms.amount), "SUM", "the parts are not the amount");
  checkStage(stage, parts.length, open, paid, annulled);
}

function checkPart(part: Part, terms: Terms): void {
  require(!part.holder.isZero && part.holder != terms.obligor, "HOLDER", "each part has one holder, who is not the obligor");
  require(part.tier > 0 && part.tier <= terms.maxTiers, "TIER", "a part is deeper than the last tier");
  require(part.amount >= terms.minPart, "SMALL", "a part is smaller than the smallest");
  const isOnOffer = part.state == PartState.OFFERED || part.state == PartState.PRICED;
  require(part.financier.isZero != isOnOffer && part.price.isZero != isOnOffer, "OFFER", "an offer is there by halves");
  require(!(isOnOffer && part.financed), "TWICE", "a part that was financed is on offer again");
  require(part.price <= part.amount, "OFFER", "a price is above the amount");
}

function checkStage(stage: State, count: i32, open: Amount, paid: Amount, annulled: Amount): void {
  if (stage == State.DRAFT) require(count == 0, "STATE", "a draft has parts");
  if (stage == State.SETTLED) require(open.isZero && !paid.isZero, "STATE", "what is settled is unpaid");
  if (stage == State.CANCELLED) require(open.isZero && paid.isZero, "STATE", "what is cancelled is open or paid");
  if (stage != State.CANCELLED) require(annulled.isZero, "STATE", "something is cancelled that is not");
  const isRunning = stage == State.ISSUED || stage == State.LIVE || stage == State.OVERDUE;
  if (isRunning) require(!open.isZero, "STATE", "a running certificate has nothing open");
}
