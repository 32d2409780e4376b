// A warehouse receipt that secures a loan: goods in a warehouse, watched by a reporter, pledged to a lender until it is paid.
import { Address, Amount, Context, Day, require, Rounding } from "tally";
import { Book } from "./book";
import * as events from "./events";
import { PAYMENTS, PAYMENTS_RECORDED, PAYMENTS_TOKEN, SENSOR, SENSOR_PRICE_AND_SENSOR } from "./options";
import { pay } from "./payment";
import { checkPrice, checkTerms, isCovered } from "./terms";
import { Debt, Goods, Payment, Purpose, State, Terms } from "./types";

const WHOLE: u32 = 10_000;

/**
 * One receipt. Units that the warehouse received are pledged, free, withdrawn, spoiled or sold; of the loan everything is owed, repaid,
 * recovered or written off. The lender is covered up to a ratio, is asked to wait when the cover gets thin, and sells only after that.
 */
@contract("warehouse-pledge", "1.0.0")
export class WarehousePledge extends Book {
  /** Writes down what was agreed on. Nobody is bound before the warehouse, the owner and the lender have acted, whoever deploys it. */
  @init
  setup(
    owner: Address,
    ownerId: string,
    warehouse: Address,
    warehouseId: string,
    lender: Address,
    lenderId: string,
    reporter: Address,
    reporterId: string,
    number: string,
    currency: string,
    goods: string,
    hsCode: string,
    unit: string,
    place: string,
    quantity: u64,
    capacity: u64,
    unitPrice: Amount,
    loan: Amount,
    rate: u32,
    due: u32,
    pledgeRatio: u32,
    warningRatio: u32,
    liquidationRatio: u32,
    cureDays: u32,
    maxAge: u32,
    saleFloor: u32,
    confirmDays: u32,
    loanContract: string,
    token: Address,
  ): void {
    this.begun(new Terms(
      owner, warehouse, lender, reporter, token, number, currency, goods, hsCode, unit, place, quantity, capacity,
      unitPrice, loan, rate, due, pledgeRatio, warningRatio, liquidationRatio, cureDays, maxAge, saleFloor, confirmDays, loanContract,
    ));
    this.identify(ownerId, warehouseId, lenderId, reporterId);
  }

  /** The warehouse confirms that it holds the goods, and how many. */
  @mutate
  issue(quantity: u64): void {
    const terms = this.agreed.value;
    this.checkStage(State.DRAFT);
    require(Context.caller == terms.warehouse, "NOT_WAREHOUSE", "only the warehouse may confirm goods");
    require(quantity == terms.quantity, "OTHER_QUANTITY", "the quantity of the receipt is " + terms.quantity.toString());
    const goods = this.stock.value;
    goods.received = quantity;
    goods.free = quantity;
    this.stock.value = goods;
    this.stage.value = State.ISSUED;
    new events.Issued(terms.number, terms.warehouse, terms.owner, quantity).emit();
  }

  /** Owner or warehouse end what was not confirmed. */
  @mutate
  cancel(): void {
    const terms = this.agreed.value;
    const isParty = Context.caller == terms.owner || Context.caller == terms.warehouse;
    require(isParty, "NOT_PARTY", "only the owner and the warehouse may do this");
    this.checkStage(State.DRAFT);
    this.stage.value = State.CLOSED;
    new events.Cancelled(Context.caller).emit();
  }

  /** The owner offers all goods that are there as security. */
  @mutate
  pledge(): void {
    this.checkOwner();
    this.checkStage(State.ISSUED);
    this.checkBeforeDue();
    const goods = this.stock.value;
    goods.pledged = goods.free;
    goods.free = 0;
    this.stock.value = goods;
    this.stage.value = State.OFFERED;
    new events.Offered(this.agreed.value.lender, goods.pledged).emit();
  }

