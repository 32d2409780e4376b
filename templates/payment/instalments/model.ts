// What the contract keeps and answers: who takes part, the debt, its schedule, and where it stands.
import { Address, Amount } from "tally";

export enum State {
  /** The debtor has to accept. */
  AGREED,
  ACTIVE,
  /** An instalment is not paid after its days of grace, and somebody said so. */
  OVERDUE,
  /** The creditor called the rest due. */
  DEFAULTED,
  PAID,
  WRITTEN_OFF,
  CANCELLED,
}

export enum Kind {
  NONE,
  /** The next instalment, with late interest. */
  INSTALMENT,
  /** All that is left, with interest to the day. */
  PAY_OFF,
  /** Part of what was called due, interest first. */
  PART,
}

@struct
export class Parties {
  constructor(
    public creditor: Address,
    public creditorId: string,
    public debtor: Address,
    public debtorId: string,
    public number: string,
    public currency: string,
    public token: Address,
  ) {}
}

/** The debt as it was agreed on. Rates are in hundredths of a percent a year. */
@struct
export class Debt {
  constructor(
    public principal: Amount,
    public rate: u32,
    public count: u32,
    public start: u32,
    public firstDue: u32,
    public lateRate: u32,
    public graceDays: u32,
    public defaultDays: u32,
    public confirmDays: u32,
  ) {}
}

/** An instalment; numbers begin with 1. */
@struct
export class Instalment {
  constructor(
    public number: u32,
    public due: u32,
    public principal: Amount,
    public interest: Amount,
    public total: Amount,
  ) {}
}

/** A payment that the debtor says to have made on a day. */
@struct
export class Payment {
  constructor(
    public kind: Kind,
    public amount: Amount,
    public day: u32,
    public endToEndId: string,
    public uetr: string,
  ) {}
}
