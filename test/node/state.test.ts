// Stored state: values through the cache, trees written behind, ordered reads; always what a state in memory has.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { encode } from '../../engine/base/records.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { writesBetween } from '../../engine/node/opening.ts';
import { encodeWrites, ROW } from '../../engine/node/rows.ts';
import { type Memory, StoredState } from '../../engine/node/state.ts';
import { Store } from '../../engine/node/store.ts';
import { storagePrefix, topKey } from '../../engine/state/key.ts';
import { MemoryState } from '../../engine/state/memory.ts';
import { Overlay } from '../../engine/state/overlay.ts';
import { plainContract } from '../state/contract.ts';
import { Rows } from './rows.ts';

const CONTRACTS = [3, 4].map((n) => new Uint8Array(32).fill(n));
const PREFIXES = CONTRACTS.map((contract) => storagePrefix(contract));

/** A chain's state twice: stored, with a cache of few values, and in memory. */
class Twins {
  readonly rows = new Rows();
  readonly store = new Store('nowhere', this.rows);
  readonly memory = new MemoryState(nodeNatives);
  stored: StoredState;
  height = 0;
  nodesAt = 0;
  private readonly room: Memory;

  constructor(generation: number) {
    // So few nodes that all are let go after each checkpoint.
    this.room = { generation, nodes: 1, levels: generation % 3 };
    this.stored = new StoredState(nodeNatives, this.store, this.room);
  }

  async begin(): Promise<this> {
    await this.block((overlay) => {
      for (const contract of CONTRACTS)
        overlay.set(topKey('contract', contract), encode('ContractRecord', plainContract(contract)));
    });
    return this;
  }

  async block(change: (overlay: Overlay) => void): Promise<void> {
    const [ours, theirs] = [new Overlay(this.stored), new Overlay(this.memory)];
    change(ours);
    change(theirs);
    const writes = this.stored.forest.apply(ours.writes(), this.stored);
    this.height += 1;
    await this.store.write([[ROW.writes(this.height), encodeWrites(writes)]]);
    this.stored.committed(writes);
    this.memory.commit(this.memory.forest.apply(theirs.writes(), this.memory));
  }

  async checkpoint(): Promise<void> {
    await this.store.write(this.stored.takeCheckpoint());
    this.stored.checkpointed();
    this.nodesAt = this.height;
  }

  /** A state over the same rows that has nothing in memory. */
  reopen(): void {
    this.stored = new StoredState(nodeNatives, this.store, this.room);
    const journals = writesBetween(this.store, this.nodesAt, this.height);
    this.stored.catchUp(journals, { height: this.height, stateRoot: this.memory.forest.root() });
  }

  /** The same in both: every value, the order of keys of each contract, and the root. */
  compare(keys: readonly string[]): void {
    for (const key of keys) expect(this.stored.get(key)).toEqual(this.memory.get(key));
    for (const prefix of PREFIXES) expect(walk(this.stored, prefix)).toEqual(walk(this.memory, prefix));
    expect(toHex(this.stored.forest.root())).toBe(toHex(this.memory.forest.root()));
  }
}

function walk(state: Pick<StoredState, 'next'>, prefix: string): string[] {
  const found: string[] = [];
  for (let key = state.next(prefix, ''); key !== undefined; key = state.next(prefix, key)) found.push(key);
  return found;
}

const small = (generation: number): Memory => ({ generation, nodes: 1_000, levels: 2 });

