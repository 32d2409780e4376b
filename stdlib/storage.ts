// Storage fields of a contract: Value, Map, Map2, OrderedMap and Vec. The compiler gives each field its slot.
import { Address } from "./address";
import { Amount } from "./amount";
import { Reader, Writer } from "./codec";
import * as host from "./host";
import { FOUND, KEY, keyLength, putKey, startFound, startKey, takeKey } from "./key";
import { revert } from "./require";

const SPACE: u32 = 256;
const FETCHED = memory.data(256);

/**
 * One stored value. Until it is set it reads as the zero of its type: 0, false, "", no bytes, the zero address, an empty list, null. A
 * struct has no zero: reading one that is not set reverts NOT_FOUND. What is read is a copy; to change it, set it again.
 */
export class Value<T> {
  constructor(private slot: u64) {}

  /** What is stored; assigning to it stores. */
  get value(): T {
    startKey(this.slot);
    const length = fetch();
    return length < 0 ? zero<T>() : decode<T>(length);
  }

  set value(value: T) {
    startKey(this.slot);
    save<T>(value);
  }

  /** Whether a value is stored. */
  get isSet(): bool {
    startKey(this.slot);
    return exists();
  }

  /** Takes the value out; nothing happens if there is none. */
  remove(): void {
    startKey(this.slot);
    host.remove(KEY, keyLength());
  }
}

/** Stored values by key. What is read is a copy; to change it, set it again. */
export class Map<K, V> {
  constructor(protected slot: u64) {}

  /** The value of the key. Reverts NOT_FOUND if it has none. */
  @operator("[]")
  get(key: K): V {
    this.select(key);
    return decode<V>(found());
  }

  /** The value of the key, or the fallback if it has none. */
  getOr(key: K, fallback: V): V {
    this.select(key);
    const length = fetch();
    return length < 0 ? fallback : decode<V>(length);
  }

  /** Stores a value under the key, in place of the one that is there. */
  @operator("[]=")
  set(key: K, value: V): void {
    this.select(key);
    save<V>(value);
  }

  /** Whether the key has a value. */
  has(key: K): bool {
    this.select(key);
    return exists();
  }

  /** Takes the value of the key out; nothing happens if there is none. */
  remove(key: K): void {
    this.select(key);
    host.remove(KEY, keyLength());
  }

  protected select(key: K): void {
    startKey(this.slot);
    putKey<K>(key);
  }
}

/** Stored values by a pair of keys. */
export class Map2<A, B, V> {
  constructor(private slot: u64) {}

  /** The value of the pair. Reverts NOT_FOUND if it has none. */
  get(first: A, second: B): V {
    this.select(first, second);
    return decode<V>(found());
  }

  /** The value of the pair, or the fallback if it has none. */
  getOr(first: A, second: B, fallback: V): V {
    this.select(first, second);
    const length = fetch();
    return length < 0 ? fallback : decode<V>(length);
  }

  /** Stores a value under the pair, in place of the one that is there. */
  set(first: A, second: B, value: V): void {
    this.select(first, second);
    save<V>(value);
  }

  /** Whether the pair has a value. */
  has(first: A, second: B): bool {
    this.select(first, second);
    return exists();
  }

  /** Takes the value of the pair out; nothing happens if there is none. */
  remove(first: A, second: B): void {
    this.select(first, second);
    host.remove(KEY, keyLength());
  }

  private select(first: A, second: B): void {
    startKey(this.slot);
    putKey<A>(first);
    putKey<B>(second);
  }
}

/** Stored values by key, which can be gone through in the order of the keys, a page at a time. */
export class OrderedMap<K, V> extends Map<K, V> {
  constructor(slot: u64) {
    super(slot);
  }

  /** The first keys, at most `limit`. Numbers go from the least up, texts by their bytes. */
  keys(limit: u32): K[] {
    startKey(this.slot);
    return pageOf<K>(limit);
  }

