// The book of a pledge: what is stored, what can be asked, and the steps that its methods are made of.
import { Amount, Context, DayCount, Map, Rate, require, Rounding, Value } from "tally";
import * as events from "./events";
import { PAYMENTS, PAYMENTS_RECORDED } from "./options";
import { checkReferences } from "./payment";
import { isCovered } from "./terms";
import { Debt, Goods, Level, Payment, Purpose, State, Terms, Threshold } from "./types";
import { checkWhole } from "./whole";

const WHOLE: u32 = 10_000;

/** What a pledge knows. */
export class Book {
  protected stage: Value<State>;
  protected agreed: Value<Terms>;
  protected ownerIdentifier: Value<string>;
  protected warehouseIdentifier: Value<string>;
  protected lenderIdentifier: Value<string>;
  protected reporterIdentifier: Value<string>;
  protected stock: Value<Goods>;
  protected account: Value<Debt>;
  protected waiting: Value<Payment | null>;
  protected announced: Value<u64>;
  protected lastCureDay: Value<u32>;
  protected reported: Value<Amount>;
  protected reportedOn: Value<u32>;
  protected lastSequence: Value<u32>;
  // UETRs of payments that were recorded: one payment is recorded once.
  protected references: Map<string, bool>;

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
  ownerId(): string {
    return this.ownerIdentifier.value;
  }

  @view
  warehouseId(): string {
    return this.warehouseIdentifier.value;
  }

  @view
  lenderId(): string {
    return this.lenderIdentifier.value;
  }

  @view
  reporterId(): string {
    return this.reporterIdentifier.value;
  }

  @view
  lent(): Amount {
    return this.account.value.lent;
  }

  /** Of the loan, without interest. */
  @view
  owed(): Amount {
    return this.account.value.owed;
  }

  @view
  repaid(): Amount {
    return this.account.value.repaid;
  }

  /** Of the loan, paid by sales of goods. */
  @view
  recovered(): Amount {
    return this.account.value.recovered;
  }

  @view
  writtenOff(): Amount {
    return this.account.value.writtenOff;
  }

  @view
  interestPaid(): Amount {
    return this.account.value.interestPaid;
  }

  /** Loan and interest as they would have to be paid today. */
  @view
  claim(): Amount {
    const debt = this.accrued(Context.day);
    return debt.owed.plus(debt.interest);
  }

  /** What the lender has to hand over to the owner. */
  @view
  surplus(): Amount {
    return this.account.value.surplus;
  }

  @view
  surplusPaid(): Amount {
    return this.account.value.surplusPaid;
  }

  @view
  goods(): Goods {
    return this.stock.value;
  }

  @view
  received(): u64 {
    return this.stock.value.received;
  }

  @view
  pledged(): u64 {
    return this.stock.value.pledged;
  }

  /** In the warehouse, and not pledged. */
  @view
  free(): u64 {
    return this.stock.value.free;
  }

  @view
  withdrawn(): u64 {
    return this.stock.value.withdrawn;
  }

  @view
  spoiled(): u64 {
    return this.stock.value.spoiled;
  }

  @view
  sold(): u64 {
    return this.stock.value.sold;
  }

  /** The price of a unit that was reported last. */
  @view
  price(): Amount {
    return this.reported.value;
  }

  /** The day for which it was reported. */
  @view
  priceDay(): u32 {
    return this.reportedOn.value;
  }

  /** The number of the last report; the next one has the number behind it. */
  @view
  sequence(): u32 {
    return this.lastSequence.value;
  }

  /** What the pledged goods are worth at that price. */
  @view
  value(): Amount {
    return this.worth(this.stock.value.pledged);
  }

