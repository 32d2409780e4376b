// All trees of a chain: storage roots stand in contracts' records, and the state root covers everything that is stored.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bytes, fromLatin1, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import { decode, encode } from '../../engine/base/records.ts';
import { isStorage, storagePrefix, topKey } from '../../engine/state/key.ts';
import { MemoryState } from '../../engine/state/memory.ts';
import { hashing } from '../base/sha.ts';
import { shortKey } from '../suites/reader.ts';
import { plainContract } from './contract.ts';
import { withRecords } from './forest.ts';
import { naiveRoot } from './naive.ts';

const CONTRACTS = [1, 2, 3].map((n) => new Uint8Array(32).fill(n));
const ROOT_OF_NONE = '00'.repeat(32);

function committed(state: MemoryState, writes: ReadonlyMap<string, Bytes | null>): MemoryState {
  state.commit(state.forest.apply(writes, state));
  return state;
}

const recordOf = (state: MemoryState, contract: Bytes) =>
  decode('ContractRecord', state.get(topKey('contract', contract))!);

/** The state root by the naive tree: one sub-tree a contract, then the top tree over the records. */
function naiveState(state: MemoryState): string {
  const top = new Map([...state.entries()].filter(([key]) => !isStorage(key)));
  for (const contract of CONTRACTS) {
    const at = storagePrefix(contract);
    const own = [...state.entries()].filter(([key]) => key.startsWith(at)).map(([k, v]) => [k.slice(33), v] as const);
    const record = { ...recordOf(state, contract), storageRoot: naiveRoot(new Map(own)) };
    top.set(topKey('contract', contract), encode('ContractRecord', record));
  }
  return toHex(naiveRoot(top));
}

const change = fc.tuple(
  fc.constantFrom(...CONTRACTS),
  shortKey.filter((k) => k !== ''),
  fc.option(fc.uint8Array({ maxLength: 2 }), { nil: null }),
);

test('the state root is that of naive trees, block after block', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 8 }), { maxLength: 4 }), (blocks) => {
      const records = CONTRACTS.map(
        (c) => [topKey('contract', c), encode('ContractRecord', plainContract(c, { creator: c }))] as const,
      );
      const state = committed(new MemoryState(hashing), new Map(records));
      for (const block of blocks) {
        committed(state, new Map(block.map(([c, key, value]) => [storagePrefix(c) + key, value])));
        expect(toHex(state.forest.root())).toBe(naiveState(state));
      }
    }),
  );
});

test("a contract's storage root stands in its record, and is zero when all is removed", () => {
  const [contract] = CONTRACTS as [Bytes];
  const key = `${storagePrefix(contract)}k`;
  const state = committed(new MemoryState(hashing), withRecords(new Map([[key, Uint8Array.of(1)]])));
  expect(toHex(recordOf(state, contract).storageRoot)).toBe(toHex(state.forest.tree(toLatin1(contract)).root()));
  expect(toHex(recordOf(state, contract).storageRoot)).not.toBe(ROOT_OF_NONE);
  committed(state, new Map([[key, null]]));
  expect(toHex(recordOf(state, contract).storageRoot)).toBe(ROOT_OF_NONE);
  expect(state.get(key)).toBeUndefined();
});

test('a record that is written in the same block as storage gets the new root', () => {
  const [contract] = CONTRACTS as [Bytes];
  const key = `${storagePrefix(contract)}k`;
  const state = committed(new MemoryState(hashing), withRecords(new Map([[key, Uint8Array.of(1)]])));
  const moved = { ...recordOf(state, contract), revision: 7 };
  const both = new Map<string, Bytes>([
    [topKey('contract', contract), encode('ContractRecord', moved)],
    [key, Uint8Array.of(2)],
  ]);
  const before = toHex(moved.storageRoot);
  committed(state, both);
  expect(recordOf(state, contract).revision).toBe(7);
  expect(toHex(recordOf(state, contract).storageRoot)).not.toBe(before);
});

test('writes that change nothing leave the root and the record alone', () => {
  const [contract] = CONTRACTS as [Bytes];
  const key = `${storagePrefix(contract)}k`;
  const state = committed(new MemoryState(hashing), withRecords(new Map([[key, Uint8Array.of(1)]])));
  const root = toHex(state.forest.root());
  const writes = state.forest.apply(
    new Map<string, Bytes | null>([
      [key, Uint8Array.of(1)],
      [`${key}x`, null],
    ]),
    state,
  );
  expect([...writes.keys()].map((k) => toHex(fromLatin1(k)))).toEqual(
    [key, `${key}x`].map((k) => toHex(fromLatin1(k))),
  );
  expect(toHex(state.forest.root())).toBe(root);
});
