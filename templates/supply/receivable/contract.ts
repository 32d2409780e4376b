// A payable certificate: a core enterprise promises to pay a supplier, and the promise travels up the supply chain in parts.
import { Address, Amount, Bytes, Context, Day, require } from "tally";
import { Book } from "./book";
import * as events from "./events";
import { FINANCING, FINANCING_ALLOWED, SETTLEMENT, SETTLEMENT_RECORDED, SETTLEMENT_TOKEN } from "./options";
import { pay } from "./payment";
import { checkTerms } from "./terms";
import { Part, PartState, State, Terms } from "./types";

/**
 * One certificate. Its parts add up to what was promised, each has one holder, and there are never more than 64, since none is smaller
 * than a 64th. Until the due day holders split parts, pass them on and have them financed; from then on the obligor pays part by part.
 */
@contract("receivable", "1.0.0")
export class Receivable extends Book {
  /** Writes down what was agreed on. Nothing is promised before the obligor issues it, whoever deploys it. */
  @init
  setup(
    obligor: Address,
    obligorId: string,
    supplier: Address,
    supplierId: string,
    financier: Address,
    financierId: string,
    number: string,
    currency: string,
    amount: Amount,
    issued: u32,
    due: u32,
    acceptBy: u32,
    minPart: Amount,
    maxTiers: u32,
    lateRate: u32,
    confirmDays: u32,
    invoiceNumber: string,
    invoiceHash: Bytes,
    contractNumber: string,
    token: Address,
  ): void {
    const terms = new Terms(
      obligor, supplier, financier, token, number, currency, amount, issued, due, acceptBy,
      minPart, maxTiers, lateRate, confirmDays, invoiceNumber, invoiceHash, contractNumber,
    );
    checkTerms(terms);
    require(obligorId.length > 0 && supplierId.length > 0, "BAD_PARTY", "obligor and supplier must have identifiers");
    this.agreed.value = terms;
    this.obligorIdentifier.value = obligorId;
    this.supplierIdentifier.value = supplierId;
    this.financierIdentifier.value = financierId;
  }

  /** The obligor promises to pay. */
  @mutate
  issue(): void {
    const terms = this.agreed.value;
    this.checkStage(State.DRAFT);
    require(Context.caller == terms.obligor, "NOT_OBLIGOR", "only the obligor may issue the certificate");
    require(Context.day <= terms.acceptBy, "TOO_LATE", "the last day for acceptance was " + Day.text(terms.acceptBy));
    const none = Address.zero;
    const zero = Amount.zero;
    const whole = new Part(1, 0, terms.supplier, terms.amount, 1, PartState.HELD, false, none, zero, zero, 0, "", "");
    this.stage.value = State.ISSUED;
    this.count.value = 1;
    this.list.set(1, whole);
    this.open.value = terms.amount;
    new events.Issued(terms.number, terms.obligor, terms.supplier, terms.amount, terms.due).emit();
  }

  /** The supplier accepts the certificate for its invoice. */
  @mutate
  accept(): void {
    const terms = this.agreed.value;
    this.checkStage(State.ISSUED);
    require(Context.caller == terms.supplier, "NOT_SUPPLIER", "only the supplier may accept the certificate");
    require(Context.day <= terms.acceptBy, "TOO_LATE", "the last day for acceptance was " + Day.text(terms.acceptBy));
    this.stage.value = State.LIVE;
    new events.Accepted(terms.supplier).emit();
  }

  /** The obligor takes it back before the supplier has accepted. */
  @mutate
  cancel(): void {
    require(Context.caller == this.agreed.value.obligor, "NOT_OBLIGOR", "only the obligor may take the certificate back");
    this.annul();
  }

  /** The supplier does not want it. */
  @mutate
  decline(): void {
    require(Context.caller == this.agreed.value.supplier, "NOT_SUPPLIER", "only the supplier may decline the certificate");
    this.annul();
  }

