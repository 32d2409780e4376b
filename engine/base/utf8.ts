// UTF-8, strictly: fatal in both directions, never normalised, a byte order mark is a character like any other.
import type { Bytes } from './bytes.ts';
import { CodecError } from './errors.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws CodecError if the text holds half a surrogate pair, which has no UTF-8 form */
export function encodeUtf8(text: string): Bytes {
  if (/\p{Surrogate}/u.test(text)) throw new CodecError('text with half a surrogate pair');
  return encoder.encode(text);
}

/** @throws CodecError if the bytes are not valid UTF-8 */
export function decodeUtf8(bytes: Bytes): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new CodecError('invalid UTF-8');
    throw error;
  }
}
