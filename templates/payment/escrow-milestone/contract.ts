// Milestone escrow: the payer's money is held until milestones are delivered, and goes to the payee in parts or back.
import { Address, Amount, Bytes, Context, Day, require } from "tally";
import { Book } from "./book";
import { Cash } from "./cash";
import { Agreed, Cancelled, Delivered, Disputed, FundingRecorded, FundingRejected, Objected, PayoutConfirmed } from "./events";
import { Milestone, Progress, Stage, State, Terms } from "./model";
import { SETTLEMENT, SETTLEMENT_TOKEN } from "./options";
import { checkReferences } from "./references";

/**
 * One escrow. Money can leave it from every state in which some is held: the payee may give back and the payer may release at any time, and
 * what neither does follows from the days that passed. Milestones and payouts are numbered from 1. Days count from 1970-01-01 UTC, and a
 * period ends with the end of its last day.
 */
@contract("escrow-milestone", "1.0.0")
export class EscrowMilestone extends Book {
  /** Fixes the terms. Whoever deploys it gets no rights by that. */
  @init
  setup(
    payer: Address,
    payerId: string,
    payee: Address,
    payeeId: string,
    arbiter: Address,
    arbiterId: string,
    number: string,
    currency: string,
    amount: Amount,
    milestones: Milestone[],
    fundBy: u32,
    deadline: u32,
    disputeDays: u32,
    decisionDays: u32,
    token: Address,
  ): void {
    const terms = new Terms(
      payer, payerId, payee, payeeId, arbiter, arbiterId, number, currency, amount, fundBy, deadline, disputeDays, decisionDays, token,
    );
    this.checkParties(terms);
    this.checkTerms(terms);
    this.agreed.value = terms;
    this.current.value = State.OPEN;
    this.plan(milestones, terms);
    new Agreed(number, payer, payee, amount).emit();
  }

