// What the contract keeps and answers: who takes part, what was ordered, and where it stands.
import { Address, Amount, Bytes } from "tally";

export enum State {
  /** The payer's bank has to quote a rate. */
  ORDERED,
  /** A rate is quoted, and locked for a time. */
  QUOTED,
  /** The payer accepted and says to have paid its bank, which has to confirm. */
  ACCEPTED,
  /** The payer's leg is held. */
  LOCKED,
  /** The payee's bank says to have paid out; the payee has to confirm. */
  PAYING,
  /** The payer's leg goes back; the payer has to confirm. */
  RETURNING,
  /** Both legs are done. */
  SETTLED,
  /** The payer has its leg back. */
  RETURNED,
  /** Its last day passed before the payer's leg was held. */
  EXPIRED,
  CANCELLED,
}

/** Who takes part, with the identifier of each. */
@struct
export class Parties {
  constructor(
    public payer: Address,
    public payerId: string,
    public payee: Address,
    public payeeId: string,
    public payerBank: Address,
    public payerBankId: string,
    public payeeBank: Address,
    public payeeBankId: string,
  ) {}
}

/** What was ordered and does not change. */
@struct
export class Order {
  constructor(
    public number: string,
    public currency: string,
    public amount: Amount,
    public payoutCurrency: string,
    public fee: Amount,
    public minPayout: Amount,
    public purpose: string,
    public lockMinutes: u32,
    public expires: u32,
    public confirmDays: u32,
    public travelRecord: Bytes,
    public endToEndId: string,
    public uetr: string,
    public token: Address,
    public payoutToken: Address,
  ) {}
}
