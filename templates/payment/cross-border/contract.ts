// Cross-border payment: a rate that is quoted and locked, two legs in two currencies, and both or none of them.
import { Address, Amount, Bytes, Context, Day, Decimal, require } from "tally";
import { Book } from "./book";
import { Cash } from "./cash";
import { converted } from "./currencies";
import {
  Accepted,
  Declined,
  Ended,
  Lapsed,
  Ordered,
  PayoutRecorded,
  Quoted,
  Rejected,
  ReturnConfirmed,
  TravelRecordConfirmed,
} from "./events";
import { Order, Parties, State } from "./model";
import { SETTLEMENT, SETTLEMENT_TOKEN, TRAVEL_RULE, TRAVEL_RULE_REQUIRED } from "./options";

const MINUTE: u64 = 60_000;

/**
 * One payment. The payer pays amount and fee in its currency; the payee's bank pays out in the other at the rate that the payer's bank
 * quoted, and gets the amount for it; the fee is the payer's bank's. Without the payout everything goes back to the payer.
 */
@contract("cross-border", "1.0.0")
export class CrossBorder extends Book {
  /** Fixes the order. Nothing binds the payer before it accepts a quote. */
  @init
  @inline
  setup(
    payer: Address,
    payerId: string,
    payee: Address,
    payeeId: string,
    payerBank: Address,
    payerBankId: string,
    payeeBank: Address,
    payeeBankId: string,
    number: string,
    currency: string,
    amount: Amount,
    payoutCurrency: string,
    fee: Amount,
    minPayout: Amount,
    purpose: string,
    lockMinutes: u32,
    expires: u32,
    confirmDays: u32,
    travelRecord: Bytes,
    endToEndId: string,
    uetr: string,
    token: Address,
    payoutToken: Address,
  ): void {
    this.begin(
      new Parties(payer, payerId, payee, payeeId, payerBank, payerBankId, payeeBank, payeeBankId),
      new Order(
        number, currency, amount, payoutCurrency, fee, minPayout, purpose, lockMinutes, expires, confirmDays, travelRecord, endToEndId, uetr,
        token, payoutToken,
      ),
    );
    new Ordered(number, endToEndId, uetr, amount, fee).emit();
  }

  /** The payer's bank quotes units of the payout currency for one unit of the payer's. It is bound by it for `lockMinutes`. */
  @mutate
  quote(rate: Decimal): void {
    this.checkCaller(this.who.value.payerBank, "NOT_PAYER_BANK", "only the payer's bank may quote");
    const state = this.current.value;
    const isLapsed = state == State.QUOTED && Context.time > this.until.value;
    require(state != State.QUOTED || isLapsed, "QUOTED", "the last quote can still be accepted");
    require(state == State.ORDERED || isLapsed, "NOT_ORDERED", "a quote was accepted already, or the order has ended");
    this.checkNotExpired();
    const order = this.what.value;
    require(!rate.isZero && !rate.isNegative, "BAD_RATE", "the rate must be more than zero");
    const payout = converted(order.amount, rate, order.currency, order.payoutCurrency);
    require(!payout.isZero && payout >= order.minPayout, "TOO_LITTLE", "the payout must be at least " + order.minPayout.toString());
    const until = Context.time + <u64>order.lockMinutes * MINUTE;
    this.price.value = rate;
    this.result.value = payout;
    this.until.value = until;
    this.current.value = State.QUOTED;
    new Quoted(rate, payout, until).emit();
  }

  /** By anybody once the quote was not accepted in time. */
  @mutate
  lapse(): void {
    require(this.current.value == State.QUOTED, "NOT_QUOTED", "there is no quote");
    require(Context.time > this.until.value, "TOO_EARLY", "the quote can still be accepted");
    new Lapsed(this.price.value).emit();
    this.clearQuote();
  }