  /** The owner takes the offer back, unless the lender has paid. */
  @mutate
  withhold(): void {
    this.checkOwner();
    this.checkStage(State.OFFERED);
    require(this.waiting.value === null, "PENDING", "a recorded payment must be confirmed or contested first");
    const goods = this.stock.value;
    const units = goods.pledged;
    goods.free = units;
    goods.pledged = 0;
    this.stock.value = goods;
    this.stage.value = State.ISSUED;
    new events.Withheld(units).emit();
    this.closeIfDone();
  }

  /** The lender accepts the pledge and pays the loan out, if it is covered at a fresh price. */
  @mutate
  disburse(endToEndId: string, uetr: string): void {
    const terms = this.agreed.value;
    this.checkLender();
    this.checkStage(State.OFFERED);
    this.checkBeforeDue();
    this.checkFresh();
    this.checkCover(terms.loan, this.stock.value.pledged);
    this.takeReferences(endToEndId, uetr);
    this.move(Purpose.LOAN, terms.owner, terms.loan, endToEndId, uetr);
  }

  /** The owner pays back, interest first; at most the claim of today. */
  @mutate
  repay(amount: Amount, endToEndId: string, uetr: string): void {
    this.checkOwner();
    require(this.isRunning || this.stage.value == State.DEFAULTED, "WRONG_STATE", "there is no claim to pay");
    require(!amount.isZero, "NOTHING", "the payment must be more than zero");
    require(amount <= this.claim(), "TOO_MUCH", "the claim is only " + this.claim().toString() + " today");
    this.takeReferences(endToEndId, uetr);
    this.move(Purpose.REPAYMENT, this.agreed.value.lender, amount, endToEndId, uetr);
  }

  /** The lender hands over what it got beyond its claim. */
  @mutate
  paySurplus(endToEndId: string, uetr: string): void {
    this.checkLender();
    const amount = this.account.value.surplus;
    require(!amount.isZero, "NOTHING", "there is no surplus to pay");
    this.takeReferences(endToEndId, uetr);
    this.move(Purpose.SURPLUS, this.agreed.value.owner, amount, endToEndId, uetr);
  }

  /** Whoever was paid by bank confirms that the money arrived. */
  @mutate
  confirm(): void {
    const payment = this.ownPayment();
    if (PAYMENTS == PAYMENTS_RECORDED) this.carryOut(payment);
  }

  /** Whoever was to be paid says that the money did not arrive; things stand as before. */
  @mutate
  contest(): void {
    const payment = this.ownPayment();
    if (PAYMENTS == PAYMENTS_RECORDED) {
      this.waiting.value = null;
      this.references.remove(payment.uetr);
      new events.Contested(payment.purpose, payment.amount, payment.uetr).emit();
      this.closeIfDone();
    }
  }

  /** Anybody concludes a payment that its receiver neither confirmed nor contested in time. */
  @mutate
  conclude(): void {
    const payment = this.waitingPayment();
    const last = payment.day + this.agreed.value.confirmDays;
    require(Context.day > last, "NOT_YET", "the receiver may confirm or contest the payment until " + Day.text(last));
    if (PAYMENTS == PAYMENTS_RECORDED) this.carryOut(payment);
  }

  /** The reporter says what a unit is worth. Reports are numbered without gaps, and neither old nor of days to come. */
  @mutate
  reportPrice(sequence: u32, asOf: u32, price: Amount): void {
    this.takeReport(sequence, asOf);
    checkPrice(price);
    this.reported.value = price;
    this.reportedOn.value = asOf;
    new events.PriceReported(sequence, asOf, price).emit();
    this.assess();
  }

  /** The reporter says how many pledged units have spoiled since the last report. */
  @mutate
  reportSpoilage(sequence: u32, asOf: u32, quantity: u64): void {
    require(SENSOR == SENSOR_PRICE_AND_SENSOR, "NO_SENSOR", "spoilage is not reported for this pledge");
    if (SENSOR == SENSOR_PRICE_AND_SENSOR) {
      this.takeReport(sequence, asOf);
      const goods = this.stock.value;
      this.checkUnits(quantity, goods.pledged);
      goods.pledged -= quantity;
      goods.spoiled += quantity;
      this.stock.value = goods;
      new events.Spoiled(sequence, asOf, quantity).emit();
      this.assess();
    }
  }

