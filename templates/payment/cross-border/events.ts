// What the contract reports.
import { Address, Amount, Decimal, Event } from "tally";

/** A payment was ordered. */
@event
export class Ordered extends Event {
  constructor(
    public number: string,
    public endToEndId: string,
    public uetr: string,
    public amount: Amount,
    public fee: Amount,
  ) {
    super();
  }
}

/** The payer's bank quoted a rate. `until` is in milliseconds since 1970. */
@event
export class Quoted extends Event {
  constructor(
    public rate: Decimal,
    public payout: Amount,
    public until: u64,
  ) {
    super();
  }
}

/** A quote was not accepted in time. */
@event
export class Lapsed extends Event {
  constructor(public rate: Decimal) {
    super();
  }
}

/** The payer accepted the quote. */
@event
export class Accepted extends Event {
  constructor(
    public rate: Decimal,
    public payout: Amount,
  ) {
    super();
  }
}

/** The payer's leg is held. */
@event
export class Locked extends Event {
  constructor(public paidIn: Amount) {
    super();
  }
}

/** The payee's bank has seen the record of originator and beneficiary. */
@event
export class TravelRecordConfirmed extends Event {
  constructor(public by: Address) {
    super();
  }
}

/** The payee's bank says to have paid out. */
@event
export class PayoutRecorded extends Event {
  constructor(public payout: Amount) {
    super();
  }
}

/** A payment that was recorded did not arrive: the payer's at its bank, or the payout. */
@event
export class Rejected extends Event {
  constructor(
    public by: Address,
    public reason: string,
  ) {
    super();
  }
}

/** Both legs are done. */
@event
export class Settled extends Event {
  constructor(
    public payout: Amount,
    public cover: Amount,
    public fee: Amount,
  ) {
    super();
  }
}

/** A bank will not do it. */
@event
export class Declined extends Event {
  constructor(
    public by: Address,
    public reason: string,
  ) {
    super();
  }
}

/** The payer's leg goes back, with the fee. */
@event
export class Returned extends Event {
  constructor(public amount: Amount) {
    super();
  }
}

/** The payer has its leg back. */
@event
export class ReturnConfirmed extends Event {
  constructor(public by: Address) {
    super();
  }
}

/** It ended before the payer's leg was held. */
@event
export class Ended extends Event {
  constructor(
    public by: Address,
    public expired: bool,
  ) {
    super();
  }
}
