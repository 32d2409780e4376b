// The money of the token that pays, as the contract holds it for others.
import { Address, Amount, Context, require, TokenClient } from "tally";

/** The money of one token. What the token refuses ends the call with the token's own code. */
export class Cash {
  private token: TokenClient;

  constructor(at: Address) {
    this.token = new TokenClient(at);
  }

  /** Takes money from a holder who allowed it. All of it has to arrive: a token may keep a fee, or pretend. */
  pull(from: Address, amount: Amount): void {
    const before = this.token.balanceOf(Context.self);
    this.token.transferFrom(from, Context.self, amount);
    const after = this.token.balanceOf(Context.self);
    require(after == before.plus(amount), "SHORT", "the token did not deliver the whole amount");
  }

  /** Pays out of what this contract holds; nothing is not paid. */
  pay(to: Address, amount: Amount): void {
    if (!amount.isZero) this.token.transfer(to, amount);
  }
}
