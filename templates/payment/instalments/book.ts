// What the debt knows, tells, and proves of itself; the contract beside it says who may change it.
import { Amount, Context, Map, require, Value } from "tally";
import { Cash } from "./cash";
import { Cured, Ended, Paid, PaymentDropped, PaymentRecorded } from "./events";
import { Debt, Instalment, Kind, Parties, Payment, State } from "./model";
import { PLAN, PLAN_BULLET, SETTLEMENT, SETTLEMENT_TOKEN } from "./options";
import { checkReferences } from "./references";
import { interestOf, scheduleOf } from "./schedule";

/** Instalments, at most: ten years; every loop of the contract is over them. */
const MOST: u32 = 120;
/** Rates a year, at most: 36 %. */
const HIGHEST: u32 = 3_600;
/** Days from the start to the first due day, at most. */
const LONGEST: u32 = 366;

/** State, views and bookkeeping. */
export abstract class Book {
  protected who: Value<Parties>;
  protected terms: Value<Debt>;
  protected plan: Value<Instalment[]>;
  protected current: Value<State>;
  /** Index of the instalment that is paid next. */
  protected next: Value<u32>;
  protected whole: Value<Amount>;
  protected left: Value<Amount>;
  protected done: Value<Amount>;
  protected lost: Value<Amount>;
  protected earned: Value<Amount>;
  /** Interest that was called due and is not paid; late interest on the principal since `accruedTo` comes on top. */
  protected carried: Value<Amount>;
  protected accruedTo: Value<u32>;
  protected waiting: Value<Payment>;
  protected used: Map<string, bool>;

  @view
  state(): State {
    return this.current.value;
  }

  @view
  parties(): Parties {
    return this.who.value;
  }

  @view
  agreement(): Debt {
    return this.terms.value;
  }

  @view
  creditorId(): string {
    return this.who.value.creditorId;
  }

  @view
  debtorId(): string {
    return this.who.value.debtorId;
  }

  /** All instalments, as they were computed at the beginning. */
  @view
  schedule(): Instalment[] {
    return this.plan.value;
  }

  /** The number of the instalment that is paid next; 0 if none is. */
  @view
  nextNumber(): u32 {
    return this.isRunning() ? this.next.value + 1 : 0;
  }

  /** The day on which it is due, 0 if none is. */
  @view
  nextDue(): u32 {
    return this.isRunning() ? this.plan.value[this.next.value].due : 0;
  }

  /** What the debtor has to pay today for the next instalment, or of all that was called due. */
  @view
  dueNow(): Amount {
    if (this.current.value == State.DEFAULTED) return this.calledOn(Context.day).plus(this.left.value);
    return this.isRunning() ? this.nextOn(Context.day) : Amount.zero;
  }

  /** What the debtor has to pay today to owe nothing any more. */
  @view
  payOffNow(): Amount {
    return this.isRunning() ? this.allOn(Context.day) : this.dueNow();
  }

  /** The payment that waits for the creditor; its kind is NONE if there is none. */
  @view
  pending(): Payment {
    return this.waiting.value;
  }

  /** The last day on which the debtor can accept. */
  @view
  acceptUntil(): u32 {
    return this.terms.value.firstDue - 1;
  }

  /** The first day on which anybody may say that the next instalment is overdue, 0 if none is to be paid. */
  @view
  overdueFrom(): u32 {
    return this.isRunning() ? this.nextDue() + this.terms.value.graceDays + 1 : 0;
  }

  /** The first day on which the creditor may call the rest due, 0 if none is to be paid. */
  @view
  callableFrom(): u32 {
    return this.isRunning() ? this.nextDue() + this.terms.value.defaultDays + 1 : 0;
  }

  /** The first day on which the debtor may confirm its payment in place of a silent creditor, 0 if none waits. */
  @view
  confirmFrom(): u32 {
    const paid = this.waiting.value;
    return paid.kind == Kind.NONE ? 0 : paid.day + this.terms.value.confirmDays + 1;
  }

  /** The principal that the debtor has acknowledged. */
  @view
  debt(): Amount {
    return this.whole.value;
  }

  /** What is left of it. */
  @view
  outstanding(): Amount {
    return this.left.value;
  }

  @view
  repaid(): Amount {
    return this.done.value;
  }

  @view
  writtenOff(): Amount {
    return this.lost.value;
  }

  /** Interest and late interest that was paid. */
  @view
  interestPaid(): Amount {
    return this.earned.value;
  }

