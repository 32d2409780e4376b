// The tree of PROTOCOL 11, written a second time from its text: recursive, over strings of 0 and 1, with Node's own SHA-256.
import { sha256 } from '../base/sha.ts';

const [LEAF, NODE] = [15, 16];

/** For each byte a 1 and its eight bits, high first; at the end a 0. */
export function bitsOf(key: string): string {
  const bytes = Array.from(key, (c) => `1${c.charCodeAt(0).toString(2).padStart(8, '0')}`);
  return `${bytes.join('')}0`;
}

function u32(n: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(n);
  return out;
}

/** H(LEAF, key, value) with both as Vec<u8>. */
function leaf(key: string, value: Uint8Array): Uint8Array {
  const bytes = Buffer.from(key, 'latin1');
  return sha256(Buffer.of(LEAF), u32(bytes.length), bytes, u32(value.length), value);
}

/** Root over all keys: their leaf, or a node at the first bit in which they differ. */
export function naiveRoot(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const rows = [...entries].map(([key, value]) => ({ bits: bitsOf(key), hash: leaf(key, value) }));
  return rows.length === 0 ? new Uint8Array(32) : rootOf(rows);
}

function rootOf(rows: readonly { bits: string; hash: Uint8Array }[]): Uint8Array {
  if (rows.length === 1) return rows[0]!.hash;
  let bit = 0;
  while (rows.every(({ bits }) => bits[bit] === rows[0]!.bits[bit])) bit++;
  const side = (which: string) => rootOf(rows.filter(({ bits }) => bits[bit] === which));
  return sha256(Buffer.of(NODE, bit & 0xff, bit >> 8), side('0'), side('1'));
}
