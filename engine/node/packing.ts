// Many byte strings as one: a message of a thousand small arrays costs a hundred times what one large array costs.
import type { Bytes } from '../base/bytes.ts';
import { Decoder, Encoder } from '../base/codec.ts';

/** Vec<Vec<u8>>. */
export function pack(items: readonly Bytes[]): Bytes {
  const to = new Encoder(items.reduce((n, item) => n + 4 + item.length, 4));
  to.u32(items.length);
  for (const item of items) to.vec(item);
  return to.finish();
}

/** Views into the packed bytes. @throws CodecError */
export function unpack(packed: Bytes): Bytes[] {
  const from = new Decoder(packed);
  const count = from.u32();
  const items: Bytes[] = [];
  for (let i = 0; i < count; i++) items.push(from.vec());
  from.end();
  return items;
}