  /** The owner announces more goods of the same kind; nothing takes the announcement back. */
  @mutate
  announceTopUp(quantity: u64): void {
    this.checkOwner();
    require(this.isRunning, "WRONG_STATE", "goods can be added only while the loan runs");
    const room = this.agreed.value.capacity - this.stock.value.received;
    require(quantity <= room, "TOO_MUCH", "there is room for only " + room.toString() + " more");
    this.announced.value = quantity;
    new events.TopUpAnnounced(quantity).emit();
  }

  /** The warehouse confirms that it has received them; they are pledged. */
  @mutate
  confirmTopUp(quantity: u64): void {
    require(Context.caller == this.agreed.value.warehouse, "NOT_WAREHOUSE", "only the warehouse may confirm goods");
    require(this.isRunning, "WRONG_STATE", "goods can be added only while the loan runs");
    require(quantity > 0, "NOTHING", "the quantity must be more than zero");
    require(quantity == this.announced.value, "OTHER_QUANTITY", "the announced quantity is " + this.announced.value.toString());
    const goods = this.stock.value;
    goods.received += quantity;
    goods.pledged += quantity;
    this.stock.value = goods;
    this.announced.value = 0;
    new events.ToppedUp(quantity).emit();
    this.assess();
  }

  /** The lender lets goods go, as long as the rest covers the claim at a fresh price. */
  @mutate
  release(quantity: u64): void {
    this.checkLender();
    this.checkStage(State.PLEDGED);
    const goods = this.stock.value;
    this.checkUnits(quantity, goods.pledged);
    this.checkFresh();
    this.checkCover(this.claim(), goods.pledged - quantity);
    goods.pledged -= quantity;
    goods.free += quantity;
    this.stock.value = goods;
    new events.Released(quantity).emit();
  }

  /** The owner orders goods that are not pledged out of the warehouse, and has them. */
  @mutate
  withdraw(quantity: u64): void {
    this.checkOwner();
    const goods = this.stock.value;
    this.checkUnits(quantity, goods.free);
    goods.free -= quantity;
    goods.withdrawn += quantity;
    this.stock.value = goods;
    new events.Withdrawn(quantity).emit();
    this.closeIfDone();
  }

  /**
   * The lender states a default: the margin call was not met by its day, the loan was not paid by its due day, or the claim is above the
   * liquidation ratio at a fresh price. A payment that was recorded in time has to be confirmed or contested before.
   */
  @mutate
  declareDefault(): void {
    this.checkLender();
    require(this.isRunning, "WRONG_STATE", "there is no running loan to declare in default");
    const terms = this.agreed.value;
    const claim = this.claim();
    const isFresh = this.reportedOn.value + terms.maxAge >= Context.day;
    if (!isFresh || isCovered(claim, this.value(), terms.liquidationRatio)) this.checkMissed();
    this.stage.value = State.DEFAULTED;
    this.lastCureDay.value = 0;
    this.announced.value = 0;
    new events.Defaulted(claim, this.stock.value.pledged).emit();
  }

  /** The lender states that it sold goods, or took them over, for so much; what is beyond its claim is the owner's. */
  @mutate
  sell(quantity: u64, proceeds: Amount, reference: string): void {
    this.checkLender();
    this.checkStage(State.DEFAULTED);
    const goods = this.stock.value;
    this.checkUnits(quantity, goods.pledged);
    require(reference.length > 0 && reference.length <= 35, "BAD_REFERENCE", "the reference of a sale must have 1 to 35 characters");
    this.checkFresh();
    const least = this.worth(quantity).mulDiv(this.agreed.value.saleFloor, WHOLE, Rounding.Up);
    require(proceeds >= least, "BELOW_FLOOR", "the proceeds must be at least " + least.toString());
    goods.pledged -= quantity;
    goods.sold += quantity;
    this.stock.value = goods;
    const debt = this.accrued(Context.day);
    debt.recovered = debt.recovered.plus(debt.take(proceeds));
    this.account.value = debt;
    new events.Sold(quantity, proceeds, reference, debt.owed, debt.surplus).emit();
    this.assess();
  }

