// What the contract reports.
import { Address, Amount, Bytes, Event } from "tally";

/** The parties agreed. */
@event
export class Agreed extends Event {
  constructor(
    public number: string,
    public payer: Address,
    public payee: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/** The payer says that it has paid in. */
@event
export class FundingRecorded extends Event {
  constructor(
    public endToEndId: string,
    public uetr: string,
  ) {
    super();
  }
}

/** The payee did not find the money. */
@event
export class FundingRejected extends Event {
  constructor(public reason: string) {
    super();
  }
}

/** The whole amount is held. */
@event
export class Funded extends Event {
  constructor(public amount: Amount) {
    super();
  }
}

/** The payee reported a milestone as delivered. */
@event
export class Delivered extends Event {
  constructor(
    public milestone: u32,
    public evidence: Bytes,
    public late: bool,
  ) {
    super();
  }
}

/** The payer did not accept a delivery, and there is no arbiter to ask. */
@event
export class Objected extends Event {
  constructor(
    public milestone: u32,
    public reason: string,
  ) {
    super();
  }
}

/** A party called the arbiter. */
@event
export class Disputed extends Event {
  constructor(
    public milestone: u32,
    public by: Address,
    public reason: string,
  ) {
    super();
  }
}

/** A milestone is settled: this much of it is the payee's, the rest the payer's. */
@event
export class Settled extends Event {
  constructor(
    public milestone: u32,
    public toPayee: Amount,
    public toPayer: Amount,
    public by: Address,
  ) {
    super();
  }
}

/** Money left the escrow, or was ordered to. */
@event
export class PaidOut extends Event {
  constructor(
    public payout: u32,
    public to: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/** The arrival of a payout was recorded. */
@event
export class PayoutConfirmed extends Event {
  constructor(
    public payout: u32,
    public by: Address,
    public endToEndId: string,
    public uetr: string,
  ) {
    super();
  }
}

/** Everything was released or refunded, and arrived. */
@event
export class Done extends Event {
  constructor(
    public released: Amount,
    public refunded: Amount,
  ) {
    super();
  }
}

/** It ended before anything was held. */
@event
export class Cancelled extends Event {
  constructor(public by: Address) {
    super();
  }
}
