// A chain of a folder as an application uses it: with a typed client, by keys and names, from the folder and through its node.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typescriptText } from '../../engine/abi/typescript.ts';
import { Chain, createKey, formatAddress, open, signerOf } from '../../engine/app/chain.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources, singleSource } from '../../engine/compile/sources.ts';
import { createChain, startNode } from '../../engine/node/open.ts';
import { replayFolder } from '../../engine/node/replay.ts';
import { expectRevert } from '../../engine/testing/sandbox.ts';
import { SCHEMES } from '../../spec/records.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
mkdirSync(join(root, 'build'), { recursive: true });
const home = mkdtempSync(join(root, 'build', 'chain-'));
const [folder, keys, wasm] = [join(home, 'chain'), join(home, 'keys'), join(home, 'token.wasm')];
const ben = signerOf(new Uint8Array(32).fill(7));
const INIT = { name: 'Euro', symbol: 'EUR', decimals: 2 };

// biome-ignore lint/suspicious/noExplicitAny: it is written by this test; the compiler has its own tests.
let TokenClient: any;

beforeAll(async () => {
  const built = await compileKept(loadSources(join(root, 'contracts/token.ts')));
  writeFileSync(wasm, built.wasm);
  writeFileSync(join(home, 'token.ts'), typescriptText(built.abi));
  ({ TokenClient } = await import(join(home, 'token.ts')));
  const { publicKey } = createKey(keys, 'dev');
  const accounts = [{ scheme: SCHEMES.ed25519, key: publicKey }];
  await createChain(folder, { name: 'local', salt: new Uint8Array(32), time: 1, accounts });
});
afterAll(() => rmSync(home, { recursive: true }));

/** A chain of the folder for as long as `act` takes. */
async function using<T>(act: (chain: Chain) => Promise<T>, from = 'dev'): Promise<T> {
  const chain = await open(folder, { from });
  try {
    return await act(chain);
  } finally {
    await chain.close();
  }
}

const hundred = (to: unknown) => ({ to, amount: 100 });

describe('a typed client on the chain of a folder', () => {
  let address: string;

  test('deploys, calls, and reads results, events and the place', async () => {
    await using(async (chain) => {
      const token = await TokenClient.deploy(chain, wasm, { args: INIT });
      address = formatAddress('contract', token.contract.address);
      expect([await token.name(), await token.decimals(), await token.totalSupply()]).toEqual(['Euro', 2, 0n]);
      const minted = await token.mint(hundred(ben));
      expect(minted).toMatchObject({
        result: undefined,
        height: 3,
        events: [{ name: 'Mint', fields: { amount: 100n } }],
      });
      expect(minted.events.every(token.emitted)).toBe(true);
      const { receipt } = (await chain.connection.transaction(minted.transaction))!;
      expect(receipt.gasUsed).toBe(minted.gasUsed);
      for (const holder of [ben, ben.address, formatAddress('account', ben.address)])
        expect(await token.balanceOf({ holder })).toBe(100n);
      await expect(token.balanceOf({ holder: 'ben' })).rejects.toMatchObject({ id: 'ADDRESS_INVALID' });
    });
  });

  test('is refused with the code and the words of the contract, and nothing was sent', async () => {
    await using(async (chain) => {
      const token = new TokenClient(await chain.contract(address));
      const height = await chain.height();
      const refused = await expectRevert('NOT_OWNER', () => token.mint(hundred(ben), ben));
      expect(refused).toMatchObject({ reason: 'only the owner may mint', transaction: undefined });
      expect(refused.line).toBeGreaterThan(0);
      expect(TokenClient.refused(refused)).toBe(true);
      expect(await chain.height()).toBe(height);
    });
  });

  test('whose gas is given is not simulated: what fails is kept, and told with its transaction', async () => {
    await using(async (chain) => {
      const token = new TokenClient(await chain.contract(address, { gas: 5_000_000, from: ben }));
      const refused = await expectRevert('BALANCE', () => token.transfer({ to: ben, amount: 101 }));
      const { receipt } = (await chain.connection.transaction(refused.transaction!))!;
      expect([receipt.status, receipt.gasUsed]).toEqual([1, refused.gasUsed]);
      const poor = new TokenClient(await chain.contract(address, { gas: 500_000, from: ben }));
      await expectRevert('OUT_OF_GAS', () => poor.transfer({ to: ben, amount: 1 }));
    });
  });

  test('is called by many at once, and by one many times', async () => {
    await using(async (chain) => {
      const token = new TokenClient(await chain.contract(address));
      const before = await token.totalSupply();
      const minted = Array.from({ length: 8 }, () => token.mint({ to: ben, amount: 1n }));
      const moved = Array.from({ length: 4 }, () => token.transfer({ to: token.contract, amount: 2 }, ben));
      await Promise.all([...minted, ...moved]);
      expect(await token.totalSupply()).toBe(before + 8n);
      expect(await token.balanceOf({ holder: token.contract })).toBe(8n);
    });
  });

  test('reads what was reported, by blocks and by contract', async () => {
    await using(async (chain) => {
      const token = new TokenClient(await chain.contract(address));
      const other = await TokenClient.deploy(chain, wasm, { args: INIT });
      const { height } = await other.mint(hundred(ben));
      const found: unknown[] = [];
      for await (const { event, ...place } of chain.events({ since: height }))
        found.push([event.name, other.emitted(event), place.height]);
      expect(found).toEqual([['Mint', true, height]]);
      const names = new Map<string, number>();
      for await (const { event } of token.contract.events({ until: height - 1 })) {
        expect(token.emitted(event)).toBe(true);
        names.set(event.name, (names.get(event.name) ?? 0) + 1);
      }
      expect([...names]).toEqual([
        ['Mint', 9],
        ['Transfer', 4],
      ]);
    });
  });

  test('goes through a node that has the folder, which stays', async () => {
    const node = await startNode(folder);
    const token = await using(async (chain) => {
      const client = new TokenClient(await chain.contract(address));
      await client.mint(hundred(ben));
      return client;
    });
    expect(await node.connection.info()).toMatchObject({ height: expect.any(Number) });
    await expect(token.totalSupply()).rejects.toMatchObject({ id: 'NODE_UNREACHABLE' });
    await node.close();
  });

  test('leaves a chain that replays', async () => {
    expect((await replayFolder(folder)).match).toBe(true);
  });
});

