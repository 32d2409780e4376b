// Written by `tally bindings` from token 1.0.0: how another contract calls it.
import { Address, Amount, call, CallResult, callOrRevert, Writer } from "tally";

/**
 * A fungible token. Who deploys it owns it and alone may mint; the sum of all balances is the total supply. Whatever it
 * refuses ends the call with its own code; what begins with `try` gives the status instead.
 */
export class TokenClient {
  constructor(readonly at: Address) {}

  /** The owner makes new money. */
  mint(to: Address, amount: Amount): void {
    callOrRevert(this.at, "mint", new Writer().put<Address>(to).put<Amount>(amount)).finish();
  }

  tryMint(to: Address, amount: Amount): CallResult {
    return call(this.at, "mint", new Writer().put<Address>(to).put<Amount>(amount));
  }

  /** The sender pays. */
  transfer(to: Address, amount: Amount): void {
    callOrRevert(this.at, "transfer", new Writer().put<Address>(to).put<Amount>(amount)).finish();
  }

  tryTransfer(to: Address, amount: Amount): CallResult {
    return call(this.at, "transfer", new Writer().put<Address>(to).put<Amount>(amount));
  }

  /** The sender lets somebody spend up to this amount; replaces what was allowed before. */
  approve(spender: Address, amount: Amount): void {
    callOrRevert(this.at, "approve", new Writer().put<Address>(spender).put<Amount>(amount)).finish();
  }

  tryApprove(spender: Address, amount: Amount): CallResult {
    return call(this.at, "approve", new Writer().put<Address>(spender).put<Amount>(amount));
  }

  /** The sender pays with somebody else's money, within what that holder allowed. */
  transferFrom(from: Address, to: Address, amount: Amount): void {
    callOrRevert(this.at, "transferFrom", new Writer().put<Address>(from).put<Address>(to).put<Amount>(amount)).finish();
  }

  tryTransferFrom(from: Address, to: Address, amount: Amount): CallResult {
    return call(this.at, "transferFrom", new Writer().put<Address>(from).put<Address>(to).put<Amount>(amount));
  }

  balanceOf(holder: Address): Amount {
    const reader = callOrRevert(this.at, "balanceOf", new Writer().put<Address>(holder));
    const value = reader.get<Amount>();
    reader.finish();
    return value;
  }

  /** How much the spender may still spend of the holder's money. */
  allowance(holder: Address, spender: Address): Amount {
    const reader = callOrRevert(this.at, "allowance", new Writer().put<Address>(holder).put<Address>(spender));
    const value = reader.get<Amount>();
    reader.finish();
    return value;
  }

  totalSupply(): Amount {
    const reader = callOrRevert(this.at, "totalSupply", new Writer());
    const value = reader.get<Amount>();
    reader.finish();
    return value;
  }

  name(): string {
    const reader = callOrRevert(this.at, "name", new Writer());
    const value = reader.get<string>();
    reader.finish();
    return value;
  }

  symbol(): string {
    const reader = callOrRevert(this.at, "symbol", new Writer());
    const value = reader.get<string>();
    reader.finish();
    return value;
  }

  decimals(): u8 {
    const reader = callOrRevert(this.at, "decimals", new Writer());
    const value = reader.get<u8>();
    reader.finish();
    return value;
  }

  owner(): Address {
    const reader = callOrRevert(this.at, "owner", new Writer());
    const value = reader.get<Address>();
    reader.finish();
    return value;
  }
}