  /** The payer pays the whole amount in: with the token at once, by bank as a statement that the payee confirms. */
  @mutate
  fund(endToEndId: string, uetr: string): void {
    const terms = this.agreed.value;
    this.checkCaller(terms.payer, "NOT_PAYER", "only the payer may pay in");
    require(this.current.value == State.OPEN, "NOT_OPEN", "the price was paid in or recorded already, or the agreement was cancelled");
    require(Context.day <= terms.fundBy, "TOO_LATE", "the last day for paying in was " + Day.text(terms.fundBy));
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      this.hold(terms);
      new Cash(terms.token).pull(terms.payer, terms.amount);
    } else {
      checkReferences(endToEndId, uetr);
      this.fundingId.value = endToEndId;
      this.fundingUetr.value = uetr;
      this.current.value = State.FUNDING;
      new FundingRecorded(endToEndId, uetr).emit();
    }
  }

  /** The payee has seen the whole amount on the escrow account. */
  @mutate
  confirmFunding(): void {
    this.checkFunding();
    this.hold(this.agreed.value);
  }

  /** The payee has not seen it: the payer may pay in again, or record it better. */
  @mutate
  rejectFunding(reason: string): void {
    this.checkFunding();
    this.checkReason(reason);
    this.current.value = State.OPEN;
    this.fundingId.value = "";
    this.fundingUetr.value = "";
    new FundingRejected(reason).emit();
  }

  /** Ends it before anything is held: by the payer, by the payee as long as nobody says to have paid, by anybody once it is too late to. */
  @mutate
  cancel(): void {
    const terms = this.agreed.value;
    const state = this.current.value;
    require(state == State.OPEN || state == State.FUNDING, "NOT_OPEN", "the price is in escrow already, or the agreement has ended");
    if (Context.caller != terms.payer) {
      require(state == State.OPEN, "FUNDING", "the payer has recorded a payment, which the payee must confirm or reject first");
      const isLate = Context.day > terms.fundBy;
      require(isLate || Context.caller == terms.payee, "NOT_PARTY", "only the parties may cancel before the last day for paying in has passed");
    }
    this.current.value = State.CANCELLED;
    new Cancelled(Context.caller).emit();
  }

  /** The payee reports a milestone as delivered, with the SHA-256 of what proves it. */
  @mutate
  deliver(milestone: u32, evidence: Bytes): void {
    const terms = this.agreed.value;
    this.checkCaller(terms.payee, "NOT_PAYEE", "only the payee may report a delivery");
    const item = this.pending(milestone);
    require(item.stage == Stage.PLANNED, "NOT_PLANNED", "the delivery was reported already, or the milestone is in dispute");
    require(evidence.length == 32, "BAD_HASH", "the evidence must be given by its SHA-256 hash, which has 32 bytes");
    require(Context.day <= terms.deadline, "TOO_LATE", "the last day for reporting a delivery was " + Day.text(terms.deadline));
    item.evidence = evidence;
    this.move(item, Stage.DELIVERED);
    new Delivered(milestone, evidence, Context.day > item.due).emit();
  }

  /** The payee gets the money of a milestone: from the payer at any time, by anybody if its delivery was not disputed in time. */
  @mutate
  release(milestone: u32): void {
    const terms = this.agreed.value;
    const item = this.pending(milestone);
    if (Context.caller != terms.payer) {
      require(item.stage == Stage.DELIVERED, "NOT_PAYER", "only the payer may release a milestone that is not reported as delivered, or is in dispute");
      const last = item.since + terms.disputeDays;
      require(Context.day > last, "TOO_EARLY", "the payer may dispute the delivery until " + Day.text(last));
    }
    this.settle(item, Stage.RELEASED, item.amount);
    this.payOut(item.amount, Amount.zero);
  }

  /**
   * A party calls the arbiter. Without an arbiter the payer's objection undoes the report of delivery. A delivery can be disputed for
   * `disputeDays`, what is not delivered until the deadline.
   */
  @mutate
  dispute(milestone: u32, reason: string): void {
    const terms = this.agreed.value;
    const isPayer = Context.caller == terms.payer;
    require(isPayer || Context.caller == terms.payee, "NOT_PARTY", "only the payer and the payee may do this");
    const item = this.pending(milestone);
    this.checkReason(reason);
    require(item.stage != Stage.DISPUTED, "DISPUTED", "the milestone is in dispute already");
    const isDelivered = item.stage == Stage.DELIVERED;
    const last = isDelivered ? item.since + terms.disputeDays : terms.deadline;
    require(Context.day <= last, "TOO_LATE", "the last day for a dispute was " + Day.text(last));
    if (terms.arbiter.isZero) {
      require(isPayer && isDelivered, "NO_ARBITER", "there is no dispute reviewer: only the payer may object, and only to a reported delivery");
      this.move(item, Stage.PLANNED);
      new Objected(milestone, reason).emit();
    } else {
      this.move(item, Stage.DISPUTED);
      this.disputes.value += 1;
      this.current.value = State.DISPUTED;
      new Disputed(milestone, Context.caller, reason).emit();
    }
  }

  /** The arbiter divides the money of a milestone: the payee gets this much, the payer the rest. */
  @mutate
  decide(milestone: u32, toPayee: Amount): void {
    this.checkCaller(this.agreed.value.arbiter, "NOT_ARBITER", "only the dispute reviewer may decide");
    const item = this.disputed(milestone);
    require(toPayee <= item.amount, "TOO_MUCH", "there is only " + item.amount.toString() + " to divide");
    this.divideTo(item, toPayee);
  }

  /** By anybody once the arbiter has not decided in `decisionDays`: half to each, an odd minor unit to the payee. */
  @mutate
  divide(milestone: u32): void {
    const item = this.disputed(milestone);
    const last = item.since + this.agreed.value.decisionDays;
    require(Context.day > last, "TOO_EARLY", "the dispute reviewer may decide until " + Day.text(last));
    this.divideTo(item, item.amount.minus(item.amount.over(Amount.of(2))));
  }

  /**
   * The payer gets back what is left: all that is held from the payee, at any time; from the payer itself after the deadline, what is
   * neither delivered nor in dispute.
   */
  @mutate
  refund(): void {
    const terms = this.agreed.value;
    this.checkHeld();
    const isPayee = Context.caller == terms.payee;
    if (!isPayee) {
      this.checkCaller(terms.payer, "NOT_PARTY", "only the payer and the payee may do this");
      require(Context.day > terms.deadline, "TOO_EARLY", "the payer may take money back from " + Day.text(terms.deadline + 1) + " on");
    }
    let sum = Amount.zero;
    for (let i: u32 = 0; i < this.items.length; i++) {
      const item = this.items.get(i);
      if (!item.isPending || (!isPayee && item.stage != Stage.PLANNED)) continue;
      this.settle(item, Stage.REFUNDED, Amount.zero);
      sum = sum.plus(item.amount);
    }
    require(!sum.isZero, "NOTHING", "all that is held is for milestones that are reported as delivered, or in dispute");
    this.payOut(Amount.zero, sum);
  }

  /**
   * The receiver of a payout says under which references it arrived. If it stays silent for `disputeDays`, the other party may say so in
   * its place. Only where banks pay: a token pays at once.
   */
  @mutate
  confirmPayout(payout: u32, endToEndId: string, uetr: string): void {
    const terms = this.agreed.value;
    const caller = Context.caller;
    require(caller == terms.payer || caller == terms.payee, "NOT_PARTY", "only the payer and the payee may do this");
    require(payout >= 1 && payout <= this.outgoing.length, "UNKNOWN", "there is no payout " + payout.toString());
    const paid = this.outgoing.get(payout - 1);
    require(!paid.confirmed, "CONFIRMED", "the payout was confirmed already");
    const last = paid.day + terms.disputeDays;
    require(caller == paid.to || Context.day > last, "TOO_EARLY", "until " + Day.text(last) + " only the receiver may confirm the payout");
    checkReferences(endToEndId, uetr);
    paid.confirmed = true;
    paid.endToEndId = endToEndId;
    paid.uetr = uetr;
    this.outgoing.set(payout - 1, paid);
    this.unconfirmed.value -= 1;
    new PayoutConfirmed(payout, caller, endToEndId, uetr).emit();
    this.proceed();
  }

  private divideTo(item: Progress, toPayee: Amount): void {
    this.settle(item, Stage.DIVIDED, toPayee);
    this.payOut(toPayee, item.amount.minus(toPayee));
  }
}