  /** Computes the schedule and what is left anew, and refuses if it does not agree with what is told. */
  @view
  invariants(): void {
    const state = this.current.value;
    const debt = this.terms.value;
    const isOwed = state != State.AGREED && state != State.CANCELLED;
    require(this.whole.value == (isOwed ? debt.principal : Amount.zero), "DEBT", "the debt must be what was acknowledged");
    const sum = this.left.value.plus(this.done.value).plus(this.lost.value);
    require(this.whole.value == sum, "SUM", "the debt must be outstanding, repaid or waived");
    this.checkPlan(debt, state);
    const isEnded = state == State.PAID || state == State.WRITTEN_OFF;
    require(!isOwed || isEnded == this.left.value.isZero, "STATE", "the agreement must have ended exactly when nothing is outstanding");
    require(state == State.WRITTEN_OFF || this.lost.value.isZero, "STATE", "nothing must count as waived before the creditor has waived it");
    require(state == State.DEFAULTED || this.carried.value.isZero, "CALLED", "interest must be called due with the rest only");
    const isWaiting = this.waiting.value.kind != Kind.NONE;
    require(!isWaiting || this.isRunning() || state == State.DEFAULTED, "PENDING", "a payment must wait only while something is owed");
  }

  private checkPlan(debt: Debt, state: State): void {
    const plan = this.plan.value;
    const anew = scheduleOf(debt);
    let whole = Amount.zero;
    let left = Amount.zero;
    for (let i = 0; i < plan.length; i++) {
      const item = plan[i];
      require(item.due == anew[i].due && item.total == anew[i].total, "SCHEDULE", "the schedule must be what the terms give");
      whole = whole.plus(item.principal);
      if (<u32>i >= this.next.value) left = left.plus(item.principal);
    }
    require(whole == debt.principal, "SCHEDULE", "the instalments must pay back the whole principal");
    require(!this.isRunning() || left == this.left.value, "OUTSTANDING", "what is outstanding must be what the unpaid instalments pay back");
    require(state != State.ACTIVE || this.next.value < debt.count, "STATE", "an instalment must be left to be paid");
  }

  protected begin(who: Parties, debt: Debt): void {
    this.checkParties(who);
    this.checkTerms(debt);
    this.who.value = who;
    this.terms.value = debt;
    this.plan.value = scheduleOf(debt);
    this.current.value = State.AGREED;
    this.drop();
  }

  private checkParties(who: Parties): void {
    const isFine = !who.creditor.isZero && !who.debtor.isZero && who.creditor != who.debtor;
    require(isFine, "BAD_PARTIES", "creditor and debtor must be two different parties");
    require(isId(who.creditorId) && isId(who.debtorId), "BAD_ID", "creditor and debtor must each have an identifier of 18 or 20 characters");
    require(who.number.length > 0 && who.number.length <= 35, "BAD_NUMBER", "the contract number must have 1 to 35 characters");
    require(who.currency.length == 3, "BAD_CURRENCY", "the currency must be a code of three letters (ISO 4217)");
    require(who.token.isZero == (SETTLEMENT != SETTLEMENT_TOKEN), "BAD_TOKEN", "a token must be named if payment is by token, and only then");
  }

  private checkTerms(debt: Debt): void {
    require(debt.count >= 1 && debt.count <= MOST, "BAD_COUNT", "there must be 1 to 120 instalments");
    require(debt.principal >= Amount.of(debt.count), "BAD_PRINCIPAL", "the principal is too small for so many instalments");
    require(debt.rate <= HIGHEST && debt.lateRate <= HIGHEST, "BAD_RATE", "rates must be at most 36 % a year");
    require(PLAN != PLAN_BULLET || debt.rate > 0 || debt.count == 1, "BAD_RATE", "with the principal at the end, several instalments need a rate above zero");
    const isFine = debt.firstDue > debt.start && debt.firstDue <= debt.start + LONGEST;
    require(isFine, "BAD_FIRST_DUE", "the first instalment must be due after the start, and within 366 days of it");
    require(debt.firstDue > Context.day, "BAD_FIRST_DUE", "the first instalment must be due after today");
    require(debt.graceDays <= 30, "BAD_GRACE_DAYS", "there must be at most 30 days of grace");
    const isLater = debt.defaultDays > debt.graceDays && debt.defaultDays <= LONGEST;
    require(isLater, "BAD_DEFAULT_DAYS", "the days to default must be more than the days of grace, and at most 366");
    require(debt.confirmDays >= 1 && debt.confirmDays <= 30, "BAD_CONFIRM_DAYS", "the days to confirm must be 1 to 30");
  }

  protected isRunning(): bool {
    const state = this.current.value;
    return state == State.ACTIVE || state == State.OVERDUE;
  }

  /** Late interest on an instalment, from the last day of grace on. */
  private lateOn(item: Instalment, day: u32): Amount {
    const debt = this.terms.value;
    const last = item.due + debt.graceDays;
    return day > last ? interestOf(item.total, debt.lateRate, last, day) : Amount.zero;
  }

  /** The next instalment, paid on a day. */
  protected nextOn(day: u32): Amount {
    const item = this.plan.value[this.next.value];
    return item.total.plus(this.lateOn(item, day));
  }

