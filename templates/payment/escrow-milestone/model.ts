// What the contract keeps and answers: terms, milestones, payouts, and their states.
import { Address, Amount, Bytes } from "tally";

export enum State {
  /** Agreed; the payer has not paid in. */
  OPEN,
  /** The payer says that it has paid in; the payee has not confirmed. */
  FUNDING,
  /** The money is held. */
  FUNDED,
  /** The arbiter has to divide the money of at least one milestone. */
  DISPUTED,
  /** Nothing is held any more; receivers have to confirm what arrived. */
  SETTLING,
  DONE,
  CANCELLED,
}

export enum Stage {
  PLANNED,
  DELIVERED,
  DISPUTED,
  RELEASED,
  REFUNDED,
  DIVIDED,
}

/** A milestone as the parties agree on it. `due` is the day by which it should be delivered. */
@struct
export class Milestone {
  constructor(
    public title: string,
    public amount: Amount,
    public due: u32,
  ) {}
}

/** A milestone as it stands; numbers begin with 1. `since` is the day on which it came to its stage. */
@struct
export class Progress {
  constructor(
    public number: u32,
    public title: string,
    public amount: Amount,
    public due: u32,
    public stage: Stage,
    public since: u32,
    /** What of it went to the payee; the rest went to the payer once it is settled. */
    public toPayee: Amount,
    /** SHA-256 of what was handed in with the last report of delivery. */
    public evidence: Bytes,
  ) {}

  get isPending(): bool {
    return this.stage <= Stage.DISPUTED;
  }
}

/** Money that left the escrow; numbers begin with 1. `day` is the day on which it was ordered. */
@struct
export class Payout {
  constructor(
    public number: u32,
    public to: Address,
    public amount: Amount,
    public day: u32,
    public confirmed: bool,
    public endToEndId: string,
    public uetr: string,
  ) {}
}

/** What was agreed and does not change. */
@struct
export class Terms {
  constructor(
    public payer: Address,
    public payerId: string,
    public payee: Address,
    public payeeId: string,
    public arbiter: Address,
    public arbiterId: string,
    public number: string,
    public currency: string,
    public amount: Amount,
    public fundBy: u32,
    public deadline: u32,
    public disputeDays: u32,
    public decisionDays: u32,
    public token: Address,
  ) {}
}
