// The rows of one chain folder in LevelDB: synchronous reads, atomic synced writes, errors as rows of the table.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Level } from 'level';
import type { Bytes } from '../base/bytes.ts';
import { Fault } from '../base/errors.ts';
import { seal, unseal } from './seal.ts';

/** A change to rows, applied whole or not at all. Values of null remove. */
export type Batch = readonly (readonly [key: string, value: Bytes | null])[];

/** What the store asks of LevelDB; tests put failing ones in its place. */
export interface Database {
  getSync(key: Uint8Array, options?: { readonly snapshot?: DatabaseSnapshot }): Uint8Array | undefined;
  batch(): Chained;
  iterator(options?: object): AsyncIterable<[Uint8Array, Uint8Array]>;
  snapshot(): DatabaseSnapshot;
  clear(range: object): Promise<void>;
  close(): Promise<void>;
}

/** The rows of a moment. */
export interface DatabaseSnapshot {
  close(): Promise<void>;
}

export interface Chained {
  put(key: Uint8Array, value: Uint8Array): unknown;
  del(key: Uint8Array): unknown;
  write(options: { sync: boolean }): Promise<void>;
}

/** Reads rows: those of a store as they are, or as they were at one moment. */
export class StoreReader {
  readonly folder: string;
  protected readonly db: Database;
  private readonly moment: { readonly snapshot?: DatabaseSnapshot };

  constructor(folder: string, db: Database, snapshot?: DatabaseSnapshot) {
    this.folder = folder;
    this.db = db;
    this.moment = snapshot ? { snapshot } : {};
  }

  /** The value of a row, or undefined. @throws Fault STORE_CORRUPT if its checksum is another, STORE_FAILED */
  get(key: string): Bytes | undefined {
    const row = this.raw(key);
    return row && opened(key, row);
  }

  /** The value of a row with whatever stands behind it. @throws Fault */
  raw(key: string): Bytes | undefined {
    try {
      const value = this.db.getSync(Buffer.from(key, 'latin1'), this.moment);
      // A plain array: a Buffer's slice is a view, where everybody else's is a copy.
      return value && new Uint8Array(value.buffer, value.byteOffset, value.length);
    } catch (error) {
      throw storeFault(error, describe(key));
    }
  }

  /** Every row whose key starts with `prefix`, in order. @throws Fault as {@link get} does */
  async *rows(prefix = ''): AsyncGenerator<[string, Bytes]> {
    const range = prefix ? { gte: Buffer.from(prefix, 'latin1'), lt: Buffer.from(after(prefix), 'latin1') } : {};
    try {
      for await (const [bytes, row] of this.db.iterator({ ...range, ...this.moment })) {
        const key = Buffer.from(bytes).toString('latin1');
        yield [key, opened(key, row)];
      }
    } catch (error) {
      throw storeFault(error, this.folder);
    }
  }

  async close(): Promise<void> {
    await this.moment.snapshot?.close();
  }
}

function opened(key: string, row: Bytes): Bytes {
  const value = unseal(key, row);
  if (value === undefined) throw new Fault('STORE_CORRUPT', `${describe(key)}: checksum`);
  return value;
}

export class Store extends StoreReader {
  /** @throws Fault STORE_LOCKED, STORE_CORRUPT, STORE_FULL, STORE_FAILED; NO_GENESIS, STORE_CUT if it is to exist and does not */
  static async open(folder: string, create: boolean): Promise<Store> {
    const location = join(folder, 'store');
    if (!create && !existsSync(join(location, 'CURRENT'))) throw missing(folder);
    const level = new Level<Uint8Array, Uint8Array>(location, { keyEncoding: 'view', valueEncoding: 'view' });
    try {
      await level.open({ createIfMissing: create });
    } catch (error) {
      throw storeFault(error, location);
    }
    return new Store(folder, level as unknown as Database);
  }

  /** Makes of the files of a store that does not open whatever LevelDB can still read; rows may be missing. @throws Fault */
  static async salvage(folder: string): Promise<void> {
    try {
      await (Level as unknown as { repair(location: string): Promise<void> }).repair(join(folder, 'store'));
    } catch (error) {
      throw storeFault(error, folder);
    }
  }

  /** The rows as they are now, whatever is written afterwards, until the reader is closed. */
  snapshot(): StoreReader {
    return new StoreReader(this.folder, this.db, this.db.snapshot());
  }

  /** Writes all or nothing, and returns when it is on disk. @throws Fault STORE_FULL, STORE_FAILED */
  async write(batch: Batch): Promise<void> {
    try {
      const chained = this.db.batch();
      for (const [key, value] of batch) {
        if (value === null) chained.del(Buffer.from(key, 'latin1'));
        else chained.put(Buffer.from(key, 'latin1'), seal(key, value));
      }
      await chained.write({ sync: true });
    } catch (error) {
      throw storeFault(error, this.folder);
    }
  }

  /** Takes out all rows whose keys begin so; not synced, because nobody is told of it. @throws Fault */
  async clear(prefix: string): Promise<void> {
    try {
      await this.db.clear({ gte: Buffer.from(prefix, 'latin1'), lt: Buffer.from(after(prefix), 'latin1') });
    } catch (error) {
      throw storeFault(error, this.folder);
    }
  }

  override async close(): Promise<void> {
    try {
      await this.db.close();
    } catch (error) {
      throw storeFault(error, this.folder);
    }
  }
}

// The first key behind all that begin so. A last byte of 255 has none behind it: the byte before goes up.
function after(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  return last === 0xff ? after(prefix.slice(0, -1)) : prefix.slice(0, -1) + String.fromCharCode(last + 1);
}

/** A row's key for people: its kind, then hexadecimal. */
export function describe(key: string): string {
  const kind = key.slice(0, 1);
  const rest = key.slice(1);
  return `row ${kind} ${kind === 'm' ? rest : Buffer.from(rest, 'latin1').toString('hex')}`;
}

// A log of heads without a store tells that there was one.
function missing(folder: string): Fault {
  return existsSync(join(folder, 'head.log'))
    ? new Fault('STORE_CUT', `${folder} has a head.log and no store`)
    : new Fault('NO_GENESIS', folder);
}

// LevelDB puts the words of the operating system behind the path, which may hold any words itself.
const FULL = /(^(ENOSPC|EFBIG|EDQUOT)\b|: (no space left on device|file too large|disk quota exceeded)$)/im;
const CORRUPT = /(^LEVEL_CORRUPTION\b|: no such file or directory$)/im;

/** What LevelDB or the file system said, as a row of the error table. */
export function storeFault(error: unknown, where: string): Fault {
  if (error instanceof Fault) return error;
  const lines = messages(error);
  const text = lines.join('\n');
  if (/^LEVEL_LOCKED\b/m.test(text)) return new Fault('STORE_LOCKED', where);
  if (FULL.test(text)) return new Fault('STORE_FULL', where);
  return new Fault(CORRUPT.test(text) ? 'STORE_CORRUPT' : 'STORE_FAILED', `${where}: ${lines.join(' · ')}`);
}

// The code and the message of an error, then those of its causes.
function messages(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const code = (error as { code?: string }).code ?? '';
  return [`${code} ${error.message}`.trim(), ...(error.cause ? messages(error.cause) : [])];
}
