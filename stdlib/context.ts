// Context: where and for whom this call runs.
import { Address } from "./address";
import * as host from "./host";

let cachedCaller: Address | null = null;
let cachedSelf: Address | null = null;

/** Where and for whom this call runs. Nothing in it changes during a call, but for the gas. */
export abstract class Context {
  /** Who called: the account that signed, or the calling contract. Unauthenticated in a query. */
  static get caller(): Address {
    const known = cachedCaller;
    if (known) return known;
    const address = new Address();
    host.caller(changetype<usize>(address));
    cachedCaller = address;
    return address;
  }

  /** This contract. */
  static get self(): Address {
    const known = cachedSelf;
    if (known) return known;
    const address = new Address();
    host.self(changetype<usize>(address));
    cachedSelf = address;
    return address;
  }

  /** The name that was called; in a fallback that of the method that it stands in for. */
  static get method(): string {
    const name = heap.alloc(64);
    return String.UTF8.decodeUnsafe(name, host.method(name, 64));
  }

  /** Height of the block. */
  static get height(): u64 {
    return host.height();
  }

  /** Time of the block, milliseconds since 1970 UTC. */
  static get time(): u64 {
    return host.time();
  }

  /** Day of the block, days since 1970-01-01 UTC. */
  static get day(): u32 {
    return <u32>(host.time() / 86_400_000);
  }

  /** The id of the chain, 32 bytes. */
  static get chain(): Uint8Array {
    const id = new Uint8Array(32);
    host.chain(id.dataStart);
    return id;
  }

  /** The id of the transaction, 32 bytes; all zero in a query. */
  static get txId(): Uint8Array {
    const id = new Uint8Array(32);
    host.tx_id(id.dataStart);
    return id;
  }

  /** Gas that this frame may still spend. */
  static get gasLeft(): u64 {
    return host.gas_left();
  }
}
