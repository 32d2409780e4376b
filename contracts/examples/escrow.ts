// An escrow: the buyer's money waits until the parties, the deadline or an arbiter say whose it is.
import { Address, Amount, Context, Day, Event, Map, require, Value } from "tally";
import { Cash } from "./cash";

export enum State {
  OPEN,
  DISPUTED,
  CLOSED,
}

/** Days from opening to the deadline, at most. */
const LONGEST: u32 = 3_650;

/** What the parties agreed on. Days count from 1970-01-01 UTC. */
@struct
export class Deal {
  constructor(
    public buyer: Address,
    public seller: Address,
    public arbiter: Address,
    public token: Address,
    public amount: Amount,
    /** The last day on which a party can call the arbiter. */
    public deadline: u32,
    public state: State,
  ) {}
}

/** A buyer paid in. */
@event
class Opened extends Event {
  constructor(
    public id: u64,
    public deal: Deal,
  ) {
    super();
  }
}

/** A party called the arbiter. */
@event
class Disputed extends Event {
  constructor(
    public id: u64,
    public by: Address,
  ) {
    super();
  }
}

/** The money was paid out. */
@event
class Closed extends Event {
  constructor(
    public id: u64,
    public toSeller: Amount,
    public toBuyer: Amount,
  ) {
    super();
  }
}

/**
 * Deals of two parties, each with an arbiter of its own and in a token of its own. The buyer can release the money and the seller can
 * give it back at any time. After the deadline the buyer can take it back, unless a party called the arbiter before; then the arbiter
 * divides it. What this contract holds of a token is the sum of the deals in it that are not closed.
 */
@contract("escrow", "1.0.0")
export class Escrow {
  private count: Value<u64>;
  private deals: Map<u64, Deal>;

  /** The sender, a buyer who allowed this contract to spend the amount, pays in. Gives the number of the deal. */
  @mutate
  open(seller: Address, arbiter: Address, token: Address, amount: Amount, deadline: u32): u64 {
    const buyer = Context.caller;
    require(!seller.isZero && seller != buyer, "BAD_SELLER", "the seller is somebody else");
    require(!arbiter.isZero && arbiter != buyer && arbiter != seller, "BAD_ARBITER", "the arbiter is a third party");
    require(!amount.isZero, "BAD_AMOUNT", "the amount must be more than nothing");
    const today = Context.day;
    require(deadline > today && deadline <= today + LONGEST, "BAD_DEADLINE", "the deadline is a day of the next ten years");
    const id = this.count.value;
    const deal = new Deal(buyer, seller, arbiter, token, amount, deadline, State.OPEN);
    this.count.value = id + 1;
    this.deals.set(id, deal);
    new Opened(id, deal).emit();
    new Cash(token).pull(buyer, amount);
    return id;
  }

  /** The buyer has what was bought: the seller gets the money. */
  @mutate
  release(id: u64): void {
    const deal = this.pending(id);
    require(Context.caller == deal.buyer, "NOT_BUYER", "only the buyer releases the money");
    this.close(id, deal, deal.amount);
  }

  /** The buyer gets the money back: from the seller at any time, or by itself after the deadline. */
  @mutate
  refund(id: u64): void {
    const deal = this.pending(id);
    if (Context.caller != deal.seller) {
      require(Context.caller == deal.buyer, "NOT_PARTY", "only for the buyer and the seller");
      require(deal.state == State.OPEN, "DISPUTED", "the arbiter decides, or the seller gives it back");
      require(Context.day > deal.deadline, "TOO_EARLY", "not before " + Day.text(deal.deadline + 1));
    }
    this.close(id, deal, Amount.zero);
  }

  /** The buyer or the seller calls the arbiter; from now on the deadline means nothing. */
  @mutate
  dispute(id: u64): void {
    const deal = this.pending(id);
    require(Context.caller == deal.buyer || Context.caller == deal.seller, "NOT_PARTY", "only for the buyer and the seller");
    require(deal.state == State.OPEN, "DISPUTED", "the arbiter was called already");
    require(Context.day <= deal.deadline, "TOO_LATE", "the last day for it was " + Day.text(deal.deadline));
    deal.state = State.DISPUTED;
    this.deals.set(id, deal);
    new Disputed(id, Context.caller).emit();
  }

  /** The arbiter divides the money: the seller gets this much, the buyer the rest. */
  @mutate
  decide(id: u64, toSeller: Amount): void {
    const deal = this.pending(id);
    require(Context.caller == deal.arbiter, "NOT_ARBITER", "only the arbiter decides");
    require(deal.state == State.DISPUTED, "NO_DISPUTE", "nobody called the arbiter");
    require(toSeller <= deal.amount, "TOO_MUCH", "there is " + deal.amount.toString() + " to divide");
    this.close(id, deal, toSeller);
  }

  @view
  dealOf(id: u64): Deal {
    require(this.deals.has(id), "UNKNOWN", "there is no deal " + id.toString());
    return this.deals.get(id);
  }

  private pending(id: u64): Deal {
    const deal = this.dealOf(id);
    require(deal.state != State.CLOSED, "CLOSED", "the money was paid out");
    return deal;
  }

  // The deal is closed before the token is called: whatever that calls in turn finds nothing to take.
  private close(id: u64, deal: Deal, toSeller: Amount): void {
    const toBuyer = deal.amount.minus(toSeller);
    deal.state = State.CLOSED;
    this.deals.set(id, deal);
    new Closed(id, toSeller, toBuyer).emit();
    if (!toSeller.isZero) new Cash(deal.token).pay(deal.seller, toSeller);
    if (!toBuyer.isZero) new Cash(deal.token).pay(deal.buyer, toBuyer);
  }
}
