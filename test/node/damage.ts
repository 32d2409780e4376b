// Damage to a chain folder: its rows beneath the engine, and bits of them and of its files to flip.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Level } from 'level';
import { encodeHeight } from '../../engine/node/rows.ts';
import { isSealed } from '../../engine/node/seal.ts';
import { copyOf, remove } from './chain.ts';

/** The store of a folder, beneath the engine. */
export async function open(folder: string): Promise<Level<Uint8Array, Uint8Array>> {
  const level = new Level<Uint8Array, Uint8Array>(join(folder, 'store'), {
    keyEncoding: 'view',
    valueEncoding: 'view',
  });
  await level.open();
  return level;
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
/** A row's key as bytes. */
export const keyOf = (text: string) => Buffer.from(text, 'latin1');

/** Every row of a folder's store. */
export async function rowsOf(folder: string): Promise<Map<string, Uint8Array>> {
  const level = await open(folder);
  const rows = new Map<string, Uint8Array>();
  for await (const [key, value] of level.iterator()) rows.set(latin1(key), value);
  await level.close();
  return rows;
}

/** Opening a store moves what is in its log into a table; flipped bits shall meet both, so the chain itself stays shut. */
export async function rowsOfCopy(folder: string): Promise<Map<string, Uint8Array>> {
  const copy = copyOf(folder);
  const rows = await rowsOf(copy);
  remove(copy);
  return rows;
}

/** What a row holds, without its checksum. */
export function plainOf(key: string, row: Uint8Array): Uint8Array {
  return isSealed(key) ? row.slice(0, -4) : row;
}

/** SHA-256 over all rows without their checksums, each behind its lengths. */
export function digest(rows: ReadonlyMap<string, Uint8Array>): string {
  const sum = createHash('sha256');
  for (const [key, row] of rows) {
    const value = plainOf(key, row);
    sum.update(encodeHeight(key.length)).update(key, 'latin1').update(encodeHeight(value.length)).update(value);
  }
  return sum.digest('hex');
}

/** One random bit of the value flipped, or a byte added to an empty one. */
export function flipped(random: () => number, value: Uint8Array): Uint8Array {
  if (value.length === 0) return Uint8Array.of(1);
  const copy = Uint8Array.from(value);
  copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8);
  return copy;
}

/** A file of the folder: half of the time by its share of the bytes, otherwise any, so that small ones have their turn. */
export function pickFile(folder: string, random: () => number): string {
  const files = [...readdirSync(join(folder, 'store')).map((name) => join('store', name)), 'head.log', 'trees.at'];
  const filled = files
    .map((file) => ({ file, size: statSync(join(folder, file)).size }))
    .filter(({ size }) => size > 0);
  if (random() < 0.5) return join(folder, filled[Math.floor(random() * filled.length)]!.file);
  const bytes = filled.flatMap(({ file, size }) => new Array<string>(size).fill(file));
  return join(folder, bytes[Math.floor(random() * bytes.length)]!);
}

/** What a row is to be instead; null for gone. */
export type Change = readonly [key: string, row: Uint8Array | null];

/** A copy of a folder in which some rows are others, or gone. */
export async function altered(folder: string, changes: readonly Change[]): Promise<string> {
  const copy = copyOf(folder);
  const level = await open(copy);
  for (const [key, row] of changes) {
    if (row === null) await level.del(keyOf(key));
    else await level.put(keyOf(key), row);
  }
  await level.close();
  return copy;
}
