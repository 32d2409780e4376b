// The workloads do what they say: transfers move money, blocks keep it, the empty method is empty.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyCalls, emptyModule, timed } from '../../bench/call.ts';
import { checkAll } from '../../bench/chain.ts';
import { chance } from '../../bench/chance.ts';
import { rekeyed, transferRows } from '../../bench/level.ts';
import { FUNDS, TokenChain } from '../../bench/token.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Decoder } from '../../engine/base/codec.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources, packageFolder } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import type { Batch } from '../../engine/node/store.ts';
import { isStorage } from '../../engine/state/key.ts';
import { prepare } from '../../engine/wasm/prepare.ts';

let wasm: Uint8Array;
beforeAll(async () => {
  ({ wasm } = await compileKept(loadSources(join(packageFolder(), 'contracts', 'token.ts'))));
});

function balances(token: TokenChain): bigint[] {
  const values = [...token.chain.state.entries()].filter(([key]) => isStorage(key) && key.length > 33 + 8);
  return values.map(([, bytes]) => {
    const from = new Decoder(bytes);
    return from.u64() + (from.u64() << 64n);
  });
}

describe('a token chain', () => {
  test('gives every account the same funds', () => {
    expect(balances(new TokenChain(wasm, 5))).toEqual(Array(5).fill(FUNDS));
  });

  test('moves money by transfers, keeps their sum, and changes the state root', () => {
    const token = new TokenChain(wasm, 5);
    const before = toHex(token.chain.forest.root());
    token.apply(...token.transfers(50));
    const after = balances(token);
    expect(after.reduce((a, b) => a + b, 0n)).toBe(5n * FUNDS);
    expect(new Set(after).size).toBeGreaterThan(1);
    expect(toHex(token.chain.forest.root())).not.toBe(before);
  });

  test('does the same work in every run', () => {
    const root = () => {
      const token = new TokenChain(wasm, 5);
      token.apply(...token.transfers(20));
      return toHex(token.chain.forest.root());
    };
    expect(root()).toBe(root());
  });

  test('a transfer that fails is noticed', () => {
    const token = new TokenChain(wasm, 2);
    const call = { to: token.contract, method: 'transfer', input: new Uint8Array(3) };
    expect(() => token.apply(token.transaction(token.accounts[0]!, 'call', call))).toThrow(/ended with status/);
    expect(() => checkAll([{ status: 0 } as never, { status: 1 } as never])).toThrow(/status 1/);
  });
});

describe('the empty method', () => {
  test('is a lawful module of one method', () => {
    expect([...prepare(nodeNatives, emptyModule()).code.methods.keys()]).toEqual(['nothing']);
  });

  test('runs as often as it is called, block after block', () => {
    const { chain, make } = emptyCalls(7);
    expect(timed(chain, make, 2)).toBeGreaterThan(0);
    expect(chain.accounts.reduce((sum, { nonce }) => sum + nonce, 0n)).toBe(2n + 2_000n);
  });
});

describe('the rows of a block', () => {
  let rows: Batch;
  beforeAll(() => {
    rows = transferRows(wasm);
  });
  const bytes = (batch: Batch) => batch.reduce((sum, [key, value]) => sum + key.length + (value?.length ?? 0), 0);
  const kinds = (batch: Batch) => batch.map(([key]) => key[0]);

  test('hold a place for each transfer, and their receipts and what they wrote together', () => {
    for (const kind of 'bdr') expect(kinds(rows).filter((each) => each === kind)).toHaveLength(1);
    expect(kinds(rows).filter((kind) => kind === 't')).toHaveLength(1000);
  });

  test('become those of another block, of the same kinds and sizes', () => {
    const other = rekeyed(rows, 77, chance(1));
    expect(kinds(other)).toEqual(kinds(rows));
    expect(bytes(other)).toBe(bytes(rows));
    const keys = new Set(rows.map(([key]) => key));
    expect(other.filter(([key]) => keys.has(key)).map(([key]) => key)).toEqual(['mhead']);
  });
});
