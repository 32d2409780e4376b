// A token with what a token in use needs: a cap, minting by role, an emergency stop, and allowances that cannot be raced.
import { Address, Amount, Context, Event, Map, Map2, Owner, Pause, require, Roles, Value } from "tally";

/** Money moved from one holder to another; new money comes from the zero address. */
@event
@indexed("from", "to")
class Transfer extends Event {
  constructor(
    public from: Address,
    public to: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/** A holder let somebody spend up to an amount. */
@event
@indexed("owner", "spender")
class Approval extends Event {
  constructor(
    public owner: Address,
    public spender: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/**
 * A fungible token. All balances add up to the supply, which is never above the cap. The owner gives and takes roles and has none
 * by itself: a MINTER makes money, a PAUSER stops all money and lets it go on.
 */
@contract("coin", "1.0.0")
export class Coin {
  private title: Value<string>;
  private ticker: Value<string>;
  private places: Value<u8>;
  private most: Value<Amount>;
  private supply: Value<Amount>;
  private balances: Map<Address, Amount>;
  private allowances: Map2<Address, Address, Amount>;

  /** Names the token and says how much of it there may ever be; whoever deploys it is its owner. */
  @init
  setup(name: string, symbol: string, decimals: u8, cap: Amount): void {
    require(name.length > 0 && symbol.length > 0, "BAD_NAME", "a token needs a name and a symbol");
    require(decimals <= 30, "BAD_DECIMALS", "at most 30 decimals");
    require(!cap.isZero, "BAD_CAP", "a cap of nothing would allow no money at all");
    this.title.value = name;
    this.ticker.value = symbol;
    this.places.value = decimals;
    this.most.value = cap;
    Owner.begin(Context.caller);
  }

  /** The owner gives a role, MINTER or PAUSER. */
  @mutate
  grant(role: string, who: Address): void {
    Owner.check();
    require(role == "MINTER" || role == "PAUSER", "BAD_ROLE", "a role is MINTER or PAUSER");
    Roles.grant(role, who);
  }

  /** The owner takes a role away. */
  @mutate
  revoke(role: string, who: Address): void {
    Owner.check();
    Roles.revoke(role, who);
  }

  /** The owner offers the ownership; it changes hands when the other accepts. */
  @mutate
  offerOwnership(to: Address): void {
    Owner.offer(to);
  }

  @mutate
  acceptOwnership(): void {
    Owner.accept();
  }

  @mutate
  @only("PAUSER")
  pause(): void {
    Pause.on();
  }

  @mutate
  @only("PAUSER")
  resume(): void {
    Pause.off();
  }

  /** Makes new money, up to the cap. */
  @mutate
  @only("MINTER")
  mint(to: Address, amount: Amount): void {
    Pause.check();
    const supply = this.supply.value.plus(amount);
    require(supply <= this.most.value, "CAP", "there may be at most " + this.most.value.toString());
    this.supply.value = supply;
    this.credit(to, amount);
    new Transfer(Address.zero, to, amount).emit();
  }

  /** The sender pays. */
  @mutate
  transfer(to: Address, amount: Amount): void {
    this.move(Context.caller, to, amount);
  }

  /**
   * The sender lets somebody spend up to `amount` from now on, instead of `current`. If it is not `current` any more, because the
   * spender was faster, nothing changes: otherwise the spender would get both.
   */
  @mutate
  approve(spender: Address, current: Amount, amount: Amount): void {
    const allowed = this.allowance(Context.caller, spender);
    require(allowed == current, "CHANGED", "the allowance is " + allowed.toString() + ", and not " + current.toString());
    this.allowances.set(Context.caller, spender, amount);
    new Approval(Context.caller, spender, amount).emit();
  }

  /** The sender pays with somebody else's money, within what that holder allowed. */
  @mutate
  transferFrom(from: Address, to: Address, amount: Amount): void {
    const allowed = this.allowance(from, Context.caller);
    require(allowed >= amount, "ALLOWANCE", "the holder allowed " + allowed.toString() + ", less than " + amount.toString());
    this.allowances.set(from, Context.caller, allowed.minus(amount));
    this.move(from, to, amount);
  }

  @view
  balanceOf(holder: Address): Amount {
    return this.balances.getOr(holder, Amount.zero);
  }

  /** How much the spender may still spend of the holder's money. */
  @view
  allowance(holder: Address, spender: Address): Amount {
    return this.allowances.getOr(holder, spender, Amount.zero);
  }

  @view
  totalSupply(): Amount {
    return this.supply.value;
  }

  @view
  cap(): Amount {
    return this.most.value;
  }

  @view
  name(): string {
    return this.title.value;
  }

  @view
  symbol(): string {
    return this.ticker.value;
  }

  @view
  decimals(): u8 {
    return this.places.value;
  }

  @view
  owner(): Address {
    return Owner.address;
  }

  @view
  hasRole(role: string, who: Address): bool {
    return Roles.has(role, who);
  }

  @view
  isPaused(): bool {
    return Pause.isOn;
  }

  private move(from: Address, to: Address, amount: Amount): void {
    Pause.check();
    const held = this.balanceOf(from);
    require(held >= amount, "BALANCE", "the balance is " + held.toString() + ", less than " + amount.toString());
    this.balances.set(from, held.minus(amount));
    this.credit(to, amount);
    new Transfer(from, to, amount).emit();
  }

  private credit(to: Address, amount: Amount): void {
    require(!to.isZero, "BAD_ADDRESS", "nobody can hold money at the zero address");
    this.balances.set(to, this.balanceOf(to).plus(amount));
  }
}