  /** The payer accepts the quote that gives this payout, and pays: with the token at once, by bank as a statement that its bank confirms. */
  @mutate
  accept(payout: Amount): void {
    const who = this.who.value;
    this.checkCaller(who.payer, "NOT_PAYER", "only the payer may accept a quote");
    require(this.current.value == State.QUOTED, "NOT_QUOTED", "there is no quote");
    require(Context.time <= this.until.value, "LAPSED", "the quote can no longer be accepted");
    this.checkNotExpired();
    require(payout == this.result.value, "OTHER_QUOTE", "the payout of the quote is " + this.result.value.toString());
    new Accepted(this.price.value, payout).emit();
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      this.hold();
      new Cash(this.what.value.token).pull(who.payer, this.leg());
    } else {
      this.current.value = State.ACCEPTED;
    }
  }

  /** The payer's bank has the payer's money, and holds it for this payment from now on. */
  @mutate
  confirmPayment(): void {
    this.checkCaller(this.who.value.payerBank, "NOT_PAYER_BANK", "only the payer's bank may say whether it was paid");
    require(this.current.value == State.ACCEPTED, "NOT_ACCEPTED", "no payment by the payer waits to be confirmed");
    this.checkNotExpired();
    this.hold();
  }

  /** The payer's bank has not got it: the rate is free again. */
  @mutate
  rejectPayment(reason: string): void {
    this.checkCaller(this.who.value.payerBank, "NOT_PAYER_BANK", "only the payer's bank may say whether it was paid");
    require(this.current.value == State.ACCEPTED, "NOT_ACCEPTED", "no payment by the payer waits to be confirmed");
    this.checkReason(reason);
    new Rejected(Context.caller, reason).emit();
    this.clearQuote();
  }

  /** The payee's bank has the IVMS101 record with this hash, and has checked it. */
  @mutate
  confirmTravelRecord(record: Bytes): void {
    require(TRAVEL_RULE == TRAVEL_RULE_REQUIRED, "NO_TRAVEL_RULE", "no record of originator and beneficiary goes along with this payment");
    this.checkCaller(this.who.value.payeeBank, "NOT_PAYEE_BANK", "only the payee's bank may confirm the record");
    require(this.current.value <= State.LOCKED, "TOO_LATE", "the money was paid out already, or the order has ended");
    require(!this.checked.value, "CONFIRMED", "the record was confirmed already");
    require(isSame(record, this.what.value.travelRecord), "OTHER_RECORD", "the hash is that of another record");
    this.checked.value = true;
    new TravelRecordConfirmed(Context.caller).emit();
  }

  /** The payee's bank pays out. With tokens both legs move in this call; by bank it says to have paid, and the payee confirms. */
  @mutate
  settle(): void {
    const who = this.who.value;
    this.checkCaller(who.payeeBank, "NOT_PAYEE_BANK", "only the payee's bank may pay out");
    require(this.current.value == State.LOCKED, "NOT_LOCKED", "the payer's money is not held, or was paid out already");
    this.checkNotExpired();
    const isChecked = TRAVEL_RULE != TRAVEL_RULE_REQUIRED || this.checked.value;
    require(isChecked, "NO_RECORD", "the payee's bank must confirm the record of originator and beneficiary first");
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      const order = this.what.value;
      const payout = this.result.value;
      this.finish();
      const payouts = new Cash(order.payoutToken);
      payouts.pull(who.payeeBank, payout);
      payouts.pay(who.payee, payout);
      const cash = new Cash(order.token);
      cash.pay(who.payeeBank, order.amount);
      cash.pay(who.payerBank, order.fee);
    } else {
      this.since.value = Context.day;
      this.current.value = State.PAYING;
      new PayoutRecorded(this.result.value).emit();
    }
  }

  /** The payee has the payout. If it stays silent for `confirmDays`, its bank may say so in its place. */
  @mutate
  confirmPayout(): void {
    require(this.current.value == State.PAYING, "NOT_PAYING", "no payout waits to be confirmed");
    this.checkReceiver(this.who.value.payee, this.who.value.payeeBank);
    this.finish();
  }

  /** The payee has not got it: its bank has to pay, or to record it again. */
  @mutate
  rejectPayout(reason: string): void {
    require(this.current.value == State.PAYING, "NOT_PAYING", "no payout waits to be confirmed");
    this.checkCaller(this.who.value.payee, "NOT_PAYEE", "only the payee may say whether it was paid");
    this.checkReason(reason);
    this.current.value = State.LOCKED;
    new Rejected(Context.caller, reason).emit();
  }

  /** A bank will not do it: the payer's as long as it is not bound by a quote, the payee's as long as it has not paid out. */
  @mutate
  decline(reason: string): void {
    const who = this.who.value;
    const state = this.current.value;
    this.checkReason(reason);
    if (Context.caller == who.payerBank) {
      require(state == State.ORDERED, "BOUND", "the payer's bank is bound by its quote, or the order has ended");
    } else {
      this.checkCaller(who.payeeBank, "NOT_BANK", "only the two banks may decline");
      const isOpen = state == State.ORDERED || state == State.QUOTED || state == State.LOCKED;
      require(isOpen, "BOUND", "a payment waits to be confirmed, or the order has ended");
    }
    new Declined(Context.caller, reason).emit();
    if (state == State.LOCKED) this.giveBack();
    else this.end(State.CANCELLED);
  }

  /** The payer calls it off before it has accepted a quote. */
  @mutate
  cancel(): void {
    this.checkCaller(this.who.value.payer, "NOT_PAYER", "only the payer may call the order off");
    const state = this.current.value;
    require(state == State.ORDERED || state == State.QUOTED, "BOUND", "a quote was accepted, or the order has ended");
    this.end(State.CANCELLED);
  }

  /** By anybody after the last day: whatever is held of the payer's leg goes back. */
  @mutate
  expire(): void {
    const order = this.what.value;
    require(this.current.value <= State.LOCKED, "NOT_OPEN", "the money is being paid out or back, or the order has ended");
    require(Context.day > order.expires, "TOO_EARLY", "the order does not expire before the end of " + Day.text(order.expires));
    if (this.current.value == State.LOCKED) this.giveBack();
    else this.end(State.EXPIRED);
  }

  /** The payer has its money back. If it stays silent for `confirmDays`, its bank may say so in its place. */
  @mutate
  confirmReturn(): void {
    require(this.current.value == State.RETURNING, "NOT_RETURNING", "no money is being paid back");
    this.checkReceiver(this.who.value.payer, this.who.value.payerBank);
    this.current.value = State.RETURNED;
    new ReturnConfirmed(Context.caller).emit();
  }

  private end(state: State): void {
    this.clearQuote();
    this.current.value = state;
    new Ended(Context.caller, state == State.EXPIRED).emit();
  }
}

function isSame(a: Bytes, b: Bytes): bool {
  if (a.length != b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] != b[i]) return false;
  return true;
}
