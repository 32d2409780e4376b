// How another contract calls a token.
import { Address, Amount, callOrRevert, Writer } from "tally";

/** A token at an address. Whatever it refuses ends the caller's call with the token's own code. */
export class TokenClient {
  constructor(private at: Address) {}

  /** Pays with the holder's money, within what it allowed to the calling contract. */
  transferFrom(from: Address, to: Address, amount: Amount): void {
    callOrRevert(this.at, "transferFrom", new Writer(80).put(from).put(to).put(amount)).finish();
  }

  balanceOf(holder: Address): Amount {
    return callOrRevert(this.at, "balanceOf", new Writer(32).put(holder)).get<Amount>();
  }
}