describe('keys and names', () => {
  test('a key is one by name, a file of its own, or a signer; none signs nothing', async () => {
    const chain = await open(folder);
    try {
      const token = await TokenClient.deploy(chain, wasm, { args: INIT, from: 'dev' });
      await token.mint(hundred(ben), join(keys, 'dev.json'));
      await token.transfer({ to: ben, amount: 1 }, ben);
      await expect(token.mint(hundred(ben))).rejects.toMatchObject({
        id: 'USAGE',
        detail: 'nobody signs: name a key as `from`',
      });
      await expect(token.mint(hundred(ben), 'deb')).rejects.toMatchObject({
        id: 'NAME_UNKNOWN',
        detail: 'key deb (did you mean dev?)',
      });
    } finally {
      await chain.close();
    }
    await expect(open(folder, { from: 'deb' })).rejects.toMatchObject({ id: 'NAME_UNKNOWN' });
  });

  test('a contract is one by its name beside the chain, by text or by bytes', async () => {
    await using(async (chain) => {
      const { contract } = await TokenClient.deploy(chain, wasm, { args: INIT });
      const text = formatAddress('contract', contract.address);
      const { chain: id } = await chain.connection.info();
      writeFileSync(join(home, 'names.json'), JSON.stringify({ version: 1, chains: { [toHex(id)]: { money: text } } }));
      for (const which of ['money', text, contract.address, contract]) {
        expect((await chain.contract(which)).address).toEqual(contract.address);
      }
      expect(`${contract}`).toBe(text);
      for (const which of ['money', text, contract]) {
        const names: string[] = [];
        for await (const { event } of chain.events({ contract: which })) names.push(event.name);
        expect(names).toEqual([]);
      }
      await expect(chain.contract('mony')).rejects.toMatchObject({
        id: 'NAME_UNKNOWN',
        detail: expect.stringContaining('did you mean money?'),
      });
      await expect(chain.contract(formatAddress('account', ben.address))).rejects.toMatchObject({
        id: 'ADDRESS_INVALID',
      });
      await expect(chain.contract(ben.address)).rejects.toMatchObject({ id: 'CONTRACT_UNKNOWN' });
    });
  });

  test('a view sees whoever asks: whom the chain was opened by, or nobody', async () => {
    const { wasm: module } = await compileKept(
      singleSource(`import { Address, Context } from "tally";
@contract("who", "1.0.0") export class Who { @view asks(): Address { return Context.caller; } }`),
    );
    const opened = await open(folder);
    const who = await opened.deploy(module, { from: 'dev' });
    expect([await who.query('asks'), await who.query('asks', {}, ben)]).toEqual([new Uint8Array(32), ben.address]);
    for (const from of [formatAddress('account', ben.address), ben.address])
      expect(await who.query('asks', {}, from)).toEqual(ben.address);
    const named = new Chain(opened.connection, { from: ben });
    expect(await (await named.contract(who)).query('asks')).toEqual(ben.address);
    await opened.close();
  });
});

describe('what cannot be', () => {
  test('a folder without a chain is told', async () => {
    await expect(open(join(home, 'nowhere'), {})).rejects.toMatchObject({ id: 'NO_GENESIS' });
  });

  test('a module that is none, or that carries no ABI, is not deployed', async () => {
    await using(async (chain) => {
      const height = await chain.height();
      await expect(chain.deploy(join(home, 'no.wasm'))).rejects.toMatchObject({ id: 'FILE_UNREADABLE' });
      await expect(chain.deploy(Uint8Array.of(1, 2))).rejects.toMatchObject({ name: 'ModuleReject' });
      await expect(chain.deploy(wasm, { args: { name: 'x' } })).rejects.toMatchObject({ id: 'ARGUMENT_MISSING' });
      await expect(chain.deploy(wasm, { args: { ...INIT, name: '' } })).rejects.toMatchObject({ code: 'BAD_NAME' });
      // The code was there already; nothing else was kept.
      expect(await chain.height()).toBe(height);
    });
  });

  test('a call that was under way when the chain is closed is waited for', async () => {
    const chain = await open(folder, { from: 'dev' });
    const token = await TokenClient.deploy(chain, wasm, { args: INIT });
    const minted = token.mint(hundred(ben));
    const closed = chain.close();
    expect((await minted).height).toBeGreaterThan(0);
    await closed;
  });
});
