// A wallet of several owners: it makes any call that enough of them confirmed, and no other.
import { Address, ALLOW_REENTRY, Bytes, callOrRevert, Context, Event, Map, Map2, require, Value, Writer } from "tally";

/** Owners, at most: confirmations are counted one by one. */
const MOST: i32 = 16;

/** A call that waits for confirmations, or was made. */
@struct
export class Proposal {
  constructor(
    public to: Address,
    public method: string,
    public input: Bytes,
    public isDone: bool,
  ) {}
}

/** An owner proposed a call. */
@event
class Proposed extends Event {
  constructor(
    public id: u64,
    public by: Address,
    public to: Address,
    public method: string,
  ) {
    super();
  }
}

/** An owner confirmed a proposal. */
@event
class Confirmed extends Event {
  constructor(
    public id: u64,
    public by: Address,
  ) {
    super();
  }
}

/** An owner took its confirmation back. */
@event
class Revoked extends Event {
  constructor(
    public id: u64,
    public by: Address,
  ) {
    super();
  }
}

/** The call was made. */
@event
class Executed extends Event {
  constructor(
    public id: u64,
    public by: Address,
  ) {
    super();
  }
}

/** The wallet has other owners, or asks for more or fewer of them. */
@event
class OwnersChanged extends Event {
  constructor(
    public owners: Address[],
    public threshold: u32,
  ) {
    super();
  }
}

/** Holds money and roles like any account: a token is paid out by a proposal to call `transfer` of the token. */
@contract("multisig", "1.0.0")
export class Multisig {
  private members: Value<Address[]>;
  private needed: Value<u32>;
  private count: Value<u64>;
  private proposals: Map<u64, Proposal>;
  private confirmed: Map2<u64, Address, bool>;

  /** Names the owners, and how many of them it takes. */
  @init
  setup(owners: Address[], threshold: u32): void {
    this.change(owners, threshold);
  }

  /** An owner proposes a call, and confirms it. The input is the arguments in Borsh. Gives the number of the proposal. */
  @mutate
  propose(to: Address, method: string, input: Bytes): u64 {
    this.checkOwner();
    const id = this.count.value;
    this.count.value = id + 1;
    this.proposals.set(id, new Proposal(to, method, input, false));
    new Proposed(id, Context.caller, to, method).emit();
    this.confirm(id);
    return id;
  }

  /** An owner confirms a proposal. */
  @mutate
  confirm(id: u64): void {
    this.checkOwner();
    this.waiting(id);
    require(!this.confirmed.has(id, Context.caller), "CONFIRMED", "the caller confirmed it already");
    this.confirmed.set(id, Context.caller, true);
    new Confirmed(id, Context.caller).emit();
  }

  /** An owner takes its confirmation back, as long as the call was not made. */
  @mutate
  revoke(id: u64): void {
    this.checkOwner();
    this.waiting(id);
    require(this.confirmed.has(id, Context.caller), "NOT_CONFIRMED", "the caller did not confirm it");
    this.confirmed.remove(id, Context.caller);
    new Revoked(id, Context.caller).emit();
  }

  /** An owner has the call made. If it is refused, with the callee's own code, it waits on and can be tried again. */
  @mutate
  execute(id: u64): void {
    this.checkOwner();
    const proposal = this.waiting(id);
    const have = this.confirmations(id);
    const need = this.needed.value;
    require(have >= need, "NOT_ENOUGH", have.toString() + " of " + need.toString() + " confirmations");
    // Before the call: whatever is called in turn finds it done.
    proposal.isDone = true;
    this.proposals.set(id, proposal);
    new Executed(id, Context.caller).emit();
    const input = new Writer();
    input.raw(proposal.input.dataStart, proposal.input.length);
    const flags = proposal.to == Context.self ? ALLOW_REENTRY : 0;
    callOrRevert(proposal.to, proposal.method, input, u64.MAX_VALUE, flags);
  }

  /** Only by a proposal of this wallet to itself, which is why it may be entered while `execute` runs. */
  @mutate
  @reentrant
  changeOwners(owners: Address[], threshold: u32): void {
    require(Context.caller == Context.self, "NOT_SELF", "the owners propose and confirm it");
    this.change(owners, threshold);
  }

  @view
  proposalOf(id: u64): Proposal {
    require(this.proposals.has(id), "UNKNOWN", "there is no proposal " + id.toString());
    return this.proposals.get(id);
  }

  /** How many of those who are owners now confirmed it. */
  @view
  confirmations(id: u64): u32 {
    const owners = this.members.value;
    let have: u32 = 0;
    for (let i = 0; i < owners.length; i++) if (this.confirmed.has(id, owners[i])) have++;
    return have;
  }

  @view
  owners(): Address[] {
    return this.members.value;
  }

  @view
  threshold(): u32 {
    return this.needed.value;
  }

  private change(owners: Address[], threshold: u32): void {
    require(owners.length > 0 && owners.length <= MOST, "BAD_OWNERS", "a wallet has 1 to " + MOST.toString() + " owners");
    for (let i = 0; i < owners.length; i++) {
      require(!owners[i].isZero && !has(owners, owners[i], i), "BAD_OWNERS", "an owner is the zero address, or there twice");
    }
    require(threshold > 0 && threshold <= <u32>owners.length, "BAD_THRESHOLD", "it takes at least one owner, and at most all");
    this.members.value = owners;
    this.needed.value = threshold;
    new OwnersChanged(owners, threshold).emit();
  }

  private checkOwner(): void {
    const owners = this.members.value;
    require(has(owners, Context.caller, owners.length), "NOT_OWNER", "only for owners of the wallet");
  }

  private waiting(id: u64): Proposal {
    const proposal = this.proposalOf(id);
    require(!proposal.isDone, "DONE", "the call was made");
    return proposal;
  }
}

/** Whether an address is among the first so many. */
function has(owners: Address[], who: Address, first: i32): bool {
  for (let i = 0; i < first; i++) if (owners[i] == who) return true;
  return false;
}
