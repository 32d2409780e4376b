// The book of a certificate: what is stored, what can be asked, and how parts change hands and are paid.
import { Amount, Context, DayCount, Map, Rate, require, Value } from "tally";
import * as events from "./events";
import { SETTLEMENT, SETTLEMENT_RECORDED } from "./options";
import { checkParts } from "./parts";
import { checkReferences } from "./payment";
import { Part, PartState, State, Terms } from "./types";

/** What a certificate knows, and the steps that its methods are made of. */
export class Book {
  protected stage: Value<State>;
  protected agreed: Value<Terms>;
  protected obligorIdentifier: Value<string>;
  protected supplierIdentifier: Value<string>;
  protected financierIdentifier: Value<string>;
  protected count: Value<u32>;
  protected list: Map<u32, Part>;
  protected open: Value<Amount>;
  protected paid: Value<Amount>;
  protected void: Value<Amount>;
  protected late: Value<Amount>;
  // Which part a payment was recorded for, by its UETR: one payment pays one part.
  protected references: Map<string, u32>;

  @view
  state(): State {
    return this.stage.value;
  }

  @view
  terms(): Terms {
    return this.agreed.value;
  }

  /** LEI of ISO 17442 or unified social credit code of GB 32100. */
  @view
  obligorId(): string {
    return this.obligorIdentifier.value;
  }

  @view
  supplierId(): string {
    return this.supplierIdentifier.value;
  }

  /** Empty if no financier is named. */
  @view
  financierId(): string {
    return this.financierIdentifier.value;
  }

  /** All parts, in the order in which they came to be; at most 64. */
  @view
  parts(): Part[] {
    const all = new Array<Part>();
    const count = this.count.value;
    for (let number: u32 = 1; number <= count; number++) all.push(this.list.get(number));
    return all;
  }

  @view
  partOf(part: u32): Part {
    return this.existing(part);
  }

  /** What the obligor has promised. */
  @view
  face(): Amount {
    return this.stage.value == State.DRAFT || this.count.value == 0 ? Amount.zero : this.agreed.value.amount;
  }

  @view
  outstanding(): Amount {
    return this.open.value;
  }

  @view
  settled(): Amount {
    return this.paid.value;
  }

  @view
  cancelled(): Amount {
    return this.void.value;
  }

  /** Late interest that was paid beside the amounts. */
  @view
  interestPaid(): Amount {
    return this.late.value;
  }

  /** Late interest on a part: as it was paid, or as it would be today. */
  @view
  lateInterest(part: u32): Amount {
    return this.interestOf(this.existing(part));
  }

  /** What the obligor would have to pay for a part today. */
  @view
  payable(part: u32): Amount {
    const owed = this.existing(part);
    return owed.isOpen ? owed.amount.plus(this.interestOf(owed)) : Amount.zero;
  }

  /** What a part is worth today at a yearly discount rate, actual/360: a hint for the price of an offer. */
  @view
  quote(part: u32, rate: u32): Amount {
    const due = this.agreed.value.due;
    const today = min(Context.day, due);
    return Rate.discounted(this.existing(part).amount, rate, today, due, DayCount.ACT_360);
  }

  /** The first day on which anybody can end what was not accepted. */
  @view
  lapseDay(): u32 {
    return this.agreed.value.acceptBy + 1;
  }

  /** The last day on which parts are split, passed on and offered. */
  @view
  lastTradeDay(): u32 {
    return this.agreed.value.due - 1;
  }

  /**
   * The last day on which parts are financed. A price that a bank pays is confirmed, contested or concluded by the due day, so that nothing
   * keeps the obligor from paying in time.
   */
  @view
  lastFinanceDay(): u32 {
    const terms = this.agreed.value;
    return SETTLEMENT == SETTLEMENT_RECORDED ? terms.due - terms.confirmDays - 1 : terms.due - 1;
  }

  /** The first day on which what is unpaid is late. */
  @view
  overdueDay(): u32 {
    return this.agreed.value.due + 1;
  }

  /** Refuses if anything does not add up over all parts. */
  @view
  invariants(): void {
    checkParts(this.parts(), this.agreed.value, this.stage.value, this.open.value, this.paid.value, this.void.value);
  }

  protected checkStage(stage: State): void {
    require(this.stage.value == stage, "WRONG_STATE", "the certificate is not in a state that allows this");
  }

  protected existing(part: u32): Part {
    require(part > 0 && part <= this.count.value, "NO_PART", "there is no part " + part.toString());
    return this.list.get(part);
  }

  /** A part that its holder, who calls, can dispose of. */
  protected tradable(part: u32): Part {
    const held = this.existing(part);
    this.checkStage(State.LIVE);
    require(held.holder == Context.caller, "NOT_HOLDER", "only the holder of the part may do this");
    require(Context.day < this.agreed.value.due, "DUE", "from the due day on parts can only be paid");
    require(held.state == PartState.HELD, "OFFERED", "the part is on offer, or its price is being paid");
    return held;
  }

  protected pending(part: u32): Part {
    const paid = this.existing(part);
    const isPending = paid.state == PartState.PRICED || paid.state == PartState.PAID;
    require(isPending, "NO_PAYMENT", "no payment for this part waits to be confirmed");
    return paid;
  }

  protected annul(): void {
    const stage = this.stage.value;
    require(stage == State.DRAFT || stage == State.ISSUED, "WRONG_STATE", "the certificate was accepted already, or has ended");
    const amount = this.open.value;
    this.stage.value = State.CANCELLED;
    if (stage == State.ISSUED) {
      const whole = this.list.get(1);
      whole.state = PartState.CANCELLED;
      this.list.set(1, whole);
      this.open.value = Amount.zero;
      this.void.value = amount;
    }
    new events.Cancelled(Context.caller, amount).emit();
  }

  protected takeReferences(part: Part, endToEndId: string, uetr: string): void {
    checkReferences(endToEndId, uetr, SETTLEMENT == SETTLEMENT_RECORDED);
    if (uetr.length > 0) {
      require(!this.references.has(uetr), "REUSED", "a payment with this UETR was recorded already");
      this.references.set(uetr, part.number);
    }
    part.paidOn = Context.day;
    part.endToEndId = endToEndId;
    part.uetr = uetr;
  }

  protected land(pending: Part): void {
    if (pending.state == PartState.PRICED) this.handOver(pending);
    else this.close(pending);
  }

  protected handOver(part: Part): void {
    const seller = part.holder;
    const price = part.price;
    part.holder = part.financier;
    part.financed = true;
    part.state = PartState.HELD;
    part.clearOffer();
    this.list.set(part.number, part);
    new events.Financed(part.number, part.holder, seller, price).emit();
  }

  protected close(part: Part): void {
    part.state = PartState.SETTLED;
    this.list.set(part.number, part);
    this.open.value = this.open.value.minus(part.amount);
    this.paid.value = this.paid.value.plus(part.amount);
    this.late.value = this.late.value.plus(part.interest);
    if (this.open.value.isZero) this.stage.value = State.SETTLED;
    new events.Settled(part.number, part.holder, part.amount, part.interest).emit();
  }

  protected interestOf(part: Part): Amount {
    if (!part.isOpen || part.state == PartState.PAID) return part.interest;
    const terms = this.agreed.value;
    if (Context.day <= terms.due) return Amount.zero;
    return Rate.interest(part.amount, terms.lateRate, terms.due, Context.day, DayCount.ACT_360);
  }
}