  /** Anybody ends what was not accepted in time. */
  @mutate
  lapse(): void {
    require(Context.day >= this.lapseDay(), "NOT_YET", "the certificate does not lapse before " + Day.text(this.lapseDay()));
    this.annul();
  }

  /** The holder makes an amount of a part a part of its own, and keeps both. Gives its number. */
  @mutate
  split(part: u32, amount: Amount): u32 {
    const whole = this.tradable(part);
    const least = this.agreed.value.minPart;
    require(amount < whole.amount, "TOO_MUCH", "the amount must be less than the " + whole.amount.toString() + " of the part");
    const rest = whole.amount.minus(amount);
    require(amount >= least && rest >= least, "TOO_SMALL", "no part is smaller than " + least.toString());
    const number = this.count.value + 1;
    this.count.value = number;
    whole.amount = rest;
    this.list.set(part, whole);
    whole.number = number;
    whole.parent = part;
    whole.amount = amount;
    this.list.set(number, whole);
    new events.Split(part, number, amount).emit();
    return number;
  }

  /** The holder passes a whole part on to the next tier. */
  @mutate
  transfer(part: u32, to: Address): void {
    const passed = this.tradable(part);
    const terms = this.agreed.value;
    require(!to.isZero && to != passed.holder && to != terms.obligor, "BAD_HOLDER", "the next holder must be neither the present holder nor the obligor");
    require(passed.tier < terms.maxTiers, "TOO_DEEP", "the part has reached tier " + passed.tier.toString() + ", the last one");
    const from = passed.holder;
    passed.holder = to;
    passed.tier += 1;
    this.list.set(part, passed);
    new events.Transferred(part, from, to, passed.tier).emit();
  }

  /** The holder offers a part to a financier at a price, usually below its amount. */
  @mutate
  offer(part: u32, financier: Address, price: Amount): void {
    require(FINANCING == FINANCING_ALLOWED, "NO_FINANCING", "parts of this certificate cannot be financed");
    if (FINANCING == FINANCING_ALLOWED) {
      const offered = this.tradable(part);
      const terms = this.agreed.value;
      require(!offered.financed, "FINANCED", "the part was financed, which happens once");
      const isThird = !financier.isZero && financier != offered.holder && financier != terms.obligor;
      require(isThird, "BAD_FINANCIER", "the financier must be neither the holder nor the obligor");
      const isFree = terms.financier.isZero || financier == terms.financier;
      require(isFree, "OTHER_FINANCIER", "only the financier that the certificate names may finance its parts");
      require(!price.isZero && price <= offered.amount, "BAD_PRICE", "the price must be more than zero, and at most the amount of the part");
      offered.state = PartState.OFFERED;
      offered.financier = financier;
      offered.price = price;
      this.list.set(part, offered);
      new events.Offered(part, financier, price).emit();
    }
  }

  /** The holder takes an offer back, unless the financier has paid. */
  @mutate
  withdraw(part: u32): void {
    const offered = this.existing(part);
    require(offered.holder == Context.caller, "NOT_HOLDER", "only the holder of the part may do this");
    require(offered.state == PartState.OFFERED, "NO_OFFER", "the part is not on offer, or its price is being paid");
    offered.state = PartState.HELD;
    offered.clearOffer();
    this.list.set(part, offered);
    new events.Withdrawn(part).emit();
  }

