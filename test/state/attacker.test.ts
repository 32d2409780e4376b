// An attacker who chooses keys in one contract cannot lengthen another contract's proofs or slow its updates: counted in bytes and steps of
// proofs, hashes, and rows that are read.
import { expect, test } from 'vitest';
import { chance, randomBytes } from '../../bench/chance.ts';
import { type Bytes, toLatin1 } from '../../engine/base/bytes.ts';
import type { Natives } from '../../engine/base/natives.ts';
import { StoredState } from '../../engine/node/state.ts';
import { Store } from '../../engine/node/store.ts';
import { readShown, type Shown } from '../../engine/proof/evidence.ts';
import { prove } from '../../engine/proof/prove.ts';
import type { Question } from '../../engine/proof/question.ts';
import { TOP_SPACE } from '../../engine/state/forest.ts';
import { storagePrefix, topKey } from '../../engine/state/key.ts';
import { LIMITS } from '../../spec/limits.ts';
import { hashing } from '../base/sha.ts';
import { Rows } from '../node/rows.ts';
import { plant } from './forest.ts';

const random = chance(31);
const VICTIM = randomBytes(random, 32);
/** Its neighbour as far as an address can be one. */
const ATTACKER = VICTIM.map((byte, i) => (i === 31 ? byte ^ 1 : byte));
const ACCOUNTS = Array.from({ length: 40 }, () => randomBytes(random, 32));
/** A slot and an address, as maps have them. */
const KEYS = Array.from({ length: 200 }, () => toLatin1(randomBytes(random, 40)));
const TARGET = KEYS[77]!;
const VALUE = Uint8Array.of(1, 2, 3);

/** A key beside another one at each of its bits, and at its end: in one tree, the way to it has as many steps as it has bits. */
function beside(key: string): string[] {
  const places = Array.from(key, (letter, at) => {
    const bits = [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => String.fromCharCode(letter.charCodeAt(0) ^ (1 << bit)));
    return [key.slice(0, at), ...bits.map((other) => key.slice(0, at) + other)];
  });
  return [...places.flat(), `${key}\0`].filter((each) => each !== '' && each !== key);
}

const ATTACKS: readonly [string, readonly string[]][] = [
  ['keys beside each bit of one that is there', beside(TARGET)],
  [
    'keys that begin each other, up to the longest',
    Array.from({ length: LIMITS.key.max }, (_, n) => '\xff'.repeat(n + 1)),
  ],
  ['the same keys', KEYS],
  ['many keys', Array.from({ length: 3_000 }, () => toLatin1(randomBytes(random, 12)))],
];

class CountedRows extends Rows {
  reads = 0;

  override getSync(key: Uint8Array): Uint8Array | undefined {
    this.reads += 1;
    return super.getSync(key);
  }
}

/** A chain's state in a store, opened anew as often as one likes, with what is done to it counted. */
interface World {
  readonly rows: CountedRows;
  readonly open: () => StoredState;
  hashes: number;
}

async function worldOf(attackers: readonly string[], own: readonly string[] = KEYS): Promise<World> {
  const rows = new CountedRows();
  const store = new Store('memory', rows);
  const counting: Natives = {
    ...hashing,
    sha256Latin1: (data) => {
      world.hashes += 1;
      return hashing.sha256Latin1(data);
    },
  };
  const world: World = { rows, open: () => new StoredState(counting, store), hashes: 0 };
  const entries = new Map<string, Bytes>(ACCOUNTS.map((id) => [topKey('account', id), VALUE]));
  for (const key of own) entries.set(storagePrefix(VICTIM) + key, VALUE);
  for (const key of attackers) entries.set(storagePrefix(ATTACKER) + key, VALUE);
  const first = world.open();
  const writes = plant(first.forest, entries, first);
  first.committed(writes);
  await store.write(first.takeCheckpoint());
  return world;
}

function stepsOf(shown: Shown | undefined): number {
  return shown?.kind === 'branch' ? 1 + stepsOf(shown.left) + stepsOf(shown.right) : 0;
}

/** What something costs on a state that was just opened. */
function counted<T>(world: World, act: (state: StoredState) => T) {
  const state = world.open();
  world.hashes = 0;
  world.rows.reads = 0;
  const result = act(state);
  return { result, hashes: world.hashes, reads: world.rows.reads };
}

function proved(world: World, contract: Bytes, question: Question) {
  const { result, ...cost } = counted(world, (state) => {
    const at = (space: string, before: string, asked: Question) =>
      prove(state.forest.tree(space), asked, (key) => state.get(before + key)!);
    const record = at(TOP_SPACE, '', { kind: 'key', key: topKey('contract', contract) });
    return { record, evidence: at(toLatin1(contract), storagePrefix(contract), question) };
  });
  const { record, evidence } = result;
  const steps = stepsOf(readShown(record)) + stepsOf(readShown(evidence));
  return { bytes: record.length + evidence.length, steps, ...cost };
}

function updated(world: World, contract: Bytes, key: string) {
  const { hashes, reads } = counted(world, (state) => {
    state.forest.apply(new Map([[storagePrefix(contract) + key, Uint8Array.of(9)]]), state);
    return state.forest.root();
  });
  return { hashes, reads };
}

const QUESTIONS: readonly Question[] = [
  ...[TARGET, KEYS[0]!, `${TARGET}\0`, '\xff'.repeat(40)].map((key) => ({ kind: 'key', key }) as const),
  { kind: 'prefix', prefix: TARGET.slice(0, 1) },
  { kind: 'range', from: TARGET, to: undefined },
];

/** All that is counted of a contract. */
function costs(world: World, contract = VICTIM) {
  const proofs = QUESTIONS.map((question) => proved(world, contract, question));
  const updates = [TARGET, KEYS[0]!, 'a new key'].map((key) => updated(world, contract, key));
  return { proofs, updates };
}

test.each(ATTACKS)(
  'another contract with %s: proofs and updates cost what they cost beside one with one key',
  async (_, keys) => {
    const quiet = costs(await worldOf(['k']));
    expect(costs(await worldOf(keys))).toEqual(quiet);
    expect(quiet.proofs[0]!.steps).toBeLessThan(40);
    expect(quiet.updates[0]!.hashes).toBeLessThan(40);
  },
);

test('whoever chooses such keys pays for them in the own contract, and would elsewhere if all stood in one tree', async () => {
  const quiet = costs(await worldOf(['k']));
  const keys = beside(TARGET);
  const attacker = costs(await worldOf(keys.concat(TARGET)), ATTACKER);
  const shared = costs(await worldOf(['k'], KEYS.concat(keys)));
  for (const { proofs, updates } of [attacker, shared]) {
    expect(proofs[0]!.steps).toBeGreaterThan(9 * TARGET.length);
    expect(proofs[0]!.bytes).toBeGreaterThan(10 * quiet.proofs[0]!.bytes);
    expect(updates[0]!.hashes).toBeGreaterThan(10 * quiet.updates[0]!.hashes);
    expect(updates[0]!.reads).toBeGreaterThan(10 * quiet.updates[0]!.reads);
  }
});
