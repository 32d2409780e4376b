// Storage keys: a field's slot, then key values in a form whose byte order is their own order.
import { Address } from "./address";
import { Amount } from "./amount";
import { Decimal } from "./decimal";
import { revert } from "./require";
import { utf8, utf8Room } from "./text";

/** Where the key that is being built stands: at most 256 bytes, and room for the rest of a last number. */
export const KEY: usize = memory.data(264);
const KEY_END: usize = KEY + 256;
let at: usize = KEY;

/** Bytes of the key so far. */
export function keyLength(): u32 {
  return <u32>(at - KEY);
}

/** Begins a key with a slot: the first 8 bytes of its hash, as they stand in memory. */
export function startKey(slot: u64): void {
  store<u64>(KEY, slot);
  at = KEY + 8;
}

/** Appends bool, integers, string, Bytes, Address, Amount or Decimal. Reverts KEY_TOO_LONG beyond 256 bytes. */
export function putKey<K>(value: K): void {
  if (isInteger<K>()) {
    putInteger(<u64>value, sizeof<K>(), isSigned<K>());
  } else if (isString<K>()) {
    const text = changetype<string>(value);
    const from = heap.alloc(utf8Room(text));
    putEscaped(from, utf8(text, from));
  } else if (value instanceof Uint8Array) {
    putEscaped(changetype<Uint8Array>(value).dataStart, changetype<Uint8Array>(value).length);
  } else if (value instanceof Address) {
    memory.copy(room(32), changetype<usize>(value), 32);
  } else if (value instanceof Amount) {
    putInteger(load<u64>(changetype<usize>(value), 8), 8, false);
    putInteger(load<u64>(changetype<usize>(value)), 8, false);
  } else if (value instanceof Decimal) {
    putInteger(load<u64>(changetype<usize>(value), 8), 8, true);
    putInteger(load<u64>(changetype<usize>(value)), 8, false);
  } else {
    ERROR("only bool, integers, enums, string, Bytes, Address, Amount and Decimal may be keys");
  }
}

// Big-endian; a signed number with its sign bit turned, so that negative ones come first.
function putInteger(value: u64, bytes: u32, signed: bool): void {
  const unused: u64 = 64 - 8 * bytes;
  value <<= unused;
  if (signed) value ^= 1 << 63;
  // Always eight bytes; those behind the number are overwritten by what follows, or stay outside of the key.
  store<u64>(room(bytes), bswap<u64>(value));
}

// 00 becomes 00 FF and the end is 00 00, so that no key is a prefix of another.
function putEscaped(from: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const byte = load<u8>(from + i);
    store<u8>(room(1), byte);
    if (byte == 0) store<u8>(room(1), 0xff);
  }
  store<u16>(room(2), 0);
}

function room(length: u32): usize {
  const to = at;
  if (length > <u32>(KEY_END - to)) revert("KEY_TOO_LONG", "a storage key is longer than 256 bytes");
  at = to + length;
  return to;
}

/** Where a key that was found stands: at most 256 bytes. */
export const FOUND: usize = memory.data(256);
let taken: usize = FOUND;
let takenEnd: usize = FOUND;

/** Begins to read a found key of this length, behind its slot. */
export function startFound(length: u32): void {
  taken = FOUND + 8;
  takenEnd = FOUND + length;
}

/** Reads back what {@link putKey} wrote. */
export function takeKey<K>(): K {
  if (isInteger<K>()) {
    return <K>takeInteger(sizeof<K>(), isSigned<K>());
  } else if (isString<K>()) {
    const from = taken;
    return changetype<K>(String.UTF8.decodeUnsafe(from, takeEscaped()));
  } else if (idof<K>() == idof<Uint8Array>()) {
    const from = taken;
    const length = takeEscaped();
    const bytes = new Uint8Array(length);
    memory.copy(bytes.dataStart, from, length);
    return changetype<K>(bytes);
  } else if (idof<K>() == idof<Address>()) {
    return changetype<K>(Address.from(step(32)));
  } else if (idof<K>() == idof<Amount>()) {
    const high = takeInteger(8, false);
    return changetype<K>(new Amount(takeInteger(8, false), high));
  } else if (idof<K>() == idof<Decimal>()) {
    const high = takeInteger(8, true);
    return changetype<K>(new Decimal(takeInteger(8, false), high));
  } else {
    ERROR("only bool, integers, enums, string, Bytes, Address, Amount and Decimal may be keys");
  }
}

function step(length: u32): usize {
  const from = taken;
  taken = from + length;
  return from;
}

function takeInteger(bytes: u32, signed: bool): u64 {
  const unused: u64 = 64 - 8 * bytes;
  let value = bswap<u64>(load<u64>(step(bytes))) >> unused << unused;
  if (signed) {
    value ^= 1 << 63;
    return <u64>(<i64>value >> unused);
  }
  return value >> unused;
}

// Puts the bytes in place of their escaped form; returns how many they are.
function takeEscaped(): u32 {
  const to = taken;
  let length: u32 = 0;
  while (taken + 1 < takenEnd) {
    const byte = load<u8>(taken);
    const next = load<u8>(taken, 1);
    if (byte == 0 && next == 0) {
      taken += 2;
      break;
    }
    store<u8>(to + length++, byte);
    taken += byte == 0 ? 2 : 1;
  }
  return length;
}
