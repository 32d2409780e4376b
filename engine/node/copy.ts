// One copy of a chain's blocks, of which anything may be damaged: it gives what it can, and whoever takes it compares hashes.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../base/bytes.ts';
import { CodecError, Fault } from '../base/errors.ts';
import { decode, type Genesis } from '../base/records.ts';
import { type Block, decodeBlock } from '../ledger/block.ts';
import { decodeHeight, ROW } from './rows.ts';
import { unseal } from './seal.ts';
import { Store } from './store.ts';

export class Copy {
  readonly folder: string;
  private readonly store: Store | undefined;

  private constructor(folder: string, store: Store | undefined) {
    this.folder = folder;
    this.store = store;
  }

  /** @param scratch where its files are copied to if LevelDB has to make them readable @throws Fault STORE_LOCKED, STORE_FULL */
  static async open(folder: string, scratch: string): Promise<Copy> {
    if (!existsSync(join(folder, 'store'))) return new Copy(folder, undefined);
    try {
      return new Copy(folder, await Store.open(folder, false));
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    cpSync(join(folder, 'store'), join(scratch, 'store'), { recursive: true });
    try {
      await Store.salvage(scratch);
      return new Copy(folder, await Store.open(scratch, false));
    } catch (error) {
      if (!isDamage(error)) throw error;
      return new Copy(folder, undefined);
    }
  }

  genesis(): Genesis | undefined {
    return this.read(ROW.meta('genesis'), (bytes) => decode('Genesis', bytes));
  }

  /** Height that the store says it has; −1 if it does not say. */
  height(): number {
    return this.read(ROW.meta('head'), decodeHeight) ?? -1;
  }

  block(height: number): Block | undefined {
    return this.read(ROW.block(height), decodeBlock);
  }

  /** Rows of an earlier layout had no checksums. */
  private read<T>(key: string, read: (bytes: Bytes) => T): T | undefined {
    const row = this.raw(key);
    if (row === undefined) return undefined;
    try {
      return read(unseal(key, row) ?? row);
    } catch (error) {
      if (error instanceof CodecError) return undefined;
      throw error;
    }
  }

  private raw(key: string): Bytes | undefined {
    try {
      return this.store?.raw(key);
    } catch (error) {
      if (isDamage(error)) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.store?.close();
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Fault && ['STORE_CORRUPT', 'STORE_CUT', 'STORE_FAILED', 'NO_GENESIS'].includes(error.id);
}
