// A fungible token: one owner mints, holders transfer, and may let others spend for them.
import { Address, Amount, Context, Event, FungibleToken, Map, Map2, require, Value } from "tally";

/** Money moved from one holder to another. */
@event
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
class Approval extends Event {
  constructor(
    public owner: Address,
    public spender: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/** New money came into being. */
@event
class Mint extends Event {
  constructor(
    public to: Address,
    public amount: Amount,
  ) {
    super();
  }
}

/** A fungible token. Who deploys it owns it and alone may mint; the sum of all balances is the total supply. */
@contract("token", "1.0.0")
export class Token implements FungibleToken {
  private title: Value<string>;
  private ticker: Value<string>;
  private places: Value<u8>;
  private issuer: Value<Address>;
  private supply: Value<Amount>;
  private balances: Map<Address, Amount>;
  private allowances: Map2<Address, Address, Amount>;

  /** Names the token; the sender becomes its owner. Decimals say how many digits of a minor unit stand behind the point. */
  @init
  setup(name: string, symbol: string, decimals: u8): void {
    require(name.length > 0 && symbol.length > 0, "BAD_NAME", "a token needs a name and a symbol");
    require(decimals <= 30, "BAD_DECIMALS", "at most 30 decimals");
    this.title.value = name;
    this.ticker.value = symbol;
    this.places.value = decimals;
    this.issuer.value = Context.caller;
  }

  /** The owner makes new money. */
  @mutate
  mint(to: Address, amount: Amount): void {
    require(this.issuer.value == Context.caller, "NOT_OWNER", "only the owner may mint");
    require(!to.isZero, "BAD_ADDRESS", "nobody can hold money at the zero address");
    this.supply.value = this.supply.value.plus(amount);
    this.credit(to, amount);
    new Mint(to, amount).emit();
  }

  /** The sender pays. */
  @mutate
  transfer(to: Address, amount: Amount): void {
    this.move(Context.caller, to, amount);
  }

  /** The sender lets somebody spend up to this amount; replaces what was allowed before. */
  @mutate
  approve(spender: Address, amount: Amount): void {
    this.allowances.set(Context.caller, spender, amount);
    new Approval(Context.caller, spender, amount).emit();
  }

  /** The sender pays with somebody else's money, within what that holder allowed. */
  @mutate
  transferFrom(from: Address, to: Address, amount: Amount): void {
    const allowed = this.allowances.getOr(from, Context.caller, Amount.zero);
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
    return this.issuer.value;
  }

  private move(from: Address, to: Address, amount: Amount): void {
    const held = this.balanceOf(from);
    require(held >= amount, "BALANCE", "the balance is " + held.toString() + ", less than " + amount.toString());
    require(!to.isZero, "BAD_ADDRESS", "nobody can hold money at the zero address");
    this.balances.set(from, held.minus(amount));
    this.credit(to, amount);
    new Transfer(from, to, amount).emit();
  }

  private credit(to: Address, amount: Amount): void {
    this.balances.set(to, this.balanceOf(to).plus(amount));
  }
}
