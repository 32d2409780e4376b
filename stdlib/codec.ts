// Borsh, strictly: Writer and Reader of arguments, results, event fields and stored values.
import { Address } from "./address";
import { Amount } from "./amount";
import * as host from "./host";
import { revert } from "./require";
import { isUtf8, utf8, utf8Room } from "./text";

/** Bytes of any length. */
export type Bytes = Uint8Array;

const INPUT_SPACE: u32 = 256;
const INPUT = memory.data(256);

/** Writes values one after the other as Borsh. */
export class Writer {
  private data: usize;
  private size: u32;
  /** Bytes written so far. */
  length: u32 = 0;

  /** `size` is the room to begin with, in bytes; more is made as it is needed. */
  constructor(size: u32 = 64) {
    this.data = heap.alloc(size);
    this.size = size;
  }

  /** Where the bytes stand; moves when more are written. */
  get pointer(): usize {
    return this.data;
  }

  /** Writes a bool, integer, enum, string, Bytes, Address, Amount, Decimal, `@struct` class, Option, list, or T | null of these. Returns itself. */
  put<T>(value: T): Writer {
    if (isNullable<T>()) {
      // Not compared with null, because a class may have its own comparison.
      const isThere = changetype<usize>(value) != 0;
      this.put<bool>(isThere);
      // @ts-ignore: T without null
      if (isThere) this.put<NonNullable<T>>(changetype<NonNullable<T>>(value));
    } else if (isInteger<T>()) {
      store<T>(this.room(sizeof<T>()), value);
    } else if (isString<T>()) {
      this.text(changetype<string>(value));
    } else if (value instanceof Uint8Array) {
      const bytes = changetype<Uint8Array>(value);
      store<u32>(this.room(4), bytes.length);
      this.raw(bytes.dataStart, bytes.length);
    } else if (value instanceof Address) {
      this.raw(changetype<usize>(value), 32);
    } else if (value instanceof Amount) {
      this.raw(changetype<usize>(value), 16);
    } else if (isArray<T>()) {
      // @ts-ignore: editors do not know what T is here and below
      const length = value.length;
      store<u32>(this.room(4), length);
      // @ts-ignore: a list
      for (let i = 0; i < length; i++) this.put<valueof<T>>(unchecked(value[i]));
      // @ts-ignore: the compiler writes it into structs
    } else if (isDefined(value.__write)) {
      // @ts-ignore: the same
      value.__write(this);
    } else {
      ERROR("only bool, integers, string, Bytes, Address, Amount, Decimal, enums, @struct classes, Option<T>, and lists and T | null of these have an encoding");
    }
    return this;
  }

  /** Writes bytes from memory, without a length in front. */
  raw(from: usize, length: u32): void {
    memory.copy(this.room(length), from, length);
  }

  private text(value: string): void {
    const at = this.length;
    const to = this.room(4 + utf8Room(value));
    const length = utf8(value, to + 4);
    store<u32>(to, length);
    this.length = at + 4 + length;
  }

  private room(length: u32): usize {
    const at = this.length;
    const end = at + length;
    if (end > this.size) {
      this.size = max(end, this.size * 2);
      this.data = heap.realloc(this.data, this.size);
    }
    this.length = end;
    return this.data + at;
  }
}

/** Reads values one after the other; anything that is not exactly their Borsh form reverts with the code it was given. */
export class Reader {
  private end: usize;

  constructor(
    private at: usize,
    length: u32,
    private code: string,
  ) {
    this.end = at + length;
  }

  /** The arguments of this call. */
  static input(): Reader {
    const length = host.input(INPUT, INPUT_SPACE);
    if (<u32>length <= INPUT_SPACE) return new Reader(INPUT, length, "BAD_INPUT");
    const data = heap.alloc(length);
    host.input(data, length);
    return new Reader(data, length, "BAD_INPUT");
  }

  /** Where the next byte stands. */
  get pointer(): usize {
    return this.at;
  }

  /** Bytes not read yet. */
  get left(): u32 {
    return <u32>(this.end - this.at);
  }

  /** Reads a bool, integer, enum, string, Bytes, Address, Amount, Decimal, `@struct` class, Option, list, or T | null of these. */
  get<T>(): T {
    if (isNullable<T>()) {
      if (this.get<bool>()) return this.get<NonNullable<T>>();
      return changetype<T>(0);
    } else if (isBoolean<T>()) {
      const value = load<u8>(this.take(1));
      if (value > 1) this.fail("a bool is neither 0 nor 1");
      return <T>value;
    } else if (isInteger<T>()) {
      return load<T>(this.take(sizeof<T>()));
    } else if (isString<T>()) {
      return changetype<T>(this.text());
    } else if (idof<T>() == idof<Uint8Array>()) {
      return changetype<T>(this.bytes());
    } else if (idof<T>() == idof<Address>()) {
      return changetype<T>(Address.from(this.take(32)));
    } else if (idof<T>() == idof<Amount>()) {
      const at = this.take(16);
      return changetype<T>(new Amount(load<u64>(at), load<u64>(at, 8)));
    } else if (isArray<T>()) {
      const length = this.get<u32>();
      const list = instantiate<T>();
      // A length beyond the bytes ends with them: every value takes at least one.
      // @ts-ignore: a list
      for (let i: u32 = 0; i < length; i++) list.push(this.get<valueof<T>>());
      return list;
      // @ts-ignore: the compiler writes it into structs
    } else if (isDefined(changetype<T>(0).__read)) {
      // Without its constructor, which may want arguments: every field is read.
      // @ts-ignore: a builtin
      const value = changetype<T>(__new(offsetof<T>(), idof<T>()));
      // @ts-ignore: the same
      value.__read(this);
      return value;
    } else {
      ERROR("only bool, integers, string, Bytes, Address, Amount, Decimal, enums, @struct classes, Option<T>, and lists and T | null of these have an encoding");
    }
  }

  /** Reverts unless a number was found to be one of its enum's. */
  known(isKnown: bool, name: string): void {
    if (!isKnown) this.fail("a number is none of " + name);
  }

  /** Reverts if bytes are left. */
  finish(): void {
    if (this.at != this.end) this.fail("bytes are left over");
  }

  private bytes(): Uint8Array {
    const length = load<u32>(this.take(4));
    const from = this.take(length);
    const bytes = new Uint8Array(length);
    memory.copy(bytes.dataStart, from, length);
    return bytes;
  }

  private text(): string {
    const length = load<u32>(this.take(4));
    const from = this.take(length);
    if (!isUtf8(from, from + length)) this.fail("a string is not UTF-8");
    return String.UTF8.decodeUnsafe(from, length);
  }

  private take(length: u32): usize {
    const at = this.at;
    if (length > <u32>(this.end - at)) this.fail("the bytes end early");
    this.at = at + length;
    return at;
  }

  private fail(what: string): void {
    revert(this.code, what);
  }
}

/** Sets what the method returns. The compiler does it for methods with a result; a `fallback` does it itself. */
export function respond<T>(value: T): void {
  const writer = new Writer().put<T>(value);
  host.output(writer.pointer, writer.length);
}
