// Access: who may do what. Each part keeps its state in the contract's own storage, under the slot of a field of its name.
import { Address } from "./address";
import { Writer } from "./codec";
import { Context } from "./context";
import { emitEvent } from "./event";
import * as host from "./host";
import { revert } from "./require";
import { Map2, Value } from "./storage";

/** Slots of `Roles.members`, `Owner.owner`, `Owner.offered` and `Pause.paused`, as numbers whose bytes in memory they are. */
const MEMBERS: u64 = 0xa53916b99f4d335d;
const OWNER: u64 = 0x62bc52875544e3da;
const OFFERED: u64 = 0x221c8c80808a0d30;
const PAUSED: u64 = 0x70e8af9b6143c27e;

// Made where they are used: what is made at the top of a file is paid for by every contract, whether it uses it or not.
function members(): Map2<string, Address, bool> {
  return new Map2<string, Address, bool>(MEMBERS);
}

function owner(): Value<Address> {
  return new Value<Address>(OWNER);
}

function offered(): Value<Address> {
  return new Value<Address>(OFFERED);
}

function paused(): Value<bool> {
  return new Value<bool>(PAUSED);
}

/** Named roles and who has them. `@only("MINTER")` on a method lets nobody else call it. */
export abstract class Roles {
  /** Whether somebody has the role. */
  static has(role: string, who: Address): bool {
    return members().getOr(role, who, false);
  }

  /** Gives a role. Whoever may call the method that does so decides: this checks nothing. */
  static grant(role: string, who: Address): void {
    if (Roles.has(role, who)) return;
    members().set(role, who, true);
    emitEvent("RoleGranted", new Writer().put<string>(role).put<Address>(who).put<Address>(Context.caller));
  }

  /** Takes a role away. It checks nothing either. */
  static revoke(role: string, who: Address): void {
    if (!Roles.has(role, who)) return;
    members().remove(role, who);
    emitEvent("RoleRevoked", new Writer().put<string>(role).put<Address>(who).put<Address>(Context.caller));
  }

  /** Reverts NO_ROLE unless the caller has the role. */
  static check(role: string): void {
    if (!Roles.has(role, Context.caller)) revert("NO_ROLE", "only for " + role);
  }

  /** Reverts NO_ROLE unless the caller has one of the roles. */
  static checkAny(roles: string[]): void {
    for (let i = 0; i < roles.length; i++) if (Roles.has(roles[i], Context.caller)) return;
    revert("NO_ROLE", "only for " + roles.join(" or "));
  }
}

/** Roles that were granted by transaction (`tally role grant`), in this contract or in the chain: what the contract keeps itself is {@link Roles}. */
export abstract class Granted {
  /** Whether somebody has the role in this contract. */
  static has(role: string, who: Address): bool {
    return hasRole(role, who, 0);
  }

  /** Whether somebody has a role of the chain: member, developer, operator, regulator or admin. */
  static hasOfChain(role: string, who: Address): bool {
    return hasRole(role, who, 1);
  }

  /** Reverts NO_ROLE unless the caller has the role in this contract. */
  static check(role: string): void {
    if (!Granted.has(role, Context.caller)) revert("NO_ROLE", "only for " + role);
  }
}

function hasRole(role: string, who: Address, chain: u32): bool {
  const size = String.UTF8.byteLength(role);
  const name = heap.alloc(size);
  String.UTF8.encodeUnsafe(changetype<usize>(role), role.length, name);
  return host.role(changetype<usize>(who), name, size, chain) != 0;
}

/** Accounts that were held in this contract by transaction (`tally contract freeze NAME --account`). Their own calls are refused by the chain already. */
export abstract class Holds {
  /** Whether somebody is held. */
  static has(who: Address): bool {
    return host.held(changetype<usize>(who)) != 0;
  }

  /** Reverts HELD if somebody is held: for those who receive, or on whose behalf something is done. */
  static check(who: Address): void {
    if (Holds.has(who)) revert("HELD", "the account is held in this contract");
  }
}

/** One owner, who hands over in two steps, so that nothing is lost to an address that nobody has. */
export abstract class Owner {
  /** Who owns the contract; the zero address if nobody does. */
  static get address(): Address {
    return owner().value;
  }

  /** Sets the first owner, usually in `@init`. Reverts OWNED if there was one ever. */
  static begin(first: Address): void {
    if (owner().isSet) revert("OWNED", "there is or was an owner");
    change(first);
  }

  /** Reverts NOT_OWNER unless the owner calls. */
  static check(): void {
    const current = owner().value;
    if (current.isZero || current != Context.caller) revert("NOT_OWNER", "only the owner");
  }

  /** The owner offers the ownership; offering it to the zero address takes an offer back. */
  static offer(to: Address): void {
    Owner.check();
    offered().value = to;
  }

  /** Whoever it was offered to becomes the owner. Reverts NOT_OFFERED for anybody else. */
  static accept(): void {
    const to = offered().value;
    if (to.isZero || to != Context.caller) revert("NOT_OFFERED", "the ownership was not offered to the caller");
    offered().remove();
    change(to);
  }

  /** The owner leaves, and there will never be another. */
  static renounce(): void {
    Owner.check();
    offered().remove();
    change(Address.zero);
  }
}

function change(to: Address): void {
  const from = owner().value;
  owner().value = to;
  emitEvent("OwnerChanged", new Writer().put<Address>(from).put<Address>(to));
}

/** A switch that stops what checks it. Who may turn it is for the contract to say. */
export abstract class Pause {
  /** Whether it is on. */
  static get isOn(): bool {
    return paused().value;
  }

  /** Turns it on and reports `Paused`; does nothing while it is on. It checks nothing. */
  static on(): void {
    if (paused().value) return;
    paused().value = true;
    emitEvent("Paused", new Writer().put<Address>(Context.caller));
  }

  /** Turns it off and reports `Resumed`; does nothing while it is off. It checks nothing either. */
  static off(): void {
    if (!paused().value) return;
    paused().value = false;
    emitEvent("Resumed", new Writer().put<Address>(Context.caller));
  }

  /** Reverts PAUSED while it is on. */
  static check(): void {
    if (paused().value) revert("PAUSED", "the contract is paused");
  }
}
