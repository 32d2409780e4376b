// Storage fields of a contract: Value, Map and Map2. The compiler gives each field its slot.
import { Address } from "./address";
import { Amount } from "./amount";
import { Reader, Writer } from "./codec";
import * as host from "./host";
import { KEY, keyLength, putKey, startKey } from "./key";
import { revert } from "./require";

const SPACE: u32 = 256;
const FETCHED = memory.data(256);

/** One stored value. Until it is set it reads as the zero of its type: 0, false, "", no bytes, the zero address. */
export class Value<T> {
  constructor(private slot: u64) {}

  get value(): T {
    startKey(this.slot);
    const length = fetch();
    return length < 0 ? zero<T>() : decode<T>(length);
  }

  set value(value: T) {
    startKey(this.slot);
    save<T>(value);
  }

  get isSet(): bool {
    startKey(this.slot);
    return exists();
  }

  remove(): void {
    startKey(this.slot);
    host.remove(KEY, keyLength());
  }
}

/** Stored values by key. */
export class Map<K, V> {
  constructor(private slot: u64) {}

  /** Reverts NOT_FOUND if the key has no value. */
  @operator("[]")
  get(key: K): V {
    this.select(key);
    return decode<V>(found());
  }

  getOr(key: K, fallback: V): V {
    this.select(key);
    const length = fetch();
    return length < 0 ? fallback : decode<V>(length);
  }

  @operator("[]=")
  set(key: K, value: V): void {
    this.select(key);
    save<V>(value);
  }

  has(key: K): bool {
    this.select(key);
    return exists();
  }

  remove(key: K): void {
    this.select(key);
    host.remove(KEY, keyLength());
  }

  private select(key: K): void {
    startKey(this.slot);
    putKey<K>(key);
  }
}

/** Stored values by a pair of keys. */
export class Map2<A, B, V> {
  constructor(private slot: u64) {}

  /** Reverts NOT_FOUND if the pair has no value. */
  get(first: A, second: B): V {
    this.select(first, second);
    return decode<V>(found());
  }

  getOr(first: A, second: B, fallback: V): V {
    this.select(first, second);
    const length = fetch();
    return length < 0 ? fallback : decode<V>(length);
  }

  set(first: A, second: B, value: V): void {
    this.select(first, second);
    save<V>(value);
  }

  has(first: A, second: B): bool {
    this.select(first, second);
    return exists();
  }

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
  if (isInteger<T>()) return <T>0;
  else if (isString<T>()) return changetype<T>("");
  else if (idof<T>() == idof<Uint8Array>()) return changetype<T>(new Uint8Array(0));
  else return instantiate<T>();
}