  /** Claim by value in hundredths of a percent, rounded up; nothing without a claim, and 4294967295 without any value. */
  @view
  ratio(): u32 {
    const claim = this.claim();
    const value = this.value();
    if (claim.isZero) return 0;
    const most = Amount.of(u32.MAX_VALUE);
    if (value.isZero || claim.times(Amount.of(WHOLE)) >= value.times(most)) return u32.MAX_VALUE;
    return <u32>claim.mulDiv(WHOLE, value, Rounding.Up).toU64();
  }

  /** The prices of a unit below which the ratios are exceeded, for what is owed today, or for the loan before it is paid out. */
  @view
  thresholds(): Threshold[] {
    const terms = this.agreed.value;
    const isBefore = this.stage.value < State.PLEDGED;
    const claim = isBefore ? terms.loan : this.claim();
    const held = this.stock.value;
    const units = this.stage.value == State.DRAFT ? terms.quantity : isBefore ? held.pledged + held.free : held.pledged;
    const ratios = [terms.pledgeRatio, terms.warningRatio, terms.liquidationRatio];
    const list = new Array<Threshold>();
    for (let i = 0; i < ratios.length; i++) {
      const divisor = Amount.of(units).times(Amount.of(ratios[i]));
      const unitPrice = units == 0 ? Amount.zero : claim.mulDiv(Amount.of(WHOLE), divisor, Rounding.Up);
      list.push(new Threshold(<Level>i, ratios[i], unitPrice));
    }
    return list;
  }

  /** The last day on which a margin call can be met; 0 if there is none. */
  @view
  cureBy(): u32 {
    return this.lastCureDay.value;
  }

  /** The last day on which the goods can be offered and the loan paid out. */
  @view
  lastLoanDay(): u32 {
    return this.agreed.value.due - 1;
  }

  /** What the owner has announced to bring. */
  @view
  topUp(): u64 {
    return this.announced.value;
  }

  /** A bank payment that waits to be confirmed. */
  @view
  pending(): Payment | null {
    return this.waiting.value;
  }

  /** Refuses if anything does not add up. */
  @view
  invariants(): void {
    checkWhole(this.stage.value, this.stock.value, this.account.value, this.waiting.value, this.lastCureDay.value);
  }

  protected checkStage(stage: State): void {
    require(this.stage.value == stage, "WRONG_STATE", "the pledge is not in a state that allows this");
  }

  protected get isRunning(): bool {
    return this.stage.value == State.PLEDGED || this.stage.value == State.MARGIN_CALL;
  }

  protected worth(units: u64): Amount {
    return this.reported.value.times(Amount.of(units));
  }

  protected checkFresh(): void {
    const isFresh = this.reportedOn.value + this.agreed.value.maxAge >= Context.day;
    require(isFresh, "STALE_PRICE", "the last price was reported too long ago");
  }

  /** Debts with interest up to a day; they are not stored. */
  protected accrued(day: u32): Debt {
    const debt = this.account.value;
    if (debt.owed.isZero || day <= debt.since) return debt;
    const interest = Rate.interest(debt.owed, this.agreed.value.rate, debt.since, day, DayCount.ACT_360);
    debt.interest = debt.interest.plus(interest);
    debt.since = day;
    return debt;
  }

  /** Takes the number and the day of a report, which come in order and in time. */
  protected takeReport(sequence: u32, asOf: u32): void {
    const stage = this.stage.value;
    const isWanted = stage >= State.ISSUED && stage <= State.DEFAULTED;
    require(Context.caller == this.agreed.value.reporter, "NOT_REPORTER", "only the reporter may report");
    require(isWanted, "WRONG_STATE", "there are no goods to report on");
    const next = this.lastSequence.value + 1;
    require(sequence == next, "BAD_SEQUENCE", "the next report must have number " + next.toString());
    require(asOf <= Context.day, "FUTURE_REPORT", "a report must not be of a day to come");
    const isFresh = asOf >= this.reportedOn.value && asOf + this.agreed.value.maxAge >= Context.day;
    require(isFresh, "STALE_REPORT", "the day of a report must not be before that of the last price, nor too long past");
    this.lastSequence.value = sequence;
  }

