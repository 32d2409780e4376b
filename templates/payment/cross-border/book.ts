// What the payment knows, tells, and proves of itself; the contract beside it says who may change it.
import { Address, Amount, Context, Day, Decimal, require, Value } from "tally";
import { Cash } from "./cash";
import { converted, isCurrency } from "./currencies";
import { Locked, Returned, Settled } from "./events";
import { Order, Parties, State } from "./model";
import { SETTLEMENT, SETTLEMENT_TOKEN, TRAVEL_RULE, TRAVEL_RULE_REQUIRED } from "./options";
import { checkReferences } from "./references";

/** Minutes for which a quote is good, at most: a week. */
const LONGEST_LOCK: u32 = 10_080;
/** Days to the last one, at most. */
const LONGEST: u32 = 366;

/** State, views and bookkeeping. */
export abstract class Book {
  protected who: Value<Parties>;
  protected what: Value<Order>;
  protected current: Value<State>;
  protected price: Value<Decimal>;
  protected result: Value<Amount>;
  protected until: Value<u64>;
  protected since: Value<u32>;
  protected checked: Value<bool>;
  protected paidIn: Value<Amount>;
  protected kept: Value<Amount>;
  protected toPayeeBank: Value<Amount>;
  protected toPayerBank: Value<Amount>;
  protected toPayer: Value<Amount>;
  protected toPayee: Value<Amount>;

  @view
  state(): State {
    return this.current.value;
  }

  @view
  parties(): Parties {
    return this.who.value;
  }

  @view
  order(): Order {
    return this.what.value;
  }

  @view
  payerId(): string {
    return this.who.value.payerId;
  }

  @view
  payeeId(): string {
    return this.who.value.payeeId;
  }

  @view
  payerBankId(): string {
    return this.who.value.payerBankId;
  }

  @view
  payeeBankId(): string {
    return this.who.value.payeeBankId;
  }

  /** Units of the payout currency for one unit of the payer's; 0 without a quote. */
  @view
  rate(): Decimal {
    return this.price.value;
  }

  /** What the payee gets at the quoted rate; nothing without a quote. */
  @view
  payout(): Amount {
    return this.result.value;
  }

  /** Until when the quote can be accepted, milliseconds since 1970; 0 without a quote. */
  @view
  quotedUntil(): u64 {
    return this.until.value;
  }

  /** Whether the payee's bank has confirmed the record of originator and beneficiary. */
  @view
  travelRecordConfirmed(): bool {
    return this.checked.value;
  }

  /** The first day on which anybody may end it. */
  @view
  expireFrom(): u32 {
    return this.what.value.expires + 1;
  }

  /** The first day on which a bank may confirm in place of its silent customer, 0 if nothing waits for that. */
  @view
  confirmFrom(): u32 {
    const state = this.current.value;
    const isWaiting = state == State.PAYING || state == State.RETURNING;
    return isWaiting ? this.since.value + this.what.value.confirmDays + 1 : 0;
  }

  /** What the payer paid, amount and fee. */
  @view
  paid(): Amount {
    return this.paidIn.value;
  }

  @view
  held(): Amount {
    return this.kept.value;
  }

  /** What the payee's bank got for the payout. */
  @view
  covered(): Amount {
    return this.toPayeeBank.value;
  }

  /** What the payer's bank got as its fee. */
  @view
  charged(): Amount {
    return this.toPayerBank.value;
  }

  @view
  returned(): Amount {
    return this.toPayer.value;
  }

  /** What the payee got. */
  @view
  paidOut(): Amount {
    return this.toPayee.value;
  }

  /** Recomputes the payout from the rate and both legs from the state, and refuses if it does not agree with what is told. */
  @view
  invariants(): void {
    const order = this.what.value;
    const state = this.current.value;
    const leg = this.leg();
    const isHeld = state == State.LOCKED || state == State.PAYING;
    const isSettled = state == State.SETTLED;
    const isReturned = state == State.RETURNING || state == State.RETURNED;
    const gone = this.toPayeeBank.value.plus(this.toPayerBank.value).plus(this.toPayer.value);
    require(this.paidIn.value == this.kept.value.plus(gone), "SUM", "what the payer paid must be held, paid to the payee's bank, kept as the fee, or returned");
    require(this.paidIn.value == (isHeld || isSettled || isReturned ? leg : Amount.zero), "PAID", "the payer must have paid all or nothing");
    require(this.kept.value == (isHeld ? leg : Amount.zero), "HELD", "all of the payer's money must be held until it is paid out or returned");
    require(this.toPayer.value == (isReturned ? leg : Amount.zero), "RETURNED", "all of the payer's money must be returned, or nothing");
    const isBoth = this.toPayeeBank.value == order.amount && this.toPayerBank.value == order.fee && this.toPayee.value == this.result.value;
    const isNone = this.toPayeeBank.value.isZero && this.toPayerBank.value.isZero && this.toPayee.value.isZero;
    require(isSettled ? isBoth : isNone, "LEGS", "both legs must be done, or none");
    this.checkQuote(order, state);
  }

  private checkQuote(order: Order, state: State): void {
    const rate = this.price.value;
    const isQuoted = (state >= State.QUOTED && state <= State.RETURNED);
    require(isQuoted != rate.isZero, "QUOTE", "there must be a rate from its quote on, and none before");
    const payout = converted(order.amount, rate, order.currency, order.payoutCurrency);
    require(this.result.value == payout, "QUOTE", "the payout must be the amount at the rate, rounded down");
    require(!isQuoted || payout >= order.minPayout, "QUOTE", "the payout must be at least the least payout");
  }

