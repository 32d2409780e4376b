// A contract before and after a migration in steps: amounts by number, and then entries that also say what they are for.
import { compileKept } from '../../../engine/compile/kept.ts';
import { singleSource } from '../../../engine/compile/sources.ts';

const BEFORE = `import { OrderedMap, Value } from "tally";

@contract("book", "1.0.0")
export class Book {
  amounts: OrderedMap<u32, u64>;
  total: Value<u64>;

  /** Puts so many amounts in, from a number on. */
  @mutate
  fill(from: u32, count: u32): void {
    for (let i: u32 = 0; i < count; i++) this.amounts.set(from + i, <u64>from + i);
    this.total.value = this.total.value + count;
  }

  @view
  amount(at: u32): u64 {
    return this.amounts.getOr(at, 0);
  }

  @view
  size(): u64 {
    return this.total.value;
  }
}
`;

const AFTER = `import { FormerMap, Map, require, Value } from "tally";

@struct
export class Entry {
  constructor(public amount: u64, public what: string) {}
}

@contract("book", "2.0.0")
export class Book {
  entries: Map<u32, Entry>;
  copied: Value<u64>;
  next: Value<u32>;

  @step
  copy(most: u32): bool {
    const former = new FormerMap<u32, u64>("Book.amounts");
    const keys = this.next.isSet ? former.keysAfter(this.next.value, most) : former.keys(most);
    for (let i = 0; i < keys.length; i++) this.entries.set(keys[i], new Entry(former.get(keys[i]), "moved"));
    if (keys.length > 0) this.next.value = keys[keys.length - 1];
    this.copied.value = this.copied.value + keys.length;
    return <u32>keys.length < most;
  }

  @view
  amount(at: u32): u64 {
    return this.entries.has(at) ? this.entries.get(at).amount : 0;
  }

  @view
  size(): u64 {
    return this.copied.value;
  }

  @view
  expected(): bool {
    return true;
  }

  @mutate
  put(at: u32, amount: u64): void {
    require(!this.entries.has(at), "TAKEN", "there is one");
    this.entries.set(at, new Entry(amount, "new"));
    this.copied.value = this.copied.value + 1;
  }
}
`;

export const books = async () => ({
  before: await compileKept(singleSource(BEFORE)),
  after: await compileKept(singleSource(AFTER)),
});
