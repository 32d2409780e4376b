// Storage keys: a field's slot, then key values in a form whose byte order is their own order.
import { Address } from "./address";
import { Amount } from "./amount";
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

/** Appends bool, integers, string, Bytes, Address or Amount. Reverts KEY_TOO_LONG beyond 256 bytes. */
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
  } else {
    ERROR("only bool, integers, string, Bytes, Address and Amount may be keys");
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
