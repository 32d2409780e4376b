// What the contract reports.
import { Address, Amount, Event } from "tally";
import { Kind } from "./model";

/** A creditor proposes a debt and how it is paid back. */
@event
export class Agreed extends Event {
  constructor(
    public number: string,
    public creditor: Address,
    public debtor: Address,
    public principal: Amount,
  ) {
    super();
  }
}

/** The debtor acknowledged the debt. */
@event
export class Accepted extends Event {
  constructor(public principal: Amount) {
    super();
  }
}

/** It ended before the debtor accepted. */
@event
export class Cancelled extends Event {
  constructor(public by: Address) {
    super();
  }
}

/** The debtor says to have paid. */
@event
export class PaymentRecorded extends Event {
  constructor(
    public kind: Kind,
    public amount: Amount,
    public endToEndId: string,
    public uetr: string,
  ) {
    super();
  }
}

/** A payment that was recorded did not arrive, or the debtor took it back. */
@event
export class PaymentDropped extends Event {
  constructor(
    public by: Address,
    public reason: string,
  ) {
    super();
  }
}

/** A payment was made: this much of it for principal, the rest for interest. */
@event
export class Paid extends Event {
  constructor(
    public kind: Kind,
    public amount: Amount,
    public principal: Amount,
    public outstanding: Amount,
  ) {
    super();
  }
}

/** An instalment is not paid after its days of grace. */
@event
export class Overdue extends Event {
  constructor(
    public number: u32,
    public due: u32,
  ) {
    super();
  }
}

/** Nothing is overdue any more. */
@event
export class Cured extends Event {
  constructor(public next: u32) {
    super();
  }
}

/** The creditor called the rest due, with interest to the day. */
@event
export class Called extends Event {
  constructor(
    public principal: Amount,
    public interest: Amount,
  ) {
    super();
  }
}

/** Nothing is owed any more. */
@event
export class Ended extends Event {
  constructor(
    public repaid: Amount,
    public interest: Amount,
  ) {
    super();
  }
}

/** The creditor gave up what was left. */
@event
export class WrittenOff extends Event {
  constructor(public principal: Amount) {
    super();
  }
}
