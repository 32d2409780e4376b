// A chain under load by another process, and what that one was told: everything acknowledged must be there, once, whatever happens to it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { encode } from '../../engine/base/records.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { connect } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import {
  addressOf,
  balances,
  emptyFolder,
  HOLDERS,
  makeTokenChain,
  remove,
  START,
  secret,
  type TokenChain,
} from './chain.ts';

/** The program that sends transfers; it is given a plan. */
export const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));

/** How much there is of a chain. */
export interface Found {
  readonly acknowledged: number;
  readonly found: number;
  readonly blocks: number;
}

const sha256 = (bytes: Bytes) => createHash('sha256').update(bytes).digest('hex');

export class Witness {
  readonly made: TokenChain;
  /** Where what was acknowledged is written to; outside of the chain's folder. */
  readonly acks: string;
  private readonly notes: string;
  private readonly seen = new Map<string, { height: number; receipt: string }>();
  private readonly acknowledged: string[] = [];
  private scanned = 0;

  private constructor(made: TokenChain) {
    this.made = made;
    this.notes = emptyFolder();
    this.acks = join(this.notes, 'acks');
  }

  /** A witness of a new chain. */
  static async begin(): Promise<Witness> {
    return new Witness(await makeTokenChain(emptyFolder()));
  }

  end(): void {
    remove(this.made.folder);
    remove(this.notes);
  }

  /** The path of a plan for {@link LOAD}. @param folder where it is to find the chain */
  plan(seed: number, rounds: number, folder = this.made.folder): string {
    const { chain, token, client } = this.made;
    const all = Array.from({ length: HOLDERS }, (_, n) => n);
    const hex = { chain: toHex(chain), token: toHex(token), secrets: all.map((n) => toHex(secret(n))) };
    const rest = { acks: this.acks, addresses: all.map((n) => toHex(addressOf(n))), abi: client.abi, seed, rounds };
    const path = join(this.notes, 'plan.json');
    writeFileSync(path, JSON.stringify({ folder, ...hex, ...rest }));
    return path;
  }

  /** Bytes that tell of what was acknowledged since the last look. */
  told(): number {
    return existsSync(this.acks) ? statSync(this.acks).size : 0;
  }

  /** Opens the chain and compares it with what was acknowledged. */
  async check(): Promise<Found> {
    const connection = await connect(this.made.folder, 'read');
    await this.scan(connection);
    const held = await balances(connection, this.made);
    await connection.close();
    expect(held.reduce((a, b) => a + b)).toBe(START * BigInt(HOLDERS));
    const acknowledged = this.checkAcks();
    expect((await replayFolder(this.made.folder)).difference).toBeUndefined();
    return { acknowledged, found: this.seen.size, blocks: this.scanned };
  }

  /** Remembers where each transaction of the new blocks stands. */
  private async scan(connection: Connection): Promise<void> {
    const { height } = await connection.info();
    for (; this.scanned < height; this.scanned++) {
      const { receipts } = (await connection.block(this.scanned + 1))!;
      for (const receipt of receipts) {
        const id = toHex(receipt.txId);
        expect(this.seen.has(id), `${id} stands twice`).toBe(false);
        this.seen.set(id, { height: this.scanned + 1, receipt: sha256(encode('Receipt', receipt)) });
      }
    }
  }

  /** How many transactions were acknowledged so far, each of them as the chain has it. */
  private checkAcks(): number {
    const text = existsSync(this.acks) ? readFileSync(this.acks, 'utf8') : '';
    this.acknowledged.push(...text.split('\n').filter((line) => line !== ''));
    // Each load begins with a file of its own, so that it is not this one that fills a disk.
    remove(this.acks);
    for (const line of this.acknowledged) {
      const [id, height, receipt] = line.split(' ');
      expect(this.seen.get(id!), line).toEqual({ height: Number(height), receipt });
    }
    return this.acknowledged.length;
  }
}

/** Adds what came to be between two looks at one chain. */
export function count(tally: Record<keyof Found, number>, last: Found, now: Found): void {
  for (const key of ['acknowledged', 'found', 'blocks'] as const) tally[key] += now[key] - last[key];
}
