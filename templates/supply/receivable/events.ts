// What a certificate reports.
import { Address, Amount, Event } from "tally";

/** The obligor promised to pay. */
@event
export class Issued extends Event {
  constructor(
    public number: string,
    public obligor: Address,
    public supplier: Address,
    public amount: Amount,
    public due: u32,
  ) {
    super();
  }
}

/** The supplier accepted the certificate for its invoice. */
@event
export class Accepted extends Event {
  constructor(public supplier: Address) {
    super();
  }
}

/** The certificate ended before it was accepted. */
@event
export class Cancelled extends Event {
  constructor(
    public by: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/** An amount of a part became a part of its own, with the same holder. */
@event
export class Split extends Event {
  constructor(
    public part: u32,
    public newPart: u32,
    public amount: Amount,
  ) {
    super();
  }
}

/** A part was passed on to the next tier. */
@event
export class Transferred extends Event {
  constructor(
    public part: u32,
    public from: Address,
    public to: Address,
    public tier: u32,
  ) {
    super();
  }
}

/** A holder offers a part to a financier. */
@event
export class Offered extends Event {
  constructor(
    public part: u32,
    public financier: Address,
    public price: Amount,
  ) {
    super();
  }
}

/** An offer is no longer open. */
@event
export class Withdrawn extends Event {
  constructor(public part: u32) {
    super();
  }
}

/** A payment to the holder was recorded: the price by a financier, or the amount with late interest by the obligor. */
@event
export class Recorded extends Event {
  constructor(
    public part: u32,
    public payer: Address,
    public holder: Address,
    public amount: Amount,
    public endToEndId: string,
    public uetr: string,
  ) {
    super();
  }
}

/** The holder says that a recorded payment did not arrive. */
@event
export class Contested extends Event {
  constructor(
    public part: u32,
    public holder: Address,
    public uetr: string,
  ) {
    super();
  }
}

/** A financier paid the price and holds the part. */
@event
export class Financed extends Event {
  constructor(
    public part: u32,
    public financier: Address,
    public seller: Address,
    public price: Amount,
  ) {
    super();
  }
}

/** The due day has passed, and this much is unpaid. */
@event
export class Overdue extends Event {
  constructor(public outstanding: Amount) {
    super();
  }
}

/** The obligor paid a part, and late interest with it. */
@event
export class Settled extends Event {
  constructor(
    public part: u32,
    public holder: Address,
    public amount: Amount,
    public interest: Amount,
  ) {
    super();
  }
}
