// Instalments: a debt that is paid back by a schedule, early or late, and is called due when it is not.
import { Address, Amount, Context, Day, require } from "tally";
import { Book } from "./book";
import { Accepted, Agreed, Called, Cancelled, Overdue, PaymentDropped, WrittenOff } from "./events";
import { Debt, Kind, Parties, State } from "./model";

/**
 * One debt. The debtor pays in order, and can pay at once all that is left. Where banks pay, the debtor records a payment and the creditor
 * confirms it; what it pays for is reckoned by the day of the record. The contract holds no money at any time.
 */
@contract("instalments", "1.0.0")
export class Instalments extends Book {
  /** Fixes the terms and computes the schedule. Nothing is owed before the debtor accepts. */
  @init
  @inline
  setup(
    creditor: Address,
    creditorId: string,
    debtor: Address,
    debtorId: string,
    number: string,
    currency: string,
    principal: Amount,
    rate: u32,
    count: u32,
    start: u32,
    firstDue: u32,
    lateRate: u32,
    graceDays: u32,
    defaultDays: u32,
    confirmDays: u32,
    token: Address,
  ): void {
    this.begin(
      new Parties(creditor, creditorId, debtor, debtorId, number, currency, token),
      new Debt(principal, rate, count, start, firstDue, lateRate, graceDays, defaultDays, confirmDays),
    );
    new Agreed(number, creditor, debtor, principal).emit();
  }

  /** The debtor acknowledges the debt and its schedule, before the first instalment is due. */
  @mutate
  accept(): void {
    this.checkDebtor();
    require(this.current.value == State.AGREED, "NOT_AGREED", "the agreement was accepted or cancelled already");
    const debt = this.terms.value;
    require(Context.day < debt.firstDue, "TOO_LATE", "the first instalment is due, so the agreement can no longer be accepted");
    this.whole.value = debt.principal;
    this.left.value = debt.principal;
    this.current.value = State.ACTIVE;
    new Accepted(debt.principal).emit();
  }

  /** Ends it before the debtor has accepted: by the parties, by anybody from the first due day on. */
  @mutate
  cancel(): void {
    const who = this.who.value;
    require(this.current.value == State.AGREED, "NOT_AGREED", "the agreement was accepted or cancelled already");
    const isParty = Context.caller == who.creditor || Context.caller == who.debtor;
    require(isParty || Context.day >= this.terms.value.firstDue, "NOT_PARTY", "only the parties may cancel as long as the agreement can be accepted");
    this.current.value = State.CANCELLED;
    new Cancelled(Context.caller).emit();
  }

  /** The debtor pays the next instalment, early if it likes: exactly what `dueNow` tells, which has late interest in it. */
  @mutate
  pay(amount: Amount, endToEndId: string, uetr: string): void {
    this.checkDebtor();
    this.checkRunning();
    require(amount == this.nextOn(Context.day), "OTHER_AMOUNT", "the next instalment comes to " + this.nextOn(Context.day).toString() + " today");
    this.take(Kind.INSTALMENT, amount, endToEndId, uetr);
  }

  /** The debtor pays all that is left: exactly what `payOffNow` tells, which has interest to the day in it. */
  @mutate
  payOff(amount: Amount, endToEndId: string, uetr: string): void {
    this.checkDebtor();
    this.checkRunning();
    require(amount == this.allOn(Context.day), "OTHER_AMOUNT", "paying off all that is left takes " + this.allOn(Context.day).toString() + " today");
    this.take(Kind.PAY_OFF, amount, endToEndId, uetr);
  }

  /** The debtor pays part or all of what was called due; interest comes first. */
  @mutate
  repay(amount: Amount, endToEndId: string, uetr: string): void {
    this.checkDebtor();
    require(this.current.value == State.DEFAULTED, "NOT_DEFAULTED", "there is no debt that was called due");
    require(!amount.isZero, "NOTHING", "the payment must be more than zero");
    const owed = this.calledOn(Context.day).plus(this.left.value);
    require(amount <= owed, "TOO_MUCH", "no more than " + owed.toString() + " is owed today");
    this.take(Kind.PART, amount, endToEndId, uetr);
  }

  /** The creditor has the payment. If it stays silent for `confirmDays`, the debtor may say so in its place. */
  @mutate
  confirm(): void {
    const who = this.who.value;
    const paid = this.recorded();
    const isDebtor = Context.caller == who.debtor;
    require(isDebtor || Context.caller == who.creditor, "NOT_PARTY", "only the creditor and the debtor may do this");
    const last = paid.day + this.terms.value.confirmDays;
    require(!isDebtor || Context.day > last, "TOO_EARLY", "until " + Day.text(last) + " only the creditor may confirm the payment");
    this.used.set(paid.uetr, true);
    this.drop();
    this.book(paid.kind, paid.amount, paid.day);
  }

  /** The creditor has not got the payment. */
  @mutate
  reject(reason: string): void {
    this.checkCreditor();
    this.recorded();
    require(reason.length >= 1 && reason.length <= 280, "BAD_REASON", "the reason must have 1 to 280 characters");
    this.drop();
    new PaymentDropped(Context.caller, reason).emit();
  }

  /** The debtor takes a record back. */
  @mutate
  withdraw(): void {
    this.checkDebtor();
    this.recorded();
    this.drop();
    new PaymentDropped(Context.caller, "").emit();
  }

  /** By anybody once the next instalment is not paid after its days of grace. */
  @mutate
  markOverdue(): void {
    require(this.current.value == State.ACTIVE, "NOT_ACTIVE", "it is marked as overdue already, or there is no instalment to be paid");
    const item = this.plan.value[this.next.value];
    const last = item.due + this.terms.value.graceDays;
    require(Context.day > last, "TOO_EARLY", "the days of grace run until " + Day.text(last));
    this.checkNotRecordedBy(last);
    this.current.value = State.OVERDUE;
    new Overdue(item.number, item.due).emit();
  }

  /**
   * The creditor calls the rest due, `defaultDays` after the due day of an instalment that is overdue. A payment that was recorded in time
   * is to be confirmed or rejected before; one that was recorded later is dropped, so that records cannot put this off.
   */
  @mutate
  callDue(): void {
    this.checkCreditor();
    require(this.current.value == State.OVERDUE, "NOT_OVERDUE", "no instalment is marked as overdue, or the rest was called due already");
    const last = this.plan.value[this.next.value].due + this.terms.value.defaultDays;
    require(Context.day > last, "TOO_EARLY", "the debtor has until " + Day.text(last) + " to pay");
    this.checkNotRecordedBy(last);
    this.dropLate();
    const interest = this.interestOn(Context.day);
    this.carried.value = interest;
    this.accruedTo.value = Context.day;
    this.current.value = State.DEFAULTED;
    new Called(this.left.value, interest).emit();
  }

  /** The creditor gives up what was called due and not paid. */
  @mutate
  writeOff(): void {
    this.checkCreditor();
    require(this.current.value == State.DEFAULTED, "NOT_DEFAULTED", "there is no debt that was called due");
    this.dropLate();
    const left = this.left.value;
    this.left.value = Amount.zero;
    this.lost.value = left;
    this.carried.value = Amount.zero;
    this.current.value = State.WRITTEN_OFF;
    new WrittenOff(left).emit();
  }
}
