// Storage keys: a field's slot, then key values in a form whose byte order is their own order.
import { Address } from "./address";
import { Amount } from "./amount";
import { revert, utf8 } from "./require";

/** Where the key that is being built stands; at most 256 bytes. */
export const KEY = memory.data(256);
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
    putInteger<K>(value);
  } else if (isString<K>()) {
    const text = changetype<string>(value);
    const from = heap.alloc(String.UTF8.byteLength(text));
    putEscaped(from, utf8(text, from));
  } else if (value instanceof Uint8Array) {
    putEscaped(changetype<Uint8Array>(value).dataStart, changetype<Uint8Array>(value).length);
  } else if (value instanceof Address) {
    memory.copy(room(32), changetype<usize>(value), 32);
  } else if (value instanceof Amount) {
    putInteger<u64>(load<u64>(changetype<usize>(value), 8));
    putInteger<u64>(load<u64>(changetype<usize>(value)));
  } else {
    ERROR("only bool, integers, string, Bytes, Address and Amount may be keys");
  }
}

// Big-endian; a signed number with its sign bit turned, so that negative ones come first.
function putInteger<K>(value: K): void {
  const to = room(sizeof<K>());
  if (sizeof<K>() == 1) {
    store<u8>(to, isSigned<K>() ? <u8>value ^ 0x80 : <u8>value);
  } else {
    store<K>(to, bswap<K>(isSigned<K>() ? value ^ (<K>1 << (8 * sizeof<K>() - 1)) : value));
  }
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