  /** Interest on a day: of instalments that are due by then, with late interest, and of the running period. */
  protected interestOn(day: u32): Amount {
    const debt = this.terms.value;
    const plan = this.plan.value;
    const next = <i32>this.next.value;
    let left = this.left.value;
    let from = next == 0 ? debt.start : plan[next - 1].due;
    let sum = Amount.zero;
    for (let i = next; i < plan.length && plan[i].due <= day; i++) {
      sum = sum.plus(plan[i].interest).plus(this.lateOn(plan[i], day));
      left = left.minus(plan[i].principal);
      from = plan[i].due;
    }
    return day > from ? sum.plus(interestOf(left, debt.rate, from, day)) : sum;
  }

  /** All that is left, paid on a day. */
  protected allOn(day: u32): Amount {
    return this.left.value.plus(this.interestOn(day));
  }

  /** Interest that is owed on a day after the rest was called due. */
  protected calledOn(day: u32): Amount {
    return this.carried.value.plus(interestOf(this.left.value, this.terms.value.lateRate, this.accruedTo.value, day));
  }

  /** A payment of the debtor: with the token at once, by bank as a record that the creditor confirms. */
  protected take(kind: Kind, amount: Amount, endToEndId: string, uetr: string): void {
    this.checkNothingRecorded();
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      const who = this.who.value;
      this.book(kind, amount, Context.day);
      new Cash(who.token).move(who.debtor, who.creditor, amount);
    } else {
      checkReferences(endToEndId, uetr);
      require(!this.used.has(uetr), "REUSED", "a payment with this UETR was confirmed already");
      this.waiting.value = new Payment(kind, amount, Context.day, endToEndId, uetr);
      new PaymentRecorded(kind, amount, endToEndId, uetr).emit();
    }
  }

  /** Writes down a payment that was made on a day. */
  protected book(kind: Kind, amount: Amount, day: u32): void {
    let principal = this.left.value;
    if (kind == Kind.INSTALMENT) {
      principal = this.plan.value[this.next.value].principal;
      this.next.value += 1;
    } else if (kind == Kind.PART) {
      principal = this.partOf(amount, day);
    }
    this.left.value = this.left.value.minus(principal);
    this.done.value = this.done.value.plus(principal);
    this.earned.value = this.earned.value.plus(amount.minus(principal));
    new Paid(kind, amount, principal, this.left.value).emit();
    this.proceed();
  }

  /** How much of a payment is left for the principal when interest is paid. */
  private partOf(amount: Amount, day: u32): Amount {
    const interest = this.calledOn(day);
    const isMore = amount > interest;
    this.carried.value = isMore ? Amount.zero : interest.minus(amount);
    this.accruedTo.value = day;
    return isMore ? amount.minus(interest) : Amount.zero;
  }

  private proceed(): void {
    if (this.left.value.isZero) {
      this.current.value = State.PAID;
      new Ended(this.done.value, this.earned.value).emit();
    } else if (this.current.value == State.OVERDUE && Context.day < this.overdueFrom()) {
      this.current.value = State.ACTIVE;
      new Cured(this.nextNumber()).emit();
    }
  }

  protected recorded(): Payment {
    const paid = this.waiting.value;
    require(paid.kind != Kind.NONE, "NOT_PENDING", "no payment waits to be confirmed");
    return paid;
  }

  protected drop(): void {
    this.waiting.value = new Payment(Kind.NONE, Amount.zero, 0, "", "");
  }

  protected checkNothingRecorded(): void {
    require(this.waiting.value.kind == Kind.NONE, "PENDING", "a recorded payment must be confirmed, rejected or withdrawn first");
  }

  /** Refuses while a payment waits that was recorded by a day. */
  protected checkNotRecordedBy(day: u32): void {
    const paid = this.waiting.value;
    const isInTime = paid.kind != Kind.NONE && paid.day <= day;
    require(!isInTime, "PENDING", "a payment that was recorded in time must be confirmed or rejected first");
  }

  protected dropLate(): void {
    if (this.waiting.value.kind == Kind.NONE) return;
    this.drop();
    new PaymentDropped(Context.caller, "recorded too late").emit();
  }

  protected checkRunning(): void {
    require(this.isRunning(), "NOT_RUNNING", "there is no instalment to be paid");
  }

  protected checkCreditor(): void {
    require(Context.caller == this.who.value.creditor, "NOT_CREDITOR", "only the creditor may do this");
  }

  protected checkDebtor(): void {
    require(Context.caller == this.who.value.debtor, "NOT_DEBTOR", "only the debtor may do this");
  }
}

/** A unified social credit code has 18 characters, an LEI 20; check digits are looked at by whoever fills the template in. */
function isId(id: string): bool {
  return id.length == 18 || id.length == 20;
}
