// Proxy: a contract that answers every call with another contract's code and storage, and what that one needs to trust it.
import { Address } from "./address";
import { callOrRevert } from "./call";
import { Writer } from "./codec";
import { Context } from "./context";
import { emitEvent } from "./event";
import * as host from "./host";
import { revert } from "./require";
import { Value } from "./storage";

/** Slots of `Proxy.implementation` and `Forwarded.proxy`, as numbers whose bytes in memory they are. */
const IMPLEMENTATION: u64 = 0x11f00532100f68d5;
const TRUSTED: u64 = 0xc2175fd3830218ac;

function current(): Value<Address> {
  return new Value<Address>(IMPLEMENTATION);
}

function trusted(): Value<Address> {
  return new Value<Address>(TRUSTED);
}

/**
 * Passes calls on: `@mutate fallback(): void { Proxy.forward(); }`. The other contract is called under the same method name, with the caller's
 * address before the arguments. It keeps its own storage and its own address; queries go to it directly.
 */
export abstract class Proxy {
  /** The contract that calls are passed on to; the zero address if none is set. */
  static get implementation(): Address {
    return current().value;
  }

  /** Sets it. Whoever may call the method that does so decides: this checks nothing. */
  static change(to: Address): void {
    const from = current().value;
    current().value = to;
    emitEvent("ImplementationChanged", new Writer().put<Address>(from).put<Address>(to));
  }

  /**
   * Passes this call on and gives back what comes of it; a refusal stays one. Reverts NO_IMPLEMENTATION if none is set, and CALLEE_REFUSED if it
   * has no such method.
   */
  static forward(): void {
    const to = current().value;
    if (to.isZero) revert("NO_IMPLEMENTATION", "the proxy stands for no contract yet");
    const length = host.input(0, 0);
    const given = heap.alloc(length);
    host.input(given, length);
    const input = new Writer(32 + length).put<Address>(Context.caller);
    input.raw(given, length);
    const output = callOrRevert(to, Context.method, input);
    host.output(output.pointer, output.left);
  }
}

/**
 * In the contract behind a {@link Proxy}: its methods have the caller's address as their first parameter, which is true only if the proxy says it.
 * `@init setup(proxy: Address): void { Forwarded.trust(proxy); }`, and `Forwarded.check()` at the beginning of each such method.
 */
export abstract class Forwarded {
  /** The proxy whose word is taken; the zero address if none is. */
  static get proxy(): Address {
    return trusted().value;
  }

  /** Names the proxy, once and for all. Reverts TRUSTED if there is one. */
  static trust(proxy: Address): void {
    if (trusted().isSet) revert("TRUSTED", "the proxy was named before");
    trusted().value = proxy;
  }

  /** Reverts NOT_FORWARDED unless the proxy calls. */
  static check(): void {
    const proxy = trusted().value;
    if (proxy.isZero || proxy != Context.caller) revert("NOT_FORWARDED", "only through the proxy");
  }
}
