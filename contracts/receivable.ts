// Payable certificates: a core enterprise promises to pay a supplier, and the promise travels up the supply chain in parts.
import { Address, Amount, Bytes, Context, Event, Map, require, Value } from "tally";
import { isLei } from "./lei";
import { TokenClient } from "./token_client";

/** A core enterprise promised to pay. Days count from 1970-01-01 UTC. */
@event
class Issued extends Event {
  constructor(
    public id: string,
    public obligor: Address,
    public holder: Address,
    public amount: Amount,
    public due: u32,
  ) {
    super();
  }
}

/** Part of a certificate became a certificate of its own. */
@event
class Split extends Event {
  constructor(
    public id: string,
    public newId: string,
    public holder: Address,
    public part: Amount,
  ) {
    super();
  }
}

/** A certificate changed hands. */
@event
class Transferred extends Event {
  constructor(
    public id: string,
    public from: Address,
    public to: Address,
  ) {
    super();
  }
}

/** The holder offers a certificate to a financier at a price. */
@event
class Offered extends Event {
  constructor(
    public id: string,
    public financier: Address,
    public price: Amount,
  ) {
    super();
  }
}

/** A financier paid the price and holds the certificate. */
@event
class Financed extends Event {
  constructor(
    public id: string,
    public financier: Address,
    public seller: Address,
    public price: Amount,
  ) {
    super();
  }
}

/** The obligor paid the holder. */
@event
class Settled extends Event {
  constructor(
    public id: string,
    public holder: Address,
    public amount: Amount,
  ) {
    super();
  }
}

const LIVE: u8 = 1;
const SETTLED: u8 = 2;

/**
 * Payable certificates in one currency, paid with one token. The amounts of all live certificates add up to `outstanding`.
 * Obligors and financiers let this contract spend their token before they settle or accept.
 */
@contract("receivable", "1.0.0")
export class Receivable {
  private cash: Value<Address>;
  private unit: Value<string>;
  private live: Value<Amount>;
  private paid: Value<Amount>;
  // By certificate.
  private states: Map<string, u8>;
  private holders: Map<string, Address>;
  private amounts: Map<string, Amount>;
  private origins: Map<string, string>;
  private financiers: Map<string, Address>;
  private prices: Map<string, Amount>;
  // By original certificate; parts look here through their origin.
  private obligors: Map<string, Address>;
  private invoices: Map<string, string>;
  private invoiceHashes: Map<string, Bytes>;
  private leis: Map<string, string>;
  private issueDays: Map<string, u32>;
  private dueDays: Map<string, u32>;

  /** Names the token that pays and the currency that it stands for, three letters of ISO 4217. */
  @init
  setup(token: Address, currency: string): void {
    require(!token.isZero, "BAD_TOKEN", "a token must be named");
    require(currency.length == 3, "BAD_CURRENCY", "a currency is three letters of ISO 4217");
    this.cash.value = token;
    this.unit.value = currency;
  }

  /** The sender, a core enterprise, promises to pay the supplier `amount` from day `due` on, for an invoice of day `issued`. */
  @mutate
  issue(
    id: string,
    to: Address,
    invoice: string,
    invoiceHash: Bytes,
    lei: string,
    amount: Amount,
    issued: u32,
    due: u32,
  ): void {
    this.checkNew(id);
    require(!to.isZero, "BAD_HOLDER", "a certificate needs a holder");
    require(invoiceHash.length == 32, "BAD_HASH", "the invoice hash is the SHA-256 of the document, 32 bytes");
    require(isLei(lei), "BAD_LEI", "the legal entity identifier fails the check of ISO 17442");
    require(!amount.isZero, "BAD_AMOUNT", "the amount must be more than nothing");
    require(due > issued, "BAD_DUE", "the due day must be after the day of issue");
    this.obligors.set(id, Context.caller);
    this.invoices.set(id, invoice);
    this.invoiceHashes.set(id, invoiceHash);
    this.leis.set(id, lei);
    this.issueDays.set(id, issued);
    this.dueDays.set(id, due);
    this.put(id, id, to, amount);
    this.live.value = this.live.value.plus(amount);
    new Issued(id, Context.caller, to, amount, due).emit();
  }

  /** The holder passes part of a certificate on, as a new certificate of the same obligor and due day. */
  @mutate
  split(id: string, newId: string, to: Address, part: Amount): void {
    this.checkHolder(id);
    this.checkNotOffered(id);
    this.checkNew(newId);
    require(!to.isZero, "BAD_HOLDER", "a certificate needs a holder");
    const whole = this.amounts.get(id);
    require(!part.isZero && part < whole, "BAD_PART", "a part is more than nothing and less than the whole");
    this.amounts.set(id, whole.minus(part));
    this.put(newId, this.origins.get(id), to, part);
    new Split(id, newId, to, part).emit();
  }

  /** The holder passes a whole certificate on. */
  @mutate
  transfer(id: string, to: Address): void {
    this.checkHolder(id);
    this.checkNotOffered(id);
    require(!to.isZero, "BAD_HOLDER", "a certificate needs a holder");
    this.holders.set(id, to);
    new Transferred(id, Context.caller, to).emit();
  }

  /** The holder offers a certificate to a financier, usually below its amount; replaces an earlier offer. */
  @mutate
  offer(id: string, financier: Address, price: Amount): void {
    this.checkHolder(id);
    require(financier != Context.caller && !financier.isZero, "BAD_FINANCIER", "the financier is somebody else");
    require(!price.isZero && price <= this.amounts.get(id), "BAD_PRICE", "a price is more than nothing, at most the amount");
    this.financiers.set(id, financier);
    this.prices.set(id, price);
    new Offered(id, financier, price).emit();
  }

