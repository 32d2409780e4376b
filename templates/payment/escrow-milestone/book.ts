// What the escrow knows, tells, and proves of itself; the contract beside it says who may change it.
import { Address, Amount, Context, require, Value, Vec } from "tally";
import { Cash } from "./cash";
import { Done, Funded, PaidOut, Settled } from "./events";
import { Milestone, Payout, Progress, Stage, State, Terms } from "./model";
import { SETTLEMENT, SETTLEMENT_TOKEN } from "./options";

/** Milestones, at most; every loop of the contract is over them or what they paid out. */
const MOST: i32 = 12;
/** Days from the agreement to the deadline, at most. */
const LONGEST: u32 = 3_650;

/** State, views and bookkeeping. */
export abstract class Book {
  protected agreed: Value<Terms>;
  protected current: Value<State>;
  protected items: Vec<Progress>;
  protected outgoing: Vec<Payout>;
  protected open: Value<u32>;
  protected disputes: Value<u32>;
  protected unconfirmed: Value<u32>;
  protected paidIn: Value<Amount>;
  protected kept: Value<Amount>;
  protected toPayee: Value<Amount>;
  protected toPayer: Value<Amount>;
  protected fundingId: Value<string>;
  protected fundingUetr: Value<string>;

  @view
  state(): State {
    return this.current.value;
  }

  @view
  terms(): Terms {
    return this.agreed.value;
  }

  @view
  payerId(): string {
    return this.agreed.value.payerId;
  }

  @view
  payeeId(): string {
    return this.agreed.value.payeeId;
  }

  @view
  arbiterId(): string {
    return this.agreed.value.arbiterId;
  }

  /** The milestones as they stand. */
  @view
  milestones(): Progress[] {
    return this.items.page(0, MOST);
  }

  /** What left the escrow, in its order. */
  @view
  payouts(): Payout[] {
    return this.outgoing.page(0, 2 * MOST);
  }

  /** EndToEndId of the payment in, empty if there is none. */
  @view
  fundingEndToEndId(): string {
    return this.fundingId.value;
  }

  /** UETR of the payment in, empty if there is none. */
  @view
  fundingReference(): string {
    return this.fundingUetr.value;
  }

  /** The first day on which anybody may release a milestone, 0 if none is reported as delivered. */
  @view
  nextRelease(): u32 {
    return this.firstDay(Stage.DELIVERED, this.agreed.value.disputeDays);
  }

  /** The first day on which anybody may have a disputed milestone divided by halves, 0 if none is in dispute. */
  @view
  nextDivision(): u32 {
    return this.firstDay(Stage.DISPUTED, this.agreed.value.decisionDays);
  }

  /** The first day on which anybody may cancel what was not paid in. */
  @view
  cancelFrom(): u32 {
    return this.agreed.value.fundBy + 1;
  }

  /** The first day on which the payer may take back what is not delivered. */
  @view
  refundFrom(): u32 {
    return this.agreed.value.deadline + 1;
  }

  @view
  funded(): Amount {
    return this.paidIn.value;
  }

  @view
  held(): Amount {
    return this.kept.value;
  }

  @view
  released(): Amount {
    return this.toPayee.value;
  }

  @view
  refunded(): Amount {
    return this.toPayer.value;
  }

  /** Adds everything up again from milestones and payouts, and refuses if it does not agree with what is told. */
  @view
  invariants(): void {
    const state = this.current.value;
    let pending = Amount.zero;
    let released = Amount.zero;
    let refunded = Amount.zero;
    let open: u32 = 0;
    let disputes: u32 = 0;
    for (let i: u32 = 0; i < this.items.length; i++) {
      const item = this.items.get(i);
      if (item.isPending) {
        pending = pending.plus(item.amount);
        open++;
        disputes += u32(item.stage == Stage.DISPUTED);
      } else {
        released = released.plus(item.toPayee);
        refunded = refunded.plus(item.amount.minus(item.toPayee));
      }
    }
    const isFunded = state >= State.FUNDED && state <= State.DONE;
    const held = isFunded ? pending : Amount.zero;
    require(this.paidIn.value == held.plus(released).plus(refunded), "SUM", "what was paid in must be held, released or refunded");
    require(this.kept.value == held, "HELD", "what is held must be the money of the milestones that are not settled");
    require(this.toPayee.value == released && this.toPayer.value == refunded, "SHARES", "what went out must be what the settled milestones say");
    this.checkPayouts(released.plus(refunded));
    require(open == this.open.value && disputes == this.disputes.value, "COUNTS", "milestones and disputes must be counted rightly");
    require((state == State.DISPUTED) == (disputes > 0), "STATE", "the escrow must be in dispute exactly while a milestone is");
    require(!isFunded || (open > 0) == (state <= State.DISPUTED), "STATE", "the escrow must go on exactly as long as a milestone is not settled");
  }

