// Genesis: what a chain begins with, and that everything it says is in the chain's id.
import { describe, expect, test } from 'vitest';
import { toHex, ZERO32 } from '../../engine/base/bytes.ts';
import { Fault } from '../../engine/base/errors.ts';
import { accountAddress, blockHash, genesisId } from '../../engine/base/hash.ts';
import { decode, type Genesis } from '../../engine/base/records.ts';
import { specHash } from '../../engine/base/spec.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { applyGenesis, checkRules, type Founding, makeGenesis } from '../../engine/ledger/genesis.ts';
import { topKey } from '../../engine/state/key.ts';
import { MemoryState } from '../../engine/state/memory.ts';
import { DEFAULT_BLOCK_GAS, LIMITS } from '../../spec/limits.ts';
import { salt, secret } from '../runtime/chain.ts';

const keys = [0, 1].map((n) => ({ scheme: 0, key: nodeNatives.publicKey(secret(n)) }));
const FOUNDING: Founding = { name: 'first', salt: salt(1), time: 1_700_000_000_000, accounts: keys };

function applied(genesis: Genesis) {
  const state = new MemoryState(nodeNatives);
  const made = applyGenesis(nodeNatives, genesis, state.forest);
  state.commit(made.writes);
  return { ...made, state };
}

describe('a genesis', () => {
  test('names the rules of this build, and block gas of its own or the usual', () => {
    const genesis = makeGenesis(nodeNatives, FOUNDING);
    expect(genesis).toMatchObject({ version: 1, protocol: 1, blockGas: DEFAULT_BLOCK_GAS, roles: [] });
    expect(toHex(genesis.specHash)).toBe(toHex(specHash(nodeNatives)));
    expect(makeGenesis(nodeNatives, { ...FOUNDING, blockGas: 5 }).blockGas).toBe(5);
  });

  test('gives another chain for any other field', () => {
    const genesis = makeGenesis(nodeNatives, FOUNDING);
    const others: Partial<Genesis>[] = [
      { version: 2 },
      { name: 'second' },
      { salt: salt(2) },
      { time: 1 },
      { protocol: 2 },
      { specHash: ZERO32 },
      { blockGas: 1 },
      { accounts: keys.slice(1) },
      { roles: [{ account: ZERO32, role: 'R' }] },
    ];
    const ids = [genesis, ...others.map((other) => ({ ...genesis, ...other }))].map((g) => genesisId(nodeNatives, g));
    expect(new Set(ids.map(toHex)).size).toBe(others.length + 1);
  });

  test('of other rules is refused by name', () => {
    const genesis = makeGenesis(nodeNatives, FOUNDING);
    expect(() => checkRules(nodeNatives, genesis)).not.toThrow();
    for (const other of [{ protocol: 2 }, { specHash: ZERO32 }]) {
      const refused = () => checkRules(nodeNatives, { ...genesis, ...other });
      expect(refused).toThrow(expect.objectContaining({ name: 'Fault', id: 'SPEC_MISMATCH' }));
    }
  });

  test('with more block gas than there may be is refused', () => {
    const most = makeGenesis(nodeNatives, { ...FOUNDING, blockGas: LIMITS.blockGas.max });
    expect(() => applied(most)).not.toThrow();
    expect(() => applied({ ...most, blockGas: LIMITS.blockGas.max + 1 })).toThrow(Fault);
  });
});

describe('block 0', () => {
  const genesis = makeGenesis(nodeNatives, FOUNDING);
  const { block, head, state } = applied(genesis);

  test('has no parent, no transactions, the time of the genesis and the root of its state', () => {
    expect(block.header).toMatchObject({ version: 1, height: 0, time: FOUNDING.time, gasUsed: 0, protocol: 1 });
    expect(toHex(block.header.parent)).toBe(toHex(ZERO32));
    expect(toHex(block.header.chain)).toBe(toHex(genesisId(nodeNatives, genesis)));
    expect(toHex(block.header.stateRoot)).toBe(toHex(state.forest.root()));
    expect(block.transactions).toEqual([]);
    expect(toHex(head.hash)).toBe(toHex(blockHash(nodeNatives, block.header)));
  });

  test('has the rules and an account for each key, and nothing else', () => {
    const accounts = keys.map(({ scheme, key }) => topKey('account', accountAddress(nodeNatives, scheme, key)));
    expect([...state.entries()].map(([key]) => key).sort()).toEqual([topKey('protocol'), ...accounts].sort());
    expect(decode('ProtocolRecord', state.get(topKey('protocol'))!)).toEqual({
      version: 1,
      protocol: 1,
      specHash: genesis.specHash,
      blockGas: genesis.blockGas,
      governed: false,
      next: null,
    });
    expect(decode('AccountRecord', state.get(accounts[0]!)!)).toMatchObject({
      nonce: 0,
      threshold: 1,
      keys: [keys[0]],
    });
  });
});
