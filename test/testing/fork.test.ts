// Sandboxes that go on from a chain folder: its state, its contracts, its accounts; and the folder stays as it is.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import { contractAddress } from '../../engine/base/hash.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { contractClient } from '../../engine/client/contract.ts';
import { callRequest, instantiateRequest, signTransaction, uploadRequest } from '../../engine/client/transaction.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { openHere } from '../../engine/node/open.ts';
import { expectRevert, Sandbox } from '../../engine/testing/sandbox.ts';
import {
  accepted,
  addressOf,
  balances,
  emptyFolder,
  makeTokenChain,
  remove,
  START,
  secret,
  type TokenChain,
} from '../node/chain.ts';
import { idsOf } from '../runtime/chain.ts';

const LIST = `import { OrderedMap } from "tally";
@contract("list", "1.0.0")
export class List {
  private held: OrderedMap<u32, u32>;
  @mutate add(key: u32): void { this.held.set(key, key); }
  @mutate drop(key: u32): void { this.held.remove(key); }
  @view keys(limit: u32): u32[] { return this.held.keys(limit); }
}`;

const home = emptyFolder();
const folder = join(home, '.tally', 'chain');
const open: Sandbox[] = [];
let chain: TokenChain;
let list: Uint8Array;

async function fork(...args: Parameters<typeof Sandbox.fork>): Promise<Sandbox> {
  const sandbox = await Sandbox.fork(...args);
  open.push(sandbox);
  return sandbox;
}

/** Adds a contract with keys in order to the chain, which stands at height 6. */
async function addList(): Promise<Uint8Array> {
  const { wasm, abi } = await compileKept(singleSource(LIST));
  const connection = await openHere(folder);
  const salt = new Uint8Array(32).fill(9);
  const to = contractAddress(nodeNatives, chain.chain, addressOf(0), salt);
  const { codeId, metaId } = idsOf(wasm);
  for (let i = 0; i < 5; i++) {
    const nonce = BigInt((await connection.account(addressOf(0))).nonce);
    const terms = { chain: chain.chain, sender: addressOf(0), nonce, gasLimit: 2_000_000_000n, expiry: 1_000_000n };
    const add = () => callRequest(terms, { to, ...contractClient(abi).call('add', { key: 40 - 10 * i }) });
    const request =
      i === 0 ? uploadRequest(terms, wasm) : i === 1 ? instantiateRequest(terms, { codeId, metaId, salt }) : add();
    await accepted(connection, encodeTransaction(signTransaction(nodeNatives, request, [secret(0)])));
  }
  await connection.close();
  return to;
}

/** All files of a folder with what they hold. */
function contentsOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
    })
    .sort();
}

beforeAll(async () => {
  mkdirSync(join(home, '.tally'));
  const making = join(home, 'making');
  chain = await makeTokenChain(making);
  cpSync(making, folder, { recursive: true });
  list = await addList();
  const names = { gold: formatAddress('contract', chain.token), list: formatAddress('contract', list) };
  writeFileSync(
    join(home, '.tally', 'names.json'),
    JSON.stringify({ version: 1, chains: { [toHex(chain.chain)]: names } }),
  );
}, 240_000);

afterAll(async () => {
  for (const sandbox of open) await sandbox.close();
  remove(home);
});

const holders = [0, 1, 2, 3].map(addressOf);