  private checkPayouts(gone: Amount): void {
    let sum = Amount.zero;
    let unconfirmed: u32 = 0;
    for (let i: u32 = 0; i < this.outgoing.length; i++) {
      const paid = this.outgoing.get(i);
      sum = sum.plus(paid.amount);
      unconfirmed += u32(!paid.confirmed);
    }
    require(sum == gone, "PAYOUTS", "what was settled must be paid out exactly once");
    require(unconfirmed == this.unconfirmed.value, "COUNTS", "unconfirmed payouts must be counted rightly");
    require(this.current.value != State.DONE || unconfirmed == 0, "STATE", "the escrow must not be done before every payout has arrived");
  }

  protected checkParties(terms: Terms): void {
    const payer = terms.payer;
    const payee = terms.payee;
    const arbiter = terms.arbiter;
    require(!payer.isZero && !payee.isZero && payer != payee, "BAD_PARTIES", "payer and payee must be two different parties");
    require(arbiter != payer && arbiter != payee, "BAD_ARBITER", "the dispute reviewer must be neither the payer nor the payee");
    require(isId(terms.payerId) && isId(terms.payeeId), "BAD_ID", "payer and payee must each have an identifier of 18 or 20 characters");
    require(arbiter.isZero == (terms.arbiterId.length == 0), "BAD_ID", "an identifier of the dispute reviewer must be given if there is one, and only then");
    require(arbiter.isZero || isId(terms.arbiterId), "BAD_ID", "the dispute reviewer must have an identifier of 18 or 20 characters");
    require(terms.token.isZero == (SETTLEMENT != SETTLEMENT_TOKEN), "BAD_TOKEN", "a token must be named if payment is by token, and only then");
  }

  protected checkTerms(terms: Terms): void {
    const today = Context.day;
    const number = terms.number.length;
    require(number > 0 && number <= 35, "BAD_NUMBER", "the contract number must have 1 to 35 characters");
    require(terms.currency.length == 3, "BAD_CURRENCY", "the currency must be a code of three letters (ISO 4217)");
    require(!terms.amount.isZero, "BAD_AMOUNT", "the price must be more than zero");
    require(terms.fundBy >= today, "BAD_FUND_BY", "the last day for paying in must not be before today");
    require(terms.deadline > terms.fundBy, "BAD_DEADLINE", "the deadline must be after the last day for paying in");
    require(terms.deadline <= today + LONGEST, "BAD_DEADLINE", "the deadline must be within ten years (3,650 days)");
    require(terms.disputeDays >= 1 && terms.disputeDays <= 90, "BAD_DISPUTE_DAYS", "the days for a dispute must be 1 to 90");
    require(terms.decisionDays >= 1 && terms.decisionDays <= 365, "BAD_DECISION_DAYS", "the days for a decision must be 1 to 365");
  }

  protected plan(milestones: Milestone[], terms: Terms): void {
    require(milestones.length >= 1 && milestones.length <= MOST, "BAD_MILESTONES", "there must be 1 to 12 milestones");
    let sum = Amount.zero;
    for (let i = 0; i < milestones.length; i++) {
      const each = milestones[i];
      require(each.title.length >= 1 && each.title.length <= 80, "BAD_TITLE", "what is delivered for a milestone must be named in 1 to 80 characters");
      require(!each.amount.isZero, "BAD_AMOUNT", "the payment for a milestone must be more than zero");
      require(each.due > Context.day && each.due <= terms.deadline, "BAD_DUE", "a milestone must be due after today, and by the deadline at the latest");
      const number = <u32>i + 1;
      this.items.push(new Progress(number, each.title, each.amount, each.due, Stage.PLANNED, Context.day, Amount.zero, new Uint8Array(0)));
      sum = sum.plus(each.amount);
    }
    require(sum == terms.amount, "MILESTONES_SUM", "the milestones add up to " + sum.toString() + ", which is not the price");
    this.open.value = milestones.length;
  }