  /** The holder takes an offer back. */
  @mutate
  withdraw(id: string): void {
    this.checkHolder(id);
    this.checkOffered(id);
    this.clearOffer(id);
  }

  /** The financier pays the price from its token balance and becomes the holder. */
  @mutate
  accept(id: string): void {
    this.checkLive(id);
    this.checkOffered(id);
    require(this.financiers.get(id) == Context.caller, "NOT_FINANCIER", "the offer is to somebody else");
    const seller = this.holders.get(id);
    const price = this.prices.get(id);
    this.clearOffer(id);
    this.holders.set(id, Context.caller);
    new TokenClient(this.cash.value).transferFrom(Context.caller, seller, price);
    new Financed(id, Context.caller, seller, price).emit();
  }

  /** The obligor pays the holder from its token balance, from the due day on. */
  @mutate
  settle(id: string): void {
    this.checkLive(id);
    const obligor = this.obligorOf(id);
    require(obligor == Context.caller, "NOT_OBLIGOR", "only the obligor settles");
    require(Context.day >= this.dueOf(id), "NOT_DUE", "the certificate is not due yet");
    const holder = this.holders.get(id);
    const amount = this.amounts.get(id);
    if (this.financiers.has(id)) this.clearOffer(id);
    this.states.set(id, SETTLED);
    this.live.value = this.live.value.minus(amount);
    this.paid.value = this.paid.value.plus(amount);
    new TokenClient(this.cash.value).transferFrom(obligor, holder, amount);
    new Settled(id, holder, amount).emit();
  }

  /** 0 unknown, 1 live, 2 settled. */
  @view
  stateOf(id: string): u8 {
    return this.states.getOr(id, 0);
  }

  @view
  holderOf(id: string): Address {
    this.checkKnown(id);
    return this.holders.get(id);
  }

  @view
  amountOf(id: string): Amount {
    this.checkKnown(id);
    return this.amounts.get(id);
  }

  /** The certificate that a part was split from in the first place; its own id if it was not. */
  @view
  originOf(id: string): string {
    this.checkKnown(id);
    return this.origins.get(id);
  }

  @view
  obligorOf(id: string): Address {
    return this.obligors.get(this.originOf(id));
  }

  @view
  invoiceOf(id: string): string {
    return this.invoices.get(this.originOf(id));
  }

  @view
  invoiceHashOf(id: string): Bytes {
    return this.invoiceHashes.get(this.originOf(id));
  }

  /** Legal entity identifier of the obligor, ISO 17442. */
  @view
  leiOf(id: string): string {
    return this.leis.get(this.originOf(id));
  }

  /** Day of the invoice, days since 1970-01-01 UTC. */
  @view
  issuedOf(id: string): u32 {
    return this.issueDays.get(this.originOf(id));
  }

  /** Day from which it can be settled, days since 1970-01-01 UTC. */
  @view
  dueOf(id: string): u32 {
    return this.dueDays.get(this.originOf(id));
  }

  /** The price of an open offer, nothing if there is none. */
  @view
  offerOf(id: string): Amount {
    this.checkKnown(id);
    return this.prices.getOr(id, Amount.zero);
  }

  /** What the certificate is worth today at a simple yearly rate in basis points, actual/360, rounded half to even. */
  @view
  quote(id: string, basisPoints: u32): Amount {
    const amount = this.amountOf(id);
    const due = this.dueOf(id);
    const days = due > Context.day ? due - Context.day : 0;
    return amount.minus(amount.mulDiv(<u64>basisPoints * days, <u64>10_000 * 360));
  }

  @view
  currency(): string {
    return this.unit.value;
  }

  @view
  token(): Address {
    return this.cash.value;
  }

  /** The sum of all live certificates. */
  @view
  outstanding(): Amount {
    return this.live.value;
  }

  /** The sum of all settled certificates. */
  @view
  settledTotal(): Amount {
    return this.paid.value;
  }

  private put(id: string, origin: string, holder: Address, amount: Amount): void {
    this.states.set(id, LIVE);
    this.origins.set(id, origin);
    this.holders.set(id, holder);
    this.amounts.set(id, amount);
  }

  private clearOffer(id: string): void {
    this.financiers.remove(id);
    this.prices.remove(id);
  }

  private checkNew(id: string): void {
    require(id.length > 0 && id.length <= 64, "BAD_ID", "an id is 1 to 64 characters");
    require(!this.states.has(id), "DUPLICATE", "certificate " + id + " exists");
  }

  private checkKnown(id: string): void {
    require(this.states.has(id), "UNKNOWN", "there is no certificate " + id);
  }

  private checkLive(id: string): void {
    const state = this.states.getOr(id, 0);
    require(state != 0, "UNKNOWN", "there is no certificate " + id);
    require(state == LIVE, "SETTLED", "certificate " + id + " was settled");
  }

  private checkHolder(id: string): void {
    this.checkLive(id);
    require(this.holders.get(id) == Context.caller, "NOT_HOLDER", "only the holder may do this");
  }

  private checkOffered(id: string): void {
    require(this.financiers.has(id), "NO_OFFER", "the certificate is not on offer");
  }

  private checkNotOffered(id: string): void {
    require(!this.financiers.has(id), "OFFERED", "the certificate is on offer; withdraw the offer first");
  }
}
