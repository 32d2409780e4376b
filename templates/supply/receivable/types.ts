// What a certificate and its parts are. Days count from 1970-01-01 UTC, rates are hundredths of a percent.
import { Address, Amount, Bytes } from "tally";

export enum State {
  /** Prepared; the obligor has promised nothing yet. */
  DRAFT,
  /** Promised by the obligor, not yet accepted by the supplier. */
  ISSUED,
  LIVE,
  /** The due day has passed and something is unpaid. */
  OVERDUE,
  SETTLED,
  CANCELLED,
}

export enum PartState {
  HELD,
  OFFERED,
  /** The financier has recorded that it paid the price. */
  PRICED,
  /** The obligor has recorded that it paid. */
  PAID,
  SETTLED,
  CANCELLED,
}

/** What was agreed on; it never changes. */
@struct
export class Terms {
  constructor(
    public obligor: Address,
    public supplier: Address,
    /** The only one who may finance; the zero address if it is whoever a holder offers to. */
    public financier: Address,
    public token: Address,
    public number: string,
    public currency: string,
    public amount: Amount,
    public issued: u32,
    public due: u32,
    /** The last day on which the supplier can accept. */
    public acceptBy: u32,
    public minPart: Amount,
    public maxTiers: u32,
    /** Late interest a year, actual/360. */
    public lateRate: u32,
    /** Days after which a payment that the holder neither confirms nor contests counts as confirmed. */
    public confirmDays: u32,
    public invoiceNumber: string,
    public invoiceHash: Bytes,
    public contractNumber: string,
  ) {}
}

/** A part of the certificate. Part 1 is the whole at the start. */
@struct
export class Part {
  constructor(
    public number: u32,
    /** The part that it was split from; 0 for part 1. */
    public parent: u32,
    public holder: Address,
    public amount: Amount,
    /** 1 with the supplier, and one more with each transfer. */
    public tier: u32,
    public state: PartState,
    /** It was financed once, or was split from a part that was. */
    public financed: bool,
    /** To whom it is offered; the zero address if it is not. */
    public financier: Address,
    public price: Amount,
    /** Late interest that was paid with it. */
    public interest: Amount,
    /** The day on which the latest payment was recorded; 0 if none is. */
    public paidOn: u32,
    public endToEndId: string,
    public uetr: string,
  ) {}

  get isOpen(): bool {
    return this.state != PartState.SETTLED && this.state != PartState.CANCELLED;
  }

  clearOffer(): void {
    this.financier = Address.zero;
    this.price = Amount.zero;
  }

  clearPayment(): void {
    this.paidOn = 0;
    this.endToEndId = "";
    this.uetr = "";
  }
}