  /** Notes a bank payment until its receiver confirms it. */
  protected note(purpose: Purpose, amount: Amount, endToEndId: string, uetr: string): void {
    this.waiting.value = new Payment(purpose, amount, Context.day, endToEndId, uetr);
    new events.Recorded(purpose, Context.caller, amount, endToEndId, uetr).emit();
  }

  protected takeReferences(endToEndId: string, uetr: string): void {
    require(this.waiting.value === null, "PENDING", "a recorded payment must be confirmed or contested first");
    checkReferences(endToEndId, uetr, PAYMENTS == PAYMENTS_RECORDED);
    if (uetr.length > 0) {
      require(!this.references.has(uetr), "REUSED", "a payment with this UETR was recorded already");
      this.references.set(uetr, true);
    }
  }

  /** Whatever a payment is for comes about. */
  protected land(purpose: Purpose, amount: Amount, day: u32): void {
    if (purpose == Purpose.LOAN) this.begin(day);
    else if (purpose == Purpose.REPAYMENT) this.takeRepayment(amount, day);
    else this.handOver(amount);
  }

  private begin(day: u32): void {
    const terms = this.agreed.value;
    const debt = this.account.value;
    debt.lent = terms.loan;
    debt.owed = terms.loan;
    debt.since = day;
    this.account.value = debt;
    this.stage.value = State.PLEDGED;
    new events.Pledged(terms.lender, terms.loan, this.stock.value.pledged).emit();
    this.assess();
  }

  private takeRepayment(amount: Amount, day: u32): void {
    const debt = this.accrued(day);
    debt.repaid = debt.repaid.plus(debt.take(amount));
    this.account.value = debt;
    new events.Repaid(amount, debt.owed).emit();
    this.assess();
  }

  private handOver(amount: Amount): void {
    const debt = this.account.value;
    debt.surplus = debt.surplus.minus(amount);
    debt.surplusPaid = debt.surplusPaid.plus(amount);
    this.account.value = debt;
    new events.SurplusPaid(amount).emit();
    this.closeIfDone();
  }

  /** Sees whether the claim is gone, too large for its cover, or covered again. */
  protected assess(): void {
    const debt = this.account.value;
    if (this.stage.value >= State.PLEDGED && debt.owed.isZero && debt.interest.isZero) return this.releaseAll();
    if (!this.isRunning) return;
    const terms = this.agreed.value;
    const claim = this.claim();
    const value = this.value();
    if (this.stage.value == State.PLEDGED && !isCovered(claim, value, terms.warningRatio)) {
      const last = Context.day + terms.cureDays;
      this.stage.value = State.MARGIN_CALL;
      this.lastCureDay.value = last;
      new events.MarginCalled(claim, value, last).emit();
    } else if (this.stage.value == State.MARGIN_CALL && isCovered(claim, value, terms.pledgeRatio)) {
      this.stage.value = State.PLEDGED;
      this.lastCureDay.value = 0;
      new events.Cured(claim, value).emit();
    }
  }

  /** Nothing is claimed any more: what is left of the goods is the owner's. */
  protected releaseAll(): void {
    const goods = this.stock.value;
    const units = goods.pledged;
    goods.free += units;
    goods.pledged = 0;
    this.stock.value = goods;
    this.stage.value = State.RELEASED;
    this.lastCureDay.value = 0;
    this.announced.value = 0;
    if (units > 0) new events.Released(units).emit();
    this.closeIfDone();
  }

  protected closeIfDone(): void {
    const stage = this.stage.value;
    const isOver = stage == State.ISSUED || stage == State.RELEASED;
    if (!isOver || this.stock.value.free > 0 || !this.account.value.surplus.isZero || this.waiting.value !== null) return;
    this.stage.value = State.CLOSED;
    new events.Closed(this.agreed.value.number).emit();
  }
}