  /** The lender no longer looks to the goods for the rest of its claim. */
  @mutate
  writeOff(): void {
    this.checkLender();
    this.checkStage(State.DEFAULTED);
    const debt = this.accrued(Context.day);
    const rest = debt.owed;
    const interest = debt.interest;
    debt.writtenOff = debt.writtenOff.plus(rest);
    debt.owed = Amount.zero;
    debt.interest = Amount.zero;
    this.account.value = debt;
    new events.WrittenOff(rest, interest).emit();
    this.releaseAll();
  }

  private begun(terms: Terms): void {
    checkTerms(terms);
    const zero = Amount.zero;
    this.agreed.value = terms;
    this.stock.value = new Goods(0, 0, 0, 0, 0, 0);
    this.account.value = new Debt(zero, zero, zero, zero, zero, zero, zero, 0, zero, zero);
    this.reported.value = terms.unitPrice;
    this.reportedOn.value = Context.day;
  }

  private identify(owner: string, warehouse: string, lender: string, reporter: string): void {
    this.ownerIdentifier.value = owner;
    this.warehouseIdentifier.value = warehouse;
    this.lenderIdentifier.value = lender;
    this.reporterIdentifier.value = reporter;
  }

  private checkOwner(): void {
    require(Context.caller == this.agreed.value.owner, "NOT_OWNER", "only the owner may do this");
  }

  private checkLender(): void {
    require(Context.caller == this.agreed.value.lender, "NOT_LENDER", "only the lender may do this");
  }

  private checkBeforeDue(): void {
    const due = this.agreed.value.due;
    require(Context.day < due, "TOO_LATE", "this can be done only before the due day, " + Day.text(due));
  }

  private checkUnits(quantity: u64, most: u64): void {
    require(quantity > 0, "NOTHING", "the quantity must be more than zero");
    require(quantity <= most, "TOO_MUCH", "the quantity must be at most " + most.toString());
  }

  private checkCover(claim: Amount, units: u64): void {
    const isEnough = isCovered(claim, this.worth(units), this.agreed.value.pledgeRatio);
    require(isEnough, "NOT_COVERED", "the claim would be more than the pledge ratio allows");
  }

  // A payment of the last day that the lender has not answered keeps it from calling that day missed.
  private checkMissed(): void {
    const cureBy = this.lastCureDay.value;
    const due = this.agreed.value.due;
    const isCallMissed = cureBy > 0 && Context.day > cureBy;
    require(isCallMissed || Context.day > due, "NOT_YET", "neither the margin call nor the loan is past its last day");
    const payment = this.waiting.value;
    if (payment === null) return;
    require(payment.day > (isCallMissed ? cureBy : due), "PENDING", "a payment that was recorded in time must be confirmed or contested first");
  }

  private waitingPayment(): Payment {
    const payment = this.waiting.value;
    require(payment !== null, "NO_PAYMENT", "no payment waits to be confirmed");
    return payment!;
  }

  // Repayments go to the lender, everything else to the owner.
  private ownPayment(): Payment {
    const terms = this.agreed.value;
    const payment = this.waitingPayment();
    const receiver = payment.purpose == Purpose.REPAYMENT ? terms.lender : terms.owner;
    require(Context.caller == receiver, "NOT_RECEIVER", "only the receiver of the payment may do this");
    return payment;
  }

  private carryOut(payment: Payment): void {
    this.waiting.value = null;
    this.land(payment.purpose, payment.amount, payment.day);
  }

  private move(purpose: Purpose, to: Address, amount: Amount, endToEndId: string, uetr: string): void {
    if (PAYMENTS == PAYMENTS_TOKEN) {
      this.land(purpose, amount, Context.day);
      pay(this.agreed.value.token, Context.caller, to, amount);
    } else {
      this.note(purpose, amount, endToEndId, uetr);
    }
  }
}
