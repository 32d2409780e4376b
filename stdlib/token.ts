// Tokens: what a fungible token offers, and how another contract calls one.
import { Address } from "./address";
import { Amount } from "./amount";
import { call, callOrRevert, CallResult } from "./call";
import { Writer } from "./codec";

/**
 * What wallets and other contracts expect of a fungible token: `class Coin implements FungibleToken` has the compiler check that nothing is
 * missing. A transfer that cannot be made reverts, so nothing has to be looked at afterwards.
 */
export interface FungibleToken {
  /** The caller pays. */
  transfer(to: Address, amount: Amount): void;
  /** The caller lets somebody spend up to this amount. */
  approve(spender: Address, amount: Amount): void;
  /** The caller pays with the holder's money, within what the holder allowed it. */
  transferFrom(from: Address, to: Address, amount: Amount): void;
  /** What the holder has. */
  balanceOf(holder: Address): Amount;
  /** How much the spender may still spend of the holder's money. */
  allowance(holder: Address, spender: Address): Amount;
  /** What all holders have together. */
  totalSupply(): Amount;
  /** `Gold` */
  name(): string;
  /** `XAU` */
  symbol(): string;
  /** Digits of a minor unit that stand behind the point. */
  decimals(): u8;
}

/** A token at an address. Whatever it refuses ends the call with the token's own code; what begins with `try` gives the status instead. */
export class TokenClient {
  /** The token at an address. */
  constructor(
    /** The token's contract. */
    readonly at: Address,
  ) {}

  /** This contract pays. */
  transfer(to: Address, amount: Amount): void {
    callOrRevert(this.at, "transfer", transferOf(to, amount)).finish();
  }

  /** The same, and goes on if it is refused. */
  tryTransfer(to: Address, amount: Amount): CallResult {
    return call(this.at, "transfer", transferOf(to, amount));
  }

  /** Lets somebody spend up to this amount of this contract's money. */
  approve(spender: Address, amount: Amount): void {
    callOrRevert(this.at, "approve", transferOf(spender, amount)).finish();
  }

  /** Pays with the holder's money, within what it allowed to this contract. */
  transferFrom(from: Address, to: Address, amount: Amount): void {
    callOrRevert(this.at, "transferFrom", transferFromOf(from, to, amount)).finish();
  }

  /** The same, and goes on if it is refused. */
  tryTransferFrom(from: Address, to: Address, amount: Amount): CallResult {
    return call(this.at, "transferFrom", transferFromOf(from, to, amount));
  }

  /** What the holder has. */
  balanceOf(holder: Address): Amount {
    return amountOf(this.at, "balanceOf", new Writer(32).put(holder));
  }

  /** How much the spender may still spend of the holder's money. */
  allowance(holder: Address, spender: Address): Amount {
    return amountOf(this.at, "allowance", new Writer(64).put(holder).put(spender));
  }

  /** What all holders have together. */
  totalSupply(): Amount {
    return amountOf(this.at, "totalSupply", new Writer(0));
  }

  /** The token's name. */
  name(): string {
    return textOf(this.at, "name");
  }

  /** Its short name. */
  symbol(): string {
    return textOf(this.at, "symbol");
  }

  /** Digits of a minor unit that stand behind the point. */
  decimals(): u8 {
    const reader = callOrRevert(this.at, "decimals", new Writer(0));
    const places = reader.get<u8>();
    reader.finish();
    return places;
  }
}

function transferOf(to: Address, amount: Amount): Writer {
  return new Writer(48).put(to).put(amount);
}

function transferFromOf(from: Address, to: Address, amount: Amount): Writer {
  return new Writer(80).put(from).put(to).put(amount);
}

function amountOf(at: Address, method: string, input: Writer): Amount {
  const reader = callOrRevert(at, method, input);
  const amount = reader.get<Amount>();
  reader.finish();
  return amount;
}

function textOf(at: Address, method: string): string {
  const reader = callOrRevert(at, method, new Writer(0));
  const text = reader.get<string>();
  reader.finish();
  return text;
}
