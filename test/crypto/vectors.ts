// Reads the standards' vectors under test/vectors.
import { readFileSync } from 'node:fs';
import { type Bytes, fromHex } from '../../engine/base/bytes.ts';

/** A file of test/vectors, parsed; its `source` names the standard. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

export function hex(text: string): Bytes {
  const bytes = fromHex(text);
  if (!bytes) throw new Error(`not hexadecimal: ${text}`);
  return bytes;
}