  protected begin(parties: Parties, order: Order): void {
    this.checkParties(parties);
    this.checkOrder(order);
    this.checkSettlement(order);
    this.who.value = parties;
    this.what.value = order;
    this.current.value = State.ORDERED;
    this.clearQuote();
  }

  private checkParties(who: Parties): void {
    const all = [who.payer, who.payee, who.payerBank, who.payeeBank];
    for (let i = 0; i < 4; i++) {
      require(!all[i].isZero, "BAD_PARTIES", "all four parties must be named");
      for (let j = 0; j < i; j++) require(all[i] != all[j], "BAD_PARTIES", "the four parties must be different from each other");
    }
    const isFine = isId(who.payerId) && isId(who.payeeId) && isId(who.payerBankId) && isId(who.payeeBankId);
    require(isFine, "BAD_ID", "each party must have an identifier of 18 or 20 characters");
  }

  private checkOrder(order: Order): void {
    const number = order.number.length;
    const today = Context.day;
    require(number > 0 && number <= 35, "BAD_NUMBER", "the number of the payment must have 1 to 35 characters");
    const isFine = isCurrency(order.currency) && isCurrency(order.payoutCurrency) && order.currency != order.payoutCurrency;
    require(isFine, "BAD_CURRENCY", "there must be two different currencies, each a code of three letters (ISO 4217)");
    require(!order.amount.isZero, "BAD_AMOUNT", "the amount must be more than zero");
    require(!order.minPayout.isZero, "BAD_MINIMUM", "the least payout must be more than zero");
    require(order.purpose.length == 4, "BAD_PURPOSE", "the purpose must be a code of four letters (ISO 20022)");
    require(order.lockMinutes >= 1 && order.lockMinutes <= LONGEST_LOCK, "BAD_LOCK", "a quote must be good for 1 to 10,080 minutes (a week)");
    require(order.expires >= today && order.expires <= today + LONGEST, "BAD_EXPIRY", "the last day must be today or within the next 366 days");
    require(order.confirmDays >= 1 && order.confirmDays <= 30, "BAD_CONFIRM_DAYS", "the days to confirm must be 1 to 30");
    checkReferences(order.endToEndId, order.uetr);
  }

  private checkSettlement(order: Order): void {
    const byToken = SETTLEMENT == SETTLEMENT_TOKEN;
    const isNone = order.token.isZero && order.payoutToken.isZero;
    const isBoth = !order.token.isZero && !order.payoutToken.isZero && order.token != order.payoutToken;
    require(byToken ? isBoth : isNone, "BAD_TOKEN", "two different tokens must be named if payment is by tokens, and none otherwise");
    const length = TRAVEL_RULE == TRAVEL_RULE_REQUIRED ? 32 : 0;
    require(order.travelRecord.length == length, "BAD_RECORD", "the SHA-256 hash of the record must be given if the record is required, and only then");
  }

  /** What the payer pays: amount and fee. */
  protected leg(): Amount {
    const order = this.what.value;
    return order.amount.plus(order.fee);
  }

  protected clearQuote(): void {
    this.price.value = Decimal.zero;
    this.result.value = Amount.zero;
    this.until.value = 0;
    this.current.value = State.ORDERED;
  }

  protected hold(): void {
    const leg = this.leg();
    this.paidIn.value = leg;
    this.kept.value = leg;
    this.current.value = State.LOCKED;
    new Locked(leg).emit();
  }

  /** Writes down that both legs are done. */
  protected finish(): void {
    const order = this.what.value;
    this.kept.value = Amount.zero;
    this.toPayeeBank.value = order.amount;
    this.toPayerBank.value = order.fee;
    this.toPayee.value = this.result.value;
    this.current.value = State.SETTLED;
    new Settled(this.result.value, order.amount, order.fee).emit();
  }

  /** All of the payer's leg goes back, with the fee. */
  protected giveBack(): void {
    const leg = this.kept.value;
    this.kept.value = Amount.zero;
    this.toPayer.value = leg;
    this.since.value = Context.day;
    this.current.value = SETTLEMENT == SETTLEMENT_TOKEN ? State.RETURNED : State.RETURNING;
    new Returned(leg).emit();
    if (SETTLEMENT == SETTLEMENT_TOKEN) new Cash(this.what.value.token).pay(this.who.value.payer, leg);
  }

  protected checkCaller(who: Address, code: string, message: string): void {
    require(Context.caller == who, code, message);
  }

  protected checkReceiver(receiver: Address, bank: Address): void {
    const isBank = Context.caller == bank;
    require(isBank || Context.caller == receiver, "NOT_RECEIVER", "only the receiver of the money and its bank may do this");
    const last = this.since.value + this.what.value.confirmDays;
    require(!isBank || Context.day > last, "TOO_EARLY", "until " + Day.text(last) + " only the receiver may confirm it");
  }

  protected checkNotExpired(): void {
    const last = this.what.value.expires;
    require(Context.day <= last, "EXPIRED", "the order expired at the end of " + Day.text(last));
  }

  protected checkReason(reason: string): void {
    require(reason.length >= 1 && reason.length <= 280, "BAD_REASON", "the reason must have 1 to 280 characters");
  }
}

/** A unified social credit code has 18 characters, an LEI 20; check digits are looked at by whoever fills the template in. */
function isId(id: string): bool {
  return id.length == 18 || id.length == 20;
}
