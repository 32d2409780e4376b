// What a pledge of goods reports.
import { Address, Amount, Event } from "tally";
import { Purpose } from "./types";

/** The warehouse confirmed that it holds the goods. */
@event
export class Issued extends Event {
  constructor(
    public number: string,
    public warehouse: Address,
    public owner: Address,
    public quantity: u64,
  ) {
    super();
  }
}

/** The receipt ended before the goods were confirmed. */
@event
export class Cancelled extends Event {
  constructor(public by: Address) {
    super();
  }
}

/** The owner offered the goods as security. */
@event
export class Offered extends Event {
  constructor(
    public lender: Address,
    public quantity: u64,
  ) {
    super();
  }
}

/** The owner took its offer back. */
@event
export class Withheld extends Event {
  constructor(public quantity: u64) {
    super();
  }
}

/** The loan was paid out, and the goods are pledged. */
@event
export class Pledged extends Event {
  constructor(
    public lender: Address,
    public loan: Amount,
    public quantity: u64,
  ) {
    super();
  }
}

/** A bank payment was recorded. */
@event
export class Recorded extends Event {
  constructor(
    public purpose: Purpose,
    public payer: Address,
    public amount: Amount,
    public endToEndId: string,
    public uetr: string,
  ) {
    super();
  }
}

/** The receiver says that a recorded payment did not arrive. */
@event
export class Contested extends Event {
  constructor(
    public purpose: Purpose,
    public amount: Amount,
    public uetr: string,
  ) {
    super();
  }
}

/** The owner paid back, interest first. */
@event
export class Repaid extends Event {
  constructor(
    public amount: Amount,
    public owed: Amount,
  ) {
    super();
  }
}

/** A price of a unit was reported. */
@event
export class PriceReported extends Event {
  constructor(
    public sequence: u32,
    public asOf: u32,
    public price: Amount,
  ) {
    super();
  }
}

/** Goods were reported as spoiled. */
@event
export class Spoiled extends Event {
  constructor(
    public sequence: u32,
    public asOf: u32,
    public quantity: u64,
  ) {
    super();
  }
}

/** The cover is too thin. */
@event
export class MarginCalled extends Event {
  constructor(
    public claim: Amount,
    public value: Amount,
    public cureBy: u32,
  ) {
    super();
  }
}

/** The cover is restored. */
@event
export class Cured extends Event {
  constructor(
    public claim: Amount,
    public value: Amount,
  ) {
    super();
  }
}

/** The owner will bring more goods; none takes it back. */
@event
export class TopUpAnnounced extends Event {
  constructor(public quantity: u64) {
    super();
  }
}

/** The warehouse received more goods, which are pledged. */
@event
export class ToppedUp extends Event {
  constructor(public quantity: u64) {
    super();
  }
}

/** Goods are no longer pledged. */
@event
export class Released extends Event {
  constructor(public quantity: u64) {
    super();
  }
}

/** The owner took goods out of the warehouse. */
@event
export class Withdrawn extends Event {
  constructor(public quantity: u64) {
    super();
  }
}

/** The goods are frozen for the lender, who may sell them. */
@event
export class Defaulted extends Event {
  constructor(
    public claim: Amount,
    public quantity: u64,
  ) {
    super();
  }
}

/** The lender sold goods, or took them over. */
@event
export class Sold extends Event {
  constructor(
    public quantity: u64,
    public proceeds: Amount,
    public reference: string,
    public owed: Amount,
    public surplus: Amount,
  ) {
    super();
  }
}

/** The goods no longer secure the rest of the loan. */
@event
export class WrittenOff extends Event {
  constructor(
    public owed: Amount,
    public interest: Amount,
  ) {
    super();
  }
}

/** The owner got what was left of a sale. */
@event
export class SurplusPaid extends Event {
  constructor(public amount: Amount) {
    super();
  }
}

/** No goods are left, and nobody owes anything. */
@event
export class Closed extends Event {
  constructor(public number: string) {
    super();
  }
}
