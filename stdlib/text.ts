// Text: UTF-8 in both directions, and decimal digits.

/** Room that {@link utf8} may need. */
export function utf8Room(text: string): u32 {
  return 3 * text.length;
}

/** Writes UTF-8; half a surrogate pair becomes U+FFFD, as the Encoding standard has it. Returns the bytes written. */
export function utf8(text: string, at: usize): u32 {
  let from = changetype<usize>(text);
  const end = from + 2 * text.length;
  let to = at;
  while (from < end) {
    let point = <u32>load<u16>(from);
    from += 2;
    if (point < 0x80) {
      store<u8>(to++, point);
      continue;
    }
    if ((point & 0xf800) == 0xd800) {
      const next = from < end ? <u32>load<u16>(from) : 0;
      if (point < 0xdc00 && (next & 0xfc00) == 0xdc00) {
        point = ((point & 0x3ff) << 10) + (next & 0x3ff) + 0x10000;
        from += 2;
      } else point = 0xfffd;
    }
    to = putPoint(to, point);
  }
  return <u32>(to - at);
}

// A code point from U+0080 on, in two to four bytes.
function putPoint(to: usize, point: u32): usize {
  if (point < 0x800) {
    store<u8>(to++, 0xc0 | (point >> 6));
  } else {
    if (point < 0x10000) {
      store<u8>(to++, 0xe0 | (point >> 12));
    } else {
      store<u8>(to++, 0xf0 | (point >> 18));
      store<u8>(to++, 0x80 | ((point >> 12) & 63));
    }
    store<u8>(to++, 0x80 | ((point >> 6) & 63));
  }
  store<u8>(to, 0x80 | (point & 63));
  return to + 1;
}

/** Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7). */
export function isUtf8(at: usize, end: usize): bool {
  while (at < end) {
    const lead = load<u8>(at++);
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    let more: usize = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (more > end - at) return false;
    const second = load<u8>(at++);
    if (second < (lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80)) return false;
    if (second > (lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf)) return false;
    while (--more > 0) if ((load<u8>(at++) & 0xc0) != 0x80) return false;
  }
  return true;
}

const DIGITS: usize = memory.data(80);
const DIGITS_END: usize = DIGITS + 80;

/** Decimal digits of a number of up to 128 bits. */
export function decimal(low: u64, high: u64 = 0): string {
  let at = DIGITS_END;
  do {
    // Long division by ten in steps of 64, 32 and 32 bits.
    let part = ((high % 10) << 32) | (low >> 32);
    high /= 10;
    const upper = part / 10;
    part = ((part % 10) << 32) | (low & 0xffffffff);
    low = (upper << 32) | (part / 10);
    at -= 2;
    store<u16>(at, 48 + (part % 10));
  } while ((low | high) != 0);
  return String.UTF16.decodeUnsafe(at, DIGITS_END - at);
}