  /** The financier pays the price. It names amount and price, so that nobody can change them under its hands. */
  @mutate
  finance(part: u32, amount: Amount, price: Amount, endToEndId: string, uetr: string): void {
    const wanted = this.existing(part);
    const terms = this.agreed.value;
    require(wanted.state == PartState.OFFERED, "NO_OFFER", "the part is not on offer, or its price is being paid");
    require(wanted.financier == Context.caller, "NOT_FINANCIER", "the part is on offer to somebody else");
    require(Context.day <= this.lastFinanceDay(), "DUE", "the last day for financing was " + Day.text(this.lastFinanceDay()));
    require(amount == wanted.amount && price == wanted.price, "OTHER_TERMS", "amount or price are not those of the offer");
    this.takeReferences(wanted, endToEndId, uetr);
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      const seller = wanted.holder;
      this.handOver(wanted);
      pay(terms.token, Context.caller, seller, price);
    } else {
      wanted.state = PartState.PRICED;
      this.list.set(part, wanted);
      new events.Recorded(part, Context.caller, wanted.holder, price, endToEndId, uetr).emit();
    }
  }

  /** The obligor pays a part, from the due day on, with late interest if it is later. */
  @mutate
  settle(part: u32, endToEndId: string, uetr: string): void {
    const owed = this.existing(part);
    const terms = this.agreed.value;
    const stage = this.stage.value;
    require(Context.caller == terms.obligor, "NOT_OBLIGOR", "only the obligor may pay parts");
    require(stage == State.LIVE || stage == State.OVERDUE, "WRONG_STATE", "there is nothing to settle");
    require(Context.day >= terms.due, "NOT_DUE", "the certificate is due on " + Day.text(terms.due));
    require(owed.isOpen, "SETTLED", "the part was paid already");
    const isPending = owed.state == PartState.PRICED || owed.state == PartState.PAID;
    require(!isPending, "PENDING", "a recorded payment must be confirmed or contested first");
    const interest = this.interestOf(owed);
    const total = owed.amount.plus(interest);
    this.takeReferences(owed, endToEndId, uetr);
    owed.interest = interest;
    owed.clearOffer();
    if (SETTLEMENT == SETTLEMENT_TOKEN) {
      this.close(owed);
      pay(terms.token, terms.obligor, owed.holder, total);
    } else {
      owed.state = PartState.PAID;
      this.list.set(part, owed);
      new events.Recorded(part, terms.obligor, owed.holder, total, endToEndId, uetr).emit();
    }
  }

  /** The holder confirms that a recorded payment arrived. */
  @mutate
  confirm(part: u32): void {
    const pending = this.pending(part);
    require(pending.holder == Context.caller, "NOT_HOLDER", "only the holder of the part may do this");
    if (SETTLEMENT == SETTLEMENT_RECORDED) this.land(pending);
  }

  /** The holder says that a recorded payment did not arrive; things stand as before it. */
  @mutate
  contest(part: u32): void {
    const pending = this.pending(part);
    require(pending.holder == Context.caller, "NOT_HOLDER", "only the holder of the part may do this");
    if (SETTLEMENT == SETTLEMENT_RECORDED) {
      const uetr = pending.uetr;
      this.references.remove(uetr);
      pending.state = pending.state == PartState.PRICED ? PartState.OFFERED : PartState.HELD;
      pending.interest = Amount.zero;
      pending.clearPayment();
      this.list.set(part, pending);
      new events.Contested(part, Context.caller, uetr).emit();
    }
  }

  /** Anybody concludes a payment that the holder neither confirmed nor contested in time. */
  @mutate
  conclude(part: u32): void {
    const pending = this.pending(part);
    const last = pending.paidOn + this.agreed.value.confirmDays;
    require(Context.day > last, "NOT_YET", "the holder may confirm or contest the payment until " + Day.text(last));
    if (SETTLEMENT == SETTLEMENT_RECORDED) this.land(pending);
  }

  /** Anybody states that the due day has passed and that something is unpaid. */
  @mutate
  markOverdue(): void {
    this.checkStage(State.LIVE);
    require(Context.day >= this.overdueDay(), "NOT_YET", "the certificate is not overdue before " + Day.text(this.overdueDay()));
    let isUnpaid = false;
    const count = this.count.value;
    for (let number: u32 = 1; number <= count; number++) {
      const part = this.list.get(number);
      if (part.isOpen && part.state != PartState.PAID) isUnpaid = true;
    }
    require(isUnpaid, "ALL_PAID", "a payment of every part is recorded, which holders have yet to confirm");
    this.stage.value = State.OVERDUE;
    new events.Overdue(this.open.value).emit();
  }
}
