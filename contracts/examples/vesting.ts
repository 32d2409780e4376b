// Vesting: money that becomes somebody's day by day, with a cliff, and can be taken back as far as it has not.
import { Address, Amount, Context, Day, Event, Map, require, Value } from "tally";
import { Cash } from "./cash";

/** Days from the start to the end, at most. */
const LONGEST: u32 = 36_500;

/** A grant and what was paid out of it. Days count from 1970-01-01 UTC. */
@struct
export class Grant {
  constructor(
    public funder: Address,
    public holder: Address,
    public total: Amount,
    public paid: Amount,
    public start: u32,
    public cliff: u32,
    public end: u32,
    public revocable: bool,
  ) {}

  /** What has become the holder's by a day: nothing before the cliff, then in proportion to the days since the start. */
  vestedOn(day: u32): Amount {
    if (day < this.cliff) return Amount.zero;
    if (day >= this.end) return this.total;
    return this.total.mulDiv(day - this.start, this.end - this.start);
  }
}

/** Somebody set money aside for a holder. */
@event
class Granted extends Event {
  constructor(
    public id: u64,
    public grant: Grant,
  ) {
    super();
  }
}

/** A holder took what had become its own. */
@event
class Claimed extends Event {
  constructor(
    public id: u64,
    public amount: Amount,
  ) {
    super();
  }
}

/** A funder took back what had not become the holder's. */
@event
class Revoked extends Event {
  constructor(
    public id: u64,
    public amount: Amount,
  ) {
    super();
  }
}

/** Grants in one token. What this contract holds of it is the sum over all grants of what was granted and not paid. */
@contract("vesting", "1.0.0")
export class Vesting {
  private cash: Value<Address>;
  private count: Value<u64>;
  private grants: Map<u64, Grant>;

  /** Names the token. */
  @init
  setup(token: Address): void {
    require(!token.isZero, "BAD_TOKEN", "a token must be named");
    this.cash.value = token;
  }

  /**
   * The sender, who allowed this contract to spend the amount, sets it aside. It becomes the holder's from the cliff on, all of it by the
   * end; with all three days the same, at once on that day. Gives the number of the grant.
   */
  @mutate
  grant(holder: Address, amount: Amount, start: u32, cliff: u32, end: u32, revocable: bool): u64 {
    require(!holder.isZero, "BAD_HOLDER", "a grant needs a holder");
    require(!amount.isZero, "BAD_AMOUNT", "the amount must be more than nothing");
    require(start <= cliff && cliff <= end, "BAD_DAYS", "the cliff is between the start and the end");
    require(end <= Context.day + LONGEST, "BAD_DAYS", "the end is within a hundred years");
    const id = this.count.value;
    const grant = new Grant(Context.caller, holder, amount, Amount.zero, start, cliff, end, revocable);
    this.count.value = id + 1;
    this.grants.set(id, grant);
    new Granted(id, grant).emit();
    new Cash(this.cash.value).pull(Context.caller, amount);
    return id;
  }

  /** The holder takes what has become its own. Gives how much that is. */
  @mutate
  claim(id: u64): Amount {
    const grant = this.grantOf(id);
    require(Context.caller == grant.holder, "NOT_HOLDER", "only the holder claims");
    require(Context.day >= grant.cliff, "CLIFF", "nothing before " + Day.text(grant.cliff));
    const amount = grant.vestedOn(Context.day).minus(grant.paid);
    require(!amount.isZero, "NOTHING", "there is nothing to claim today");
    grant.paid = grant.paid.plus(amount);
    this.grants.set(id, grant);
    new Claimed(id, amount).emit();
    new Cash(this.cash.value).pay(grant.holder, amount);
    return amount;
  }

  /** The funder takes back what has not become the holder's; what has, stays. Gives how much that is. */
  @mutate
  revoke(id: u64): Amount {
    const grant = this.grantOf(id);
    require(Context.caller == grant.funder, "NOT_FUNDER", "only the funder revokes");
    require(grant.revocable, "FINAL", "the grant cannot be revoked, or was already");
    const vested = grant.vestedOn(Context.day);
    const amount = grant.total.minus(vested);
    require(!amount.isZero, "NOTHING", "all of it is the holder's");
    grant.total = vested;
    grant.cliff = min(grant.cliff, Context.day);
    grant.end = Context.day;
    grant.revocable = false;
    this.grants.set(id, grant);
    new Revoked(id, amount).emit();
    new Cash(this.cash.value).pay(grant.funder, amount);
    return amount;
  }

  @view
  grantOf(id: u64): Grant {
    require(this.grants.has(id), "UNKNOWN", "there is no grant " + id.toString());
    return this.grants.get(id);
  }

  /** What the holder could claim today. */
  @view
  claimable(id: u64): Amount {
    const grant = this.grantOf(id);
    return grant.vestedOn(Context.day).minus(grant.paid);
  }

  @view
  token(): Address {
    return this.cash.value;
  }
}
