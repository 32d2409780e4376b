// An English auction in a token: the highest bid wins, whoever was outbid takes the money back, and a late bid gives the others time.
import { Address, Amount, Context, Event, Map, Rate, require, Value } from "tally";
import { Cash } from "./cash";

const MINUTE: u64 = 60_000;
const LONGEST: u32 = 90 * 24 * 60;
/** A bid in the last so many milliseconds moves the end so far behind itself. */
const EXTENSION: u64 = 10 * MINUTE;
/** A bid is at least so many basis points above the one before: 5 %. */
const STEP: u32 = 500;

/** Somebody bids most. Times are milliseconds since 1970 UTC. */
@event
class Bid extends Event {
  constructor(
    public bidder: Address,
    public amount: Amount,
    public ends: u64,
  ) {
    super();
  }
}

/** The auction is over; without a bid the winner is the zero address. */
@event
class Closed extends Event {
  constructor(
    public winner: Address,
    public price: Amount,
  ) {
    super();
  }
}

/** Somebody took out what is owed. */
@event
class Withdrawn extends Event {
  constructor(
    public by: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/**
 * The auction of one lot; who deploys it sells. Nobody is ever paid by somebody else's call: what is owed waits until its owner takes it,
 * so that no bidder can stop the next. What this contract holds is the highest bid, and after the end the price, and all that is owed.
 */
@contract("auction", "1.0.0")
export class Auction {
  private owner: Value<Address>;
  private cash: Value<Address>;
  private what: Value<string>;
  private least: Value<Amount>;
  private end: Value<u64>;
  private isClosed: Value<bool>;
  private leader: Value<Address>;
  private best: Value<Amount>;
  private debts: Map<Address, Amount>;

  /** What is sold, in which token, from which price on, and for how long. */
  @init
  setup(lot: string, token: Address, reserve: Amount, minutes: u32): void {
    require(lot.length > 0, "BAD_LOT", "say what is sold");
    require(!token.isZero, "BAD_TOKEN", "a token must be named");
    require(!reserve.isZero, "BAD_RESERVE", "the lowest price must be more than nothing");
    require(minutes > 0 && minutes <= LONGEST, "BAD_MINUTES", "an auction takes between a minute and ninety days");
    this.owner.value = Context.caller;
    this.what.value = lot;
    this.cash.value = token;
    this.least.value = reserve;
    this.end.value = Context.time + minutes * MINUTE;
  }

  /** The sender, who allowed this contract to spend the amount, bids it. It is owed to the sender as soon as somebody bids more. */
  @mutate
  bid(amount: Amount): void {
    const bidder = Context.caller;
    const next = this.minimum();
    require(Context.time < this.end.value, "OVER", "the auction is over");
    require(bidder != this.owner.value, "OWN_LOT", "the seller does not bid");
    require(amount >= next, "TOO_LOW", "the next bid is at least " + next.toString());
    if (this.leader.isSet) this.owe(this.leader.value, this.best.value);
    this.leader.value = bidder;
    this.best.value = amount;
    this.end.value = max(this.end.value, Context.time + EXTENSION);
    new Bid(bidder, amount, this.end.value).emit();
    new Cash(this.cash.value).pull(bidder, amount);
  }

  /** After the end anybody closes the auction: from then on the price is owed to the seller. */
  @mutate
  close(): void {
    require(Context.time >= this.end.value, "RUNNING", "the auction is not over yet");
    require(!this.isClosed.value, "CLOSED", "the auction was closed");
    this.isClosed.value = true;
    if (this.leader.isSet) this.owe(this.owner.value, this.best.value);
    new Closed(this.leader.value, this.best.value).emit();
  }

  /** The sender takes out what is owed to it. Gives how much that is. */
  @mutate
  withdraw(): Amount {
    const amount = this.owed(Context.caller);
    require(!amount.isZero, "NOTHING", "nothing is owed to the caller");
    this.debts.remove(Context.caller);
    new Withdrawn(Context.caller, amount).emit();
    new Cash(this.cash.value).pay(Context.caller, amount);
    return amount;
  }

  /** The least that the next bid must be. */
  @view
  minimum(): Amount {
    if (!this.leader.isSet) return this.least.value;
    const best = this.best.value;
    const step = Rate.of(best, STEP);
    return best.plus(step.isZero ? Amount.of(1) : step);
  }

  @view
  owed(who: Address): Amount {
    return this.debts.getOr(who, Amount.zero);
  }

  /** Who bids most: the winner, once the auction is over. The zero address if nobody did. */
  @view
  highestBidder(): Address {
    return this.leader.value;
  }

  @view
  highestBid(): Amount {
    return this.best.value;
  }

  /** When it ends, unless somebody bids late: milliseconds since 1970 UTC. */
  @view
  ends(): u64 {
    return this.end.value;
  }

  @view
  lot(): string {
    return this.what.value;
  }

  @view
  seller(): Address {
    return this.owner.value;
  }

  @view
  token(): Address {
    return this.cash.value;
  }

  private owe(who: Address, amount: Amount): void {
    this.debts.set(who, this.owed(who).plus(amount));
  }
}
