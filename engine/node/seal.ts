// Checksums of rows: LevelDB, as it is bound, does not look at its own and gives back what a flipped bit made of a value.
//
// Values of the state and branches of trees have none: whoever reads them compares them with the hash that stands above.
import { crc32 } from 'node:zlib';
import type { Bytes } from '../base/bytes.ts';

/** Bytes of a checksum, behind the value: CRC-32 (ISO 3309) of key and value, little-endian. */
const SIZE = 4;
/** From this size on a call of zlib's costs less than it saves. */
const LARGE = 256;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/** Whether rows of this key have a checksum. */
export function isSealed(key: string): boolean {
  return key[0] !== 's' && key[0] !== 'n';
}

/** The value as it stands in the store. */
export function seal(key: string, value: Bytes): Bytes {
  if (!isSealed(key)) return value;
  const row = new Uint8Array(value.length + SIZE);
  row.set(value);
  new DataView(row.buffer).setUint32(value.length, sumOf(key, value), true);
  return row;
}

/** The value of a row; undefined if its checksum is another. */
export function unseal(key: string, row: Bytes): Bytes | undefined {
  if (!isSealed(key)) return row;
  if (row.length < SIZE) return undefined;
  const value = row.subarray(0, row.length - SIZE);
  const sum = new DataView(row.buffer, row.byteOffset + value.length, SIZE).getUint32(0, true);
  return sum === sumOf(key, value) ? value : undefined;
}

function sumOf(key: string, value: Bytes): number {
  let sum = 0xffffffff;
  for (let i = 0; i < key.length; i++) sum = TABLE[(sum ^ key.charCodeAt(i)) & 0xff]! ^ (sum >>> 8);
  if (value.length >= LARGE) return crc32(value, (sum ^ 0xffffffff) >>> 0);
  for (let i = 0; i < value.length; i++) sum = TABLE[(sum ^ value[i]!) & 0xff]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
