// The money of the token that pays, as the contract moves it from one holder to another.
import { Address, Amount, require, TokenClient } from "tally";

/** The money of one token. What the token refuses ends the call with the token's own code. */
export class Cash {
  private token: TokenClient;

  constructor(at: Address) {
    this.token = new TokenClient(at);
  }

  /** Pays with the money of a holder who allowed it. All of it has to arrive: a token may keep a fee, or pretend. */
  move(from: Address, to: Address, amount: Amount): void {
    if (amount.isZero) return;
    const before = this.token.balanceOf(to);
    this.token.transferFrom(from, to, amount);
    const after = this.token.balanceOf(to);
    require(after == before.plus(amount), "SHORT", "the token did not deliver the whole amount");
  }
}
