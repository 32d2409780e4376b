// head.log: (height, block hash) of every acknowledged block, appended and synced before the acknowledgement.
//
// A record is 48 bytes: height u64 little-endian, hash, and the first 8 bytes of the SHA-256 of those 40. A torn last record
// was never acknowledged and is cut off when the log is next written.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Bytes, concat, equal } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import type { Natives } from '../base/natives.ts';
import { decodeHeight, encodeHeight } from './rows.ts';
import { storeFault } from './store.ts';

const SIZE = 48;
const NAME = 'head.log';

/** Whether the folder has a log of heads. */
export function isLogged(folder: string): boolean {
  return existsSync(join(folder, NAME));
}

export class HeadLog {
  private readonly natives: Natives;
  private readonly path: string;
  /** Hashes by height. */
  readonly hashes: Bytes[] = [];
  private file: number | undefined;

  /** Reads the whole log. @throws Fault STORE_CORRUPT naming the record */
  constructor(natives: Natives, folder: string) {
    this.natives = natives;
    this.path = join(folder, NAME);
    const bytes = existsSync(this.path) ? new Uint8Array(readFileSync(this.path)) : new Uint8Array(0);
    for (let at = 0; at + SIZE <= bytes.length; at += SIZE)
      this.hashes.push(this.record(bytes.subarray(at, at + SIZE)));
  }

  private record(bytes: Bytes): Bytes {
    const expected = this.hashes.length;
    const read = readRecord(this.natives, bytes);
    if (!read) throw new Fault('STORE_CORRUPT', `head.log record ${expected}: checksum`);
    if (read.height !== expected)
      throw new Fault('STORE_CORRUPT', `head.log record ${expected}: height ${read.height}`);
    return read.hash;
  }

  /** Height of the last acknowledged block; −1 if there is none. */
  get height(): number {
    return this.hashes.length - 1;
  }

  /** Appends the next block and returns when it is on disk. @throws Fault STORE_FULL, STORE_FAILED */
  append(hash: Bytes): void {
    const body = concat(encodeHeight(this.hashes.length), hash);
    const record = concat(body, this.natives.sha256(body).subarray(0, 8));
    try {
      this.file ??= this.openForWriting();
      const written = writeSync(this.file, record);
      if (written !== SIZE) throw new Fault('STORE_FULL', this.path);
      fdatasyncSync(this.file);
    } catch (error) {
      throw storeFault(error, this.path);
    }
    this.hashes.push(hash);
  }

  private openForWriting(): number {
    const isNew = !existsSync(this.path);
    const file = openSync(this.path, isNew ? 'w' : 'r+');
    ftruncateSync(file, this.hashes.length * SIZE);
    closeSync(file);
    if (isNew) syncFolder(dirname(this.path));
    return openSync(this.path, 'a');
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}

/** Undefined if the checksum is another. */
function readRecord(natives: Natives, bytes: Bytes): { height: number; hash: Bytes } | undefined {
  const sum = natives.sha256(bytes.subarray(0, 40)).subarray(0, 8);
  if (!equal(sum, bytes.subarray(40))) return undefined;
  return { height: decodeHeight(bytes.subarray(0, 8)), hash: bytes.slice(8, 40) };
}

/** What can still be read of a log of heads: a hash or nothing for each height that it had. */
export function salvageHashes(natives: Natives, folder: string): (Bytes | undefined)[] {
  if (!isLogged(folder)) return [];
  const bytes = new Uint8Array(readFileSync(join(folder, NAME)));
  return Array.from({ length: Math.floor(bytes.length / SIZE) }, (_, height) => {
    const read = readRecord(natives, bytes.subarray(height * SIZE, (height + 1) * SIZE));
    return read?.height === height ? read.hash : undefined;
  });
}

/** A new file's name is on disk once its folder is; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