  protected hold(terms: Terms): void {
    this.paidIn.value = terms.amount;
    this.kept.value = terms.amount;
    this.current.value = State.FUNDED;
    new Funded(terms.amount).emit();
  }

  protected move(item: Progress, stage: Stage): void {
    item.stage = stage;
    item.since = Context.day;
    this.items.set(item.number - 1, item);
  }

  protected settle(item: Progress, stage: Stage, toPayee: Amount): void {
    if (item.stage == Stage.DISPUTED) this.disputes.value -= 1;
    item.toPayee = toPayee;
    this.move(item, stage);
    this.open.value -= 1;
    new Settled(item.number, toPayee, item.amount.minus(toPayee), Context.caller).emit();
  }

  // All is written before a token is called: whatever that calls in turn finds nothing to take.
  protected payOut(toPayee: Amount, toPayer: Amount): void {
    const terms = this.agreed.value;
    this.kept.value = this.kept.value.minus(toPayee).minus(toPayer);
    this.toPayee.value = this.toPayee.value.plus(toPayee);
    this.toPayer.value = this.toPayer.value.plus(toPayer);
    this.order(terms.payee, toPayee);
    this.order(terms.payer, toPayer);
    this.proceed();
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      const cash = new Cash(terms.token);
      cash.pay(terms.payee, toPayee);
      cash.pay(terms.payer, toPayer);
    }
  }

  private order(to: Address, amount: Amount): void {
    if (amount.isZero) return;
    const isPaid = SETTLEMENT == SETTLEMENT_TOKEN;
    const number = this.outgoing.length + 1;
    this.outgoing.push(new Payout(number, to, amount, Context.day, isPaid, "", ""));
    if (!isPaid) this.unconfirmed.value += 1;
    new PaidOut(number, to, amount).emit();
  }

  /** Brings the state up to what milestones and payouts say. */
  protected proceed(): void {
    if (this.open.value > 0) {
      this.current.value = this.disputes.value > 0 ? State.DISPUTED : State.FUNDED;
    } else if (this.unconfirmed.value > 0) {
      this.current.value = State.SETTLING;
    } else {
      this.current.value = State.DONE;
      new Done(this.toPayee.value, this.toPayer.value).emit();
    }
  }

  protected checkCaller(who: Address, code: string, message: string): void {
    require(Context.caller == who && !who.isZero, code, message);
  }

  protected checkFunding(): void {
    this.checkCaller(this.agreed.value.payee, "NOT_PAYEE", "only the payee may say whether the money arrived");
    require(this.current.value == State.FUNDING, "NOT_FUNDING", "no payment by the payer waits to be confirmed");
  }

  protected checkHeld(): void {
    const state = this.current.value;
    require(state == State.FUNDED || state == State.DISPUTED, "NOT_HELD", "no money is in escrow");
  }

  protected checkReason(reason: string): void {
    require(reason.length >= 1 && reason.length <= 280, "BAD_REASON", "the reason must have 1 to 280 characters");
  }

  protected pending(milestone: u32): Progress {
    this.checkHeld();
    require(milestone >= 1 && milestone <= this.items.length, "UNKNOWN", "there is no milestone " + milestone.toString());
    const item = this.items.get(milestone - 1);
    require(item.isPending, "SETTLED", "the milestone is settled already");
    return item;
  }

  protected disputed(milestone: u32): Progress {
    const item = this.pending(milestone);
    require(item.stage == Stage.DISPUTED, "NO_DISPUTE", "the milestone is not in dispute");
    return item;
  }

  private firstDay(stage: Stage, days: u32): u32 {
    let first: u32 = 0;
    for (let i: u32 = 0; i < this.items.length; i++) {
      const item = this.items.get(i);
      const day = item.since + days + 1;
      if (item.stage == stage && (first == 0 || day < first)) first = day;
    }
    return first;
  }
}

/** A unified social credit code has 18 characters, an LEI 20; check digits are looked at by whoever fills the template in. */
function isId(id: string): bool {
  return id.length == 18 || id.length == 20;
}