describe('a fork', () => {
  test('has the contracts of the chain by name, text and address, with their ABIs and state', async () => {
    const sandbox = await fork(folder);
    expect(sandbox.height).toBe(11);
    for (const name of ['gold', formatAddress('contract', chain.token), chain.token]) {
      const token = await sandbox.at(name);
      expect(token.abi).toMatchObject({ name: 'token', contract: 'Token' });
      expect(holders.map((holder) => token.query('balanceOf', { holder }))).toEqual([START, START, START, START]);
    }
    await expect(sandbox.at('golf')).rejects.toThrow('did you mean gold?');
    await expect(sandbox.at(addressOf(1))).rejects.toMatchObject({ id: 'CONTRACT_UNKNOWN' });
  });

  test('goes on with height and time, and goes back to its states', async () => {
    const sandbox = await fork(folder);
    const connection = await openHere(folder);
    const { header } = await connection.info();
    await connection.close();
    expect(sandbox.time).toBe(header.time + 1_000);
    const token = await sandbox.at('gold');
    const start = sandbox.snapshot();
    const owner = sandbox.impersonate(addressOf(0));
    token.call('mint', { to: sandbox.account('ann'), amount: 5 }, owner);
    expect([sandbox.height, token.query('totalSupply')]).toEqual([12, 4n * START + 5n]);
    sandbox.restore(start);
    expect([sandbox.height, token.query('totalSupply')]).toEqual([11, 4n * START]);
  });

  test('lets anybody send whose keys nobody has, and still nobody who may not', async () => {
    const sandbox = await fork(folder);
    const token = await sandbox.at('gold');
    const ann = sandbox.account('ann');
    // Holder 0 has a record with keys; holder 1 has never sent anything; a contract has neither.
    const [owner, holder] = [
      sandbox.impersonate(addressOf(0)),
      sandbox.account(formatAddress('account', addressOf(1))),
    ];
    for (const by of [owner, holder, owner, holder]) token.call('transfer', { to: ann, amount: 10 }, by);
    expect(token.query('balanceOf', { holder: ann })).toBe(40n);
    await expectRevert('NOT_OWNER', () => token.call('mint', { to: ann, amount: 1 }, holder));
    token.call('mint', { to: list, amount: 3 }, owner);
    token.call('transfer', { to: ann, amount: 3 }, sandbox.impersonate(formatAddress('contract', list)));
    expect(token.query('balanceOf', { holder: ann })).toBe(43n);
  });

  test('reads keys in the order of the store, with what was written over it', async () => {
    const sandbox = await fork(folder);
    const ordered = await sandbox.at('list');
    expect(ordered.query('keys', { limit: 9 })).toEqual([0, 10, 20]);
    ordered.call('add', { key: 15 });
    ordered.call('drop', { key: 10 });
    expect(ordered.query('keys', { limit: 9 })).toEqual([0, 15, 20]);
  });

  test('takes new contracts, mocks and upgrades of old ones', async () => {
    const sandbox = await fork(folder, { check: true });
    const token = await sandbox.at('gold');
    await expect(token.upgrade('contracts/examples/token_v2.ts')).rejects.toMatchObject({ id: 'NOT_ADMIN' });
    await token.upgrade('contracts/examples/token_v2.ts', { from: sandbox.impersonate(addressOf(0)) });
    expect([token.abi.version, token.query('balanceOf', { holder: addressOf(2) })]).toEqual(['2.0.0', START]);
    const mock = await sandbox.mock('contracts/token.ts');
    mock.returns('totalSupply', 3n);
    expect(mock.query('totalSupply')).toBe(3n);
  });

  test('takes a source only if it builds to the code that runs', async () => {
    const sandbox = await fork(folder);
    const token = await sandbox.at('gold', 'contracts/token.ts');
    expect(token.query('symbol')).toBe('TST');
    await expect(sandbox.at('gold', LIST)).rejects.toThrow('builds to other code');
  });
});

describe('an earlier height', () => {
  test('is the state behind that block', async () => {
    const sandbox = await fork(folder, { height: 4 });
    const token = await sandbox.at('gold');
    expect(holders.map((holder) => token.query('balanceOf', { holder }))).toEqual([START, START, 0n, 0n]);
    expect(sandbox.height).toBe(4);
    await expect(sandbox.at('list')).rejects.toMatchObject({ id: 'CONTRACT_UNKNOWN' });
    token.call('mint', { to: addressOf(3), amount: 1 }, sandbox.impersonate(addressOf(0)));
    expect(token.query('totalSupply')).toBe(2n * START + 1n);
  });

  test('must be one that the chain has', async () => {
    await expect(Sandbox.fork(folder, { height: 12 })).rejects.toThrow('the chain ends at 11');
    await expect(Sandbox.fork(folder, { height: -1 })).rejects.toThrow('there is no height -1');
  });
});

describe('the folder', () => {
  test('stays as it is, byte for byte', async () => {
    const before = contentsOf(home);
    const sandbox = await fork(folder);
    const token = await sandbox.at('gold');
    token.call('transfer', { to: addressOf(2), amount: 1 }, sandbox.impersonate(addressOf(1)));
    await sandbox.close();
    expect(contentsOf(home)).toEqual(before);
    const connection = await openHere(folder);
    expect(await balances(connection, chain)).toEqual([START, START, START, START]);
    await connection.close();
  });

  test('may be open elsewhere, and forked twice at once', async () => {
    const connection = await openHere(folder);
    const both = [await fork(folder), await fork(folder)];
    for (const sandbox of both) expect((await sandbox.at('gold')).query('totalSupply')).toBe(4n * START);
    await connection.close();
  });

  test('is told if there is no chain in it', async () => {
    await expect(Sandbox.fork(join(home, 'nothing'))).rejects.toMatchObject({ id: 'NO_GENESIS' });
  });

  test('that is damaged is told, and nothing is left behind', async () => {
    const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tally-fork-'));
    const broken = join(home, 'broken');
    cpSync(folder, broken, { recursive: true });
    rmSync(join(broken, 'store', 'CURRENT'));
    writeFileSync(join(broken, 'store', 'CURRENT'), 'MANIFEST-999999\n');
    const before = copies();
    await expect(Sandbox.fork(broken)).rejects.toMatchObject({ id: 'STORE_CORRUPT' });
    const sandbox = await fork(folder);
    expect(copies()).toHaveLength(before.length + 1);
    await sandbox.close();
    expect(copies()).toEqual(before);
  });
});