  /** The keys behind one, which need not be there, at most `limit`: the next page begins behind the last key of this one. */
  keysAfter(key: K, limit: u32): K[] {
    this.select(key);
    return pageOf<K>(limit);
  }
}

/** A list of stored values. */
export class Vec<T> {
  constructor(private slot: u64) {}

  /** How many values there are. */
  get length(): u32 {
    startKey(this.slot);
    const length = fetch();
    return length < 0 ? 0 : decode<u32>(length);
  }

  /** The value at an index, from 0 on. Reverts OUT_OF_RANGE if the list ends before. */
  @operator("[]")
  get(index: u32): T {
    this.select(index);
    const length = fetch();
    if (length < 0) outOfRange();
    return decode<T>(length);
  }

  /** Stores a value in place of the one at an index. Reverts OUT_OF_RANGE if the list ends before. */
  @operator("[]=")
  set(index: u32, value: T): void {
    if (index >= this.length) outOfRange();
    this.select(index);
    save<T>(value);
  }

  /** Puts a value behind the last; gives its index. */
  push(value: T): u32 {
    const index = this.length;
    this.select(index);
    save<T>(value);
    this.resize(index + 1);
    return index;
  }

  /** Takes the last value off. Reverts OUT_OF_RANGE if there is none. */
  pop(): T {
    const length = this.length;
    if (length == 0) outOfRange();
    const value = this.get(length - 1);
    this.select(length - 1);
    host.remove(KEY, keyLength());
    this.resize(length - 1);
    return value;
  }

  /** The values from an index on, at most `limit`. */
  page(from: u32, limit: u32): T[] {
    const values: T[] = [];
    const length = this.length;
    for (let index = from; index < length && index - from < limit; index++) values.push(this.get(index));
    return values;
  }

  private resize(length: u32): void {
    startKey(this.slot);
    save<u32>(length);
  }

  private select(index: u32): void {
    startKey(this.slot);
    putKey<u32>(index);
  }
}

/**
 * In a `@step` method: one value that the code before kept, by the name of its field, `Token.supply`. It reads as {@link Value} does, and
 * cannot be written.
 */
export class FormerValue<T> {
  private slot: u64;
  /** By the name of its class and its own: `Token.supply`. */
  constructor(field: string) {
    this.slot = slotOf(field);
  }

  /** What is stored. */
  get value(): T {
    startKey(this.slot);
    const length = fetchFormer();
    return length < 0 ? zero<T>() : decode<T>(length);
  }

  /** Whether a value is stored. */
  get isSet(): bool {
    startKey(this.slot);
    return fetchFormer() >= 0;
  }
}

/** In a `@step` method: the values by key that the code before kept in a Map or OrderedMap, by the name of its field, `Token.balances`. */
export class FormerMap<K, V> {
  private slot: u64;
  /** By the name of its class and its own: `Token.supply`. */
  constructor(field: string) {
    this.slot = slotOf(field);
  }

  /** The value of the key. Reverts NOT_FOUND if it has none. */
  @operator("[]")
  get(key: K): V {
    startKey(this.slot);
    putKey<K>(key);
    const length = fetchFormer();
    if (length < 0) revert("NOT_FOUND", "no value is stored under this key");
    return decode<V>(length);
  }

  /** Whether the key has a value. */
  has(key: K): bool {
    startKey(this.slot);
    putKey<K>(key);
    return fetchFormer() >= 0;
  }

  /** The first keys, at most `limit`, in their order. */
  keys(limit: u32): K[] {
    startKey(this.slot);
    return formerPageOf<K>(limit);
  }

  /** The keys behind one, at most `limit`. */
  keysAfter(key: K, limit: u32): K[] {
    startKey(this.slot);
    putKey<K>(key);
    return formerPageOf<K>(limit);
  }
}

