// A contract that uses a token, for tests with a token that is a mock.

/** Pays with a token, asks it, and goes on if it refuses. */
export const SHOP = `import { Address, Amount, call, callOrRevert, Context, require, Value, Writer } from "tally";
@contract("shop", "1.0.0")
export class Shop {
  private token: Value<Address>;
  private refused: Value<u32>;
  @init setup(token: Address): void { this.token.value = token; }
  @mutate buy(price: Amount): Amount {
    const input = new Writer().put<Address>(Context.caller).put<Address>(Context.self).put<Amount>(price);
    callOrRevert(this.token.value, "transferFrom", input).finish();
    return this.held(Context.self);
  }
  @mutate tryToBuy(price: Amount): u32 {
    const input = new Writer().put<Address>(Context.caller).put<Address>(Context.self).put<Amount>(price);
    const status = call(this.token.value, "transferFrom", input).status;
    if (status != 0) this.refused.value = this.refused.value + 1;
    return status;
  }
  @mutate buyAndRegret(price: Amount): void {
    this.buy(price);
    require(false, "REGRET", "changed my mind");
  }
  @view held(who: Address): Amount {
    return callOrRevert(this.token.value, "balanceOf", new Writer().put<Address>(who)).get<Amount>();
  }
}`;