const KEYS = PREFIXES.flatMap((prefix) =>
  ['a', 'ab', 'abc', 'b', '\x00', '\xff\xff', 'long key of a map'].map((key) => prefix + key),
);
const ACCOUNTS = [1, 2, 3].map((n) => topKey('account', new Uint8Array(32).fill(n)));
const change = fc.record({
  key: fc.constantFrom(...KEYS, ...ACCOUNTS),
  value: fc.option(fc.uint8Array({ maxLength: 3 })),
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.array(change, { minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constant('write' as const) },
  { weight: 2, arbitrary: fc.constant('reopen' as const) },
);

async function perform(twins: Twins, what: typeof step extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  if (what === 'write') return twins.checkpoint();
  if (what === 'reopen') return twins.reopen();
  await twins.block((overlay) => {
    for (const { key, value } of what) {
      if (value) overlay.set(key, value);
      else overlay.remove(key);
    }
  });
}

test('whatever is written, written behind and opened again, it has what a state in memory has', async () => {
  const property = fc.asyncProperty(
    fc.array(step, { maxLength: 25 }),
    fc.integer({ min: 1, max: 5 }),
    async (steps, generation) => {
      const twins = await new Twins(generation).begin();
      for (const what of steps) {
        await perform(twins, what);
        twins.compare([...KEYS, ...ACCOUNTS]);
      }
      twins.reopen();
      twins.compare([...KEYS, ...ACCOUNTS]);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});

test('an overlay walks over stored keys and its own, without those that it removed', async () => {
  const twins = await new Twins(1).begin();
  const [prefix] = PREFIXES;
  await twins.block((overlay) => {
    for (const key of ['a', 'c', 'e', 'g']) overlay.set(prefix + key, Uint8Array.of(1));
  });
  await twins.checkpoint();
  const fresh = new StoredState(nodeNatives, twins.store, small(1));
  const overlay = new Overlay(fresh);
  for (const key of ['b', 'e', 'z']) overlay.set(prefix + key, Uint8Array.of(2));
  overlay.remove(`${prefix}a`);
  overlay.remove(`${prefix}g`);
  expect(walk(overlay, prefix!).map((key) => key.slice(prefix!.length))).toEqual(['b', 'c', 'e', 'z']);
  expect(walk(fresh, prefix!)).toHaveLength(4);
});

test('a branch that is gone is named when it is reached', async () => {
  const twins = await new Twins(5).begin();
  await twins.block((overlay) => {
    for (const key of KEYS) overlay.set(key, Uint8Array.of(1));
  });
  await twins.checkpoint();
  for (const key of [...twins.rows.values.keys()].filter((key) => key[0] === 'n')) {
    const value = twins.rows.values.get(key)!;
    twins.rows.values.delete(key);
    const fresh = new StoredState(nodeNatives, twins.store);
    expect(() => {
      for (const key of KEYS) fresh.get(key);
    }).toThrow(
      expect.objectContaining({ id: 'STORE_CORRUPT', detail: expect.stringMatching(/^row n [0-9a-f]+ is missing$/) }),
    );
    twins.rows.values.set(key, value);
  }
});

test('a tree that lost all of its keys leaves no rows', async () => {
  const twins = await new Twins(5).begin();
  const space = PREFIXES[0]!.slice(1);
  const own = KEYS.filter((key) => key.startsWith(PREFIXES[0]!));
  const rows = () =>
    [...twins.rows.values.keys()].filter((key) => key === `o${space}` || key.startsWith(`n\x01${space}`));
  await twins.block((overlay) => {
    for (const key of own) overlay.set(key, Uint8Array.of(1));
  });
  await twins.checkpoint();
  expect(rows()).toHaveLength(own.length);
  await twins.block((overlay) => {
    for (const key of own) overlay.remove(key);
  });
  await twins.checkpoint();
  expect(rows()).toEqual([]);
});

test('values come from the store once and from memory then, until newer ones push them out', async () => {
  const twins = await new Twins(2).begin();
  const keys = ACCOUNTS;
  await twins.block((overlay) => {
    for (const [i, key] of keys.entries()) overlay.set(key, Uint8Array.of(i));
  });
  await twins.checkpoint();
  let reads = 0;
  const get = twins.rows.getSync.bind(twins.rows);
  twins.rows.getSync = (key) => {
    if (key[0] === 's'.charCodeAt(0)) reads += 1;
    return get(key);
  };
  const fresh = new StoredState(nodeNatives, twins.store, small(2));
  for (let n = 0; n < 5; n++) expect(fresh.get(keys[0]!)).toEqual(Uint8Array.of(0));
  expect(fresh.get('absent')).toBeUndefined();
  expect(fresh.get('absent')).toBeUndefined();
  expect(reads).toBe(2);
  for (const key of keys) fresh.get(key);
  fresh.get('other');
  fresh.get('another');
  const before = reads;
  fresh.get(keys[0]!);
  expect(reads).toBe(before + 1);
});

test('a value that is not the one under the root is not given, nor is one that is missing or too many', async () => {
  const twins = await new Twins(5).begin();
  await twins.block((overlay) => {
    for (const key of KEYS) overlay.set(key, Uint8Array.of(1, 2));
  });
  await twins.checkpoint();
  const values = twins.rows.values;
  for (const key of KEYS) {
    const row = ROW.state(key);
    const value = values.get(row)!;
    for (const wrong of [Uint8Array.of(1, 3), Uint8Array.of(), undefined]) {
      if (wrong) values.set(row, wrong);
      else values.delete(row);
      const fresh = new StoredState(nodeNatives, twins.store);
      expect(() => fresh.get(key)).toThrow(expect.objectContaining({ id: 'STORE_CORRUPT' }));
    }
    values.set(row, value);
    values.set(`${row}x`, value);
    const fresh = new StoredState(nodeNatives, twins.store);
    expect(() => fresh.get(`${key}x`)).toThrow(/is not what the state tree names/);
    values.delete(`${row}x`);
    expect(fresh.get(key)).toEqual(Uint8Array.of(1, 2));
  }
});

test('a contract whose tree is of another moment than its record is not read', async () => {
  const twins = await new Twins(5).begin();
  const own = KEYS.filter((key) => key.startsWith(PREFIXES[0]!));
  const fill = (value: number) =>
    twins.block((overlay) => {
      for (const key of own) overlay.set(key, Uint8Array.of(value));
    });
  await fill(1);
  await twins.checkpoint();
  const isOfTree = (key: string) => key[0] === 'o' && key.length > 1;
  const before = [...twins.rows.values].filter(([key]) => isOfTree(key));
  await fill(2);
  await twins.checkpoint();
  for (const [key, value] of before) twins.rows.values.set(key, value);
  const fresh = new StoredState(nodeNatives, twins.store);
  expect(() => fresh.get(own[0]!)).toThrow(/row o .* is not what the contract's record names/);
});
