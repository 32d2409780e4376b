// What a pledge of goods is made of. Days count from 1970-01-01 UTC, ratios and rates are hundredths of a percent.
import { Address, Amount } from "tally";

export enum State {
  /** Prepared; the warehouse has not confirmed that it holds the goods. */
  DRAFT,
  ISSUED,
  /** The owner offers the goods as security. */
  OFFERED,
  PLEDGED,
  /** The cover is too thin and has to be restored by a day. */
  MARGIN_CALL,
  /** The lender may sell. */
  DEFAULTED,
  /** Nothing is owed; what is left is the owner's. */
  RELEASED,
  CLOSED,
}

export enum Purpose {
  LOAN,
  REPAYMENT,
  SURPLUS,
}

export enum Level {
  PLEDGE,
  WARNING,
  LIQUIDATION,
}

/** What was agreed on; it never changes. */
@struct
export class Terms {
  constructor(
    public owner: Address,
    public warehouse: Address,
    public lender: Address,
    public reporter: Address,
    public token: Address,
    public number: string,
    public currency: string,
    public goods: string,
    public hsCode: string,
    public unit: string,
    public place: string,
    public quantity: u64,
    /** The most units that the receipt may come to be over. */
    public capacity: u64,
    public unitPrice: Amount,
    public loan: Amount,
    /** Interest a year, actual/360. */
    public rate: u32,
    public due: u32,
    /** The most that is lent on the goods, and that a cured loan may come to. */
    public pledgeRatio: u32,
    /** Above it the owner has to restore the cover. */
    public warningRatio: u32,
    /** Above it the lender need not wait. */
    public liquidationRatio: u32,
    public cureDays: u32,
    /** Days after which a report is stale. */
    public maxAge: u32,
    /** The lowest price of a sale, as a part of the reported one. */
    public saleFloor: u32,
    public confirmDays: u32,
    public loanContract: string,
  ) {}
}

/** Where the goods are that the warehouse has received, in whole units. */
@struct
export class Goods {
  constructor(
    public received: u64,
    public pledged: u64,
    /** In the warehouse, and not pledged. */
    public free: u64,
    public withdrawn: u64,
    public spoiled: u64,
    public sold: u64,
  ) {}
}

/** What became of the loan. What was lent is owed, repaid, recovered or written off. */
@struct
export class Debt {
  constructor(
    public lent: Amount,
    public owed: Amount,
    public repaid: Amount,
    /** Paid by sales of goods. */
    public recovered: Amount,
    public writtenOff: Amount,
    /** Interest up to `since` that is unpaid. */
    public interest: Amount,
    public interestPaid: Amount,
    public since: u32,
    /** What the lender got and has to hand over to the owner. */
    public surplus: Amount,
    public surplusPaid: Amount,
  ) {}

  /** Takes money in: interest first, then the loan, and what is left is the owner's. Gives what went to the loan. */
  take(amount: Amount): Amount {
    const toInterest = amount < this.interest ? amount : this.interest;
    const behind = amount.minus(toInterest);
    const toLoan = behind < this.owed ? behind : this.owed;
    this.interest = this.interest.minus(toInterest);
    this.interestPaid = this.interestPaid.plus(toInterest);
    this.owed = this.owed.minus(toLoan);
    this.surplus = this.surplus.plus(behind.minus(toLoan));
    return toLoan;
  }
}

/** A bank payment that was recorded, and that its receiver has yet to confirm. */
@struct
export class Payment {
  constructor(
    public purpose: Purpose,
    public amount: Amount,
    public day: u32,
    public endToEndId: string,
    public uetr: string,
  ) {}
}

/** The price of a unit below which a ratio is exceeded. */
@struct
export class Threshold {
  constructor(
    public level: Level,
    public ratio: u32,
    public unitPrice: Amount,
  ) {}
}
