// A registry of names: each points to an address, belongs to somebody for a year at a time, and changes hands in two steps.
import { Address, Context, Day, Event, OrderedMap, require } from "tally";

/** Months for which a name is registered and renewed. */
const TERM: i32 = 12;
/** Days after the last one in which nobody but the owner can have the name. */
const GRACE: u32 = 30;
/** Names in a page, at most. */
const PAGE: u32 = 100;

/** What is stored of a name. Days count from 1970-01-01 UTC. */
@struct
export class Entry {
  constructor(
    public owner: Address,
    public target: Address,
    /** The last day on which the name is good. */
    public until: u32,
    /** Who may take it over. */
    public offered: Address | null,
  ) {}

  get isGood(): bool {
    return Context.day <= this.until;
  }

  get isFree(): bool {
    return Context.day > this.until + GRACE;
  }
}

/** A line of a listing. */
@struct
export class Listed {
  constructor(
    public name: string,
    public owner: Address,
    public until: u32,
  ) {}
}

/** A name was registered, renewed or handed over. */
@event
class Owned extends Event {
  constructor(
    public name: string,
    public owner: Address,
    public until: u32,
  ) {
    super();
  }
}

/** A name points somewhere else. */
@event
class Pointed extends Event {
  constructor(
    public name: string,
    public target: Address,
  ) {
    super();
  }
}

/** Names for whoever comes first. A name that was not renewed stops resolving, and is free for all a month later. */
@contract("registry", "1.0.0")
export class Registry {
  private entries: OrderedMap<string, Entry>;

  /** The sender takes a free name for a year. */
  @mutate
  register(name: string, target: Address): void {
    require(isName(name), "BAD_NAME", "a name is 3 to 32 of a-z, 0-9 and -");
    if (this.entries.has(name)) require(this.entries.get(name).isFree, "TAKEN", name + " belongs to somebody");
    const entry = new Entry(Context.caller, target, Day.addMonths(Context.day, TERM), null);
    this.keep(name, entry);
    new Pointed(name, target).emit();
  }

  /** The owner has the name for another year, from its last day on; in the last year, and up to a month late. */
  @mutate
  renew(name: string): void {
    const entry = this.owned(name);
    require(!entry.isFree, "LAPSED", name + " was free until now: register it");
    require(entry.until <= Day.addMonths(Context.day, TERM), "TOO_EARLY", name + " is good until " + Day.text(entry.until));
    entry.until = Day.addMonths(entry.until, TERM);
    this.keep(name, entry);
  }

  /** The owner lets the name point somewhere else. */
  @mutate
  point(name: string, target: Address): void {
    const entry = this.ownedAndGood(name);
    entry.target = target;
    this.entries.set(name, entry);
    new Pointed(name, target).emit();
  }

  /** The owner offers the name; it changes hands when the other accepts. Offering it to null takes an offer back. */
  @mutate
  offer(name: string, to: Address | null): void {
    const entry = this.ownedAndGood(name);
    entry.offered = to;
    this.entries.set(name, entry);
  }

  /** Whoever it was offered to becomes the owner. */
  @mutate
  accept(name: string): void {
    const entry = this.good(name);
    const offered = entry.offered;
    require(!!offered && offered == Context.caller, "NOT_OFFERED", name + " was not offered to the caller");
    entry.owner = Context.caller;
    entry.offered = null;
    this.keep(name, entry);
  }

  /** Where a good name points. */
  @view
  resolve(name: string): Address {
    return this.good(name).target;
  }

  @view
  entryOf(name: string): Entry {
    require(this.entries.has(name), "UNKNOWN", name + " was never registered");
    return this.entries.get(name);
  }

  @view
  isFree(name: string): bool {
    return isName(name) && (!this.entries.has(name) || this.entries.get(name).isFree);
  }

  /** Names in their order, behind one: `""` for the first page, the last name of a page for the next. An empty page is the end. */
  @view
  list(after: string, limit: u32): Listed[] {
    require(limit > 0 && limit <= PAGE, "BAD_LIMIT", "a page has 1 to " + PAGE.toString() + " names");
    const names = this.entries.keysAfter(after, limit);
    const page: Listed[] = [];
    for (let i = 0; i < names.length; i++) {
      const entry = this.entries.get(names[i]);
      page.push(new Listed(names[i], entry.owner, entry.until));
    }
    return page;
  }

  private keep(name: string, entry: Entry): void {
    this.entries.set(name, entry);
    new Owned(name, entry.owner, entry.until).emit();
  }

  private owned(name: string): Entry {
    const entry = this.entryOf(name);
    require(entry.owner == Context.caller, "NOT_OWNER", name + " belongs to somebody else");
    return entry;
  }

  private good(name: string): Entry {
    const entry = this.entryOf(name);
    require(entry.isGood, "LAPSED", name + " was good until " + Day.text(entry.until));
    return entry;
  }

  private ownedAndGood(name: string): Entry {
    this.good(name);
    return this.owned(name);
  }
}

/** Few characters and no others: two names that look the same are the same. */
function isName(text: string): bool {
  if (text.length < 3 || text.length > 32) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isLawful = (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || (unit == 45 && i > 0 && i < text.length - 1);
    if (!isLawful) return false;
  }
  return true;
}