// A field is found by the first eight bytes of the hash of its name, PROTOCOL 11: tag 13, then the text with its length.
function slotOf(field: string): u64 {
  const size = String.UTF8.byteLength(field);
  const at = heap.alloc(size + 5);
  store<u8>(at, 13);
  store<u32>(at, size, 1);
  String.UTF8.encodeUnsafe(changetype<usize>(field), field.length, at + 5);
  const digest = heap.alloc(32);
  host.sha256(at, size + 5, digest);
  return load<u64>(digest);
}

// Keys from behind the one that was begun; all keys of a field begin with its slot.
function pageOf<K>(limit: u32): K[] {
  const keys: K[] = [];
  let length: i32 = keyLength();
  while (<u32>keys.length < limit) {
    length = take<K>(keys, host.next(KEY, 8, KEY, length, FOUND, 256));
    if (length < 0) break;
  }
  return keys;
}

function formerPageOf<K>(limit: u32): K[] {
  const keys: K[] = [];
  let length: i32 = keyLength();
  while (<u32>keys.length < limit) {
    length = take<K>(keys, host.old_next(KEY, 8, KEY, length, FOUND, 256));
    if (length < 0) break;
  }
  return keys;
}

// The key is read out of a copy, because reading undoes its form; where it stands it is needed to go on.
function take<K>(keys: K[], length: i32): i32 {
  if (length < 0) return length;
  memory.copy(KEY + 8, FOUND + 8, length - 8);
  startFound(length);
  keys.push(takeKey<K>());
  return length;
}

function outOfRange(): void {
  revert("OUT_OF_RANGE", "the list ends before this index");
}

// The common case is one host call into static space; a long value waits in the result buffer.
let fetched: usize = FETCHED;

function fetch(): i32 {
  const length = host.get(KEY, keyLength(), FETCHED, SPACE);
  fetched = FETCHED;
  if (length > <i32>SPACE) {
    fetched = heap.alloc(length);
    host.result(0, fetched, length);
  }
  return length;
}

function fetchFormer(): i32 {
  const length = host.old_get(KEY, keyLength(), FETCHED, SPACE);
  fetched = FETCHED;
  if (length > <i32>SPACE) {
    fetched = heap.alloc(length);
    host.result(0, fetched, length);
  }
  return length;
}

function found(): i32 {
  const length = fetch();
  if (length < 0) revert("NOT_FOUND", "no value is stored under this key");
  return length;
}

function exists(): bool {
  return host.get(KEY, keyLength(), 0, 0) >= 0;
}

function decode<T>(length: i32): T {
  const reader = new Reader(fetched, length, "BAD_STATE");
  const value = reader.get<T>();
  reader.finish();
  return value;
}

function save<T>(value: T): void {
  if (isInteger<T>()) {
    store<T>(FETCHED, value);
    host.set(KEY, keyLength(), FETCHED, sizeof<T>());
  } else if (value instanceof Address || value instanceof Amount) {
    host.set(KEY, keyLength(), changetype<usize>(value), offsetof<T>());
  } else {
    const writer = new Writer().put<T>(value);
    host.set(KEY, keyLength(), writer.pointer, writer.length);
  }
}

function zero<T>(): T {
  if (isNullable<T>()) return changetype<T>(0);
  else if (isInteger<T>()) return <T>0;
  else if (isString<T>()) return changetype<T>("");
  else if (idof<T>() == idof<Uint8Array>()) return changetype<T>(new Uint8Array(0));
  // Without its constructor: what says so is its own zero when its memory is zero.
  // @ts-ignore: a builtin, and a method of the library's classes
  else if (isDefined(changetype<T>(0).__zeroed)) return changetype<T>(__new(offsetof<T>(), idof<T>()));
  // @ts-ignore: the compiler writes it into structs
  else if (isDefined(changetype<T>(0).__read)) {
    revert("NOT_FOUND", "no value is stored here");
    return changetype<T>(0);
  } else return instantiate<T>();
}
