// A database in memory that fails on demand, in the place of LevelDB.
import type { Chained, Database, DatabaseSnapshot } from '../../engine/node/store.ts';

const latin1 = (key: Uint8Array) => Buffer.from(key).toString('latin1');

export class Rows implements Database {
  readonly values = new Map<string, Uint8Array>();

  getSync(key: Uint8Array): Uint8Array | undefined {
    return this.values.get(latin1(key));
  }

  batch(): Chained {
    const changes: [string, Uint8Array | undefined][] = [];
    return {
      put: (key, value) => changes.push([latin1(key), Uint8Array.from(value)]),
      del: (key) => changes.push([latin1(key), undefined]),
      write: async () => {
        for (const [key, value] of changes) {
          if (value) this.values.set(key, value);
          else this.values.delete(key);
        }
      },
    };
  }

  async *iterator(): AsyncGenerator<[Uint8Array, Uint8Array]> {
    for (const key of [...this.values.keys()].sort()) yield [Buffer.from(key, 'latin1'), this.values.get(key)!];
  }

  snapshot(): DatabaseSnapshot {
    throw new Error('not used');
  }

  async clear({ gte, lt }: { gte: Uint8Array; lt: Uint8Array }): Promise<void> {
    const [from, to] = [gte, lt].map((bytes) => Buffer.from(bytes).toString('latin1')) as [string, string];
    for (const key of [...this.values.keys()]) if (key >= from && key < to) this.values.delete(key);
  }

  async close(): Promise<void> {}
}

/** When a write of a {@link Failing} database fails: before anything of it is on disk, or after all of it is. */
export type Moment = 'before' | 'after';

/** A database whose `n`-th write and all later ones end with ENOSPC. */
export class Failing implements Database {
  private readonly database: Database;
  private readonly n: number;
  private readonly moment: Moment;
  writes = 0;

  constructor(database: Database, n: number, moment: Moment) {
    this.database = database;
    this.n = n;
    this.moment = moment;
  }

  getSync(key: Uint8Array): Uint8Array | undefined {
    return this.database.getSync(key);
  }

  batch(): Chained {
    const chained = this.database.batch();
    return {
      put: (key, value) => chained.put(key, value),
      del: (key) => chained.del(key),
      write: async (options) => {
        this.writes += 1;
        if (this.writes < this.n) return chained.write(options);
        if (this.moment === 'after' && this.writes === this.n) await chained.write(options);
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      },
    };
  }

  iterator(range?: object): AsyncIterable<[Uint8Array, Uint8Array]> {
    return this.database.iterator(range);
  }

  snapshot(): DatabaseSnapshot {
    return this.database.snapshot();
  }

  clear(range: object): Promise<void> {
    return this.database.clear(range);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
