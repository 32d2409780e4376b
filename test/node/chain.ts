// Chains with a token for the tests of this folder: folders that vanish, keys, signed transfers, balances.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '../../engine/base/bytes.ts';
import { accountAddress, codeId, contractAddress, metaId } from '../../engine/base/hash.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { type ContractClient, contractClient } from '../../engine/client/contract.ts';
import {
  callRequest,
  instantiateRequest,
  signTransaction,
  type Terms,
  uploadRequest,
} from '../../engine/client/transaction.ts';
import type { Compiled } from '../../engine/compile/asc.ts';
import { compileKept } from '../../engine/compile/kept.ts';
import { loadSources } from '../../engine/compile/sources.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { createChain, openHere } from '../../engine/node/open.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { SCHEMES } from '../../spec/records.ts';

/** Money that each holder begins with. */
export const START = 1_000_000n;
export const HOLDERS = 4;
const SALT = new Uint8Array(32).fill(7);

/** The secret key of holder `n`; 0 owns the token. */
export const secret = (n: number): Bytes => new Uint8Array(32).fill(n + 1);

export function addressOf(n: number): Bytes {
  return accountAddress(nodeNatives, SCHEMES.ed25519, nodeNatives.publicKey(secret(n)));
}

/** A chain with a token in a folder. */
export interface TokenChain {
  readonly folder: string;
  readonly chain: Bytes;
  readonly token: Bytes;
  readonly client: ContractClient;
}

let built: Promise<Compiled> | undefined;

export function token(): Promise<Compiled> {
  built ??= compileKept(loadSources('contracts/token.ts'));
  return built;
}

/** An empty folder under the system's temporary one. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tally-test-'));
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A copy of a chain's folder beside it. */
export function copyOf(folder: string): string {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Makes a chain with a token and `HOLDERS` holders in the folder, always the same one but for block times. */
export async function makeTokenChain(folder: string): Promise<TokenChain> {
  const { wasm, abi } = await token();
  const key = nodeNatives.publicKey(secret(0));
  const accounts = [{ scheme: SCHEMES.ed25519, key }];
  await createChain(folder, { name: 'test', salt: SALT, time: 1_700_000_000_000, accounts });
  const client = contractClient(abi);
  const connection = await openHere(folder);
  const { chain } = await connection.info();
  const made: TokenChain = { folder, chain, client, token: contractAddress(nodeNatives, chain, addressOf(0), SALT) };
  const { code, meta } = prepare(nodeNatives, wasm);
  const ids = { codeId: codeId(nodeNatives, code.module), metaId: metaId(nodeNatives, meta) };
  const input = client.init({ name: 'Test', symbol: 'TST', decimals: 2 });
  const terms = (nonce: number) => termsOf(chain, 0, nonce, 2_000_000_000n);
  await accepted(connection, signed(0, uploadRequest(terms(0), wasm)));
  await accepted(connection, signed(0, instantiateRequest(terms(1), { ...ids, salt: SALT, input })));
  for (let n = 0; n < HOLDERS; n++) {
    const mint = client.call('mint', { to: addressOf(n), amount: START });
    await accepted(connection, signed(0, callRequest(terms(2 + n), { to: made.token, ...mint })));
  }
  await connection.close();
  return made;
}

function termsOf(chain: Bytes, from: number, nonce: number, gasLimit = 5_000_000n): Terms {
  return { chain, sender: addressOf(from), nonce: BigInt(nonce), gasLimit, expiry: 1_000_000n };
}

function signed(from: number, request: Parameters<typeof signTransaction>[1]): Bytes {
  return encodeTransaction(signTransaction(nodeNatives, request, [secret(from)]));
}

export interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
  readonly nonce: number;
}

/** A signed transfer between holders. */
export function transfer({ chain, token: to, client }: TokenChain, move: Transfer): Bytes {
  const call = client.call('transfer', { to: addressOf(move.to), amount: move.amount });
  return signed(move.from, callRequest(termsOf(chain, move.from, move.nonce), { to, ...call }));
}

/** Sends one transaction that must end OK. */
export async function accepted(connection: Pick<Connection, 'submit'>, bytes: Bytes) {
  const [answer] = await connection.submit([bytes]);
  if (!answer!.ok) throw new Error(`rejected: ${answer!.error.id} ${answer!.error.detail}`);
  if (answer!.receipt.status !== 0) throw new Error(`status ${answer!.receipt.status}`);
  return answer!;
}

/** What every holder has, by the token's own view. */
export async function balances(connection: Pick<Connection, 'query'>, { token: contract, client }: TokenChain) {
  const found: bigint[] = [];
  for (let n = 0; n < HOLDERS; n++) {
    const question = { contract, caller: addressOf(n), ...client.query('balanceOf', { holder: addressOf(n) }) };
    const { output } = await connection.query(question);
    found.push(client.output('balanceOf', output) as bigint);
  }
  return found;
}

/** The nonce that a holder's next transaction has. */
export async function nonceOf(connection: Pick<Connection, 'account'>, n: number): Promise<number> {
  return (await connection.account(addressOf(n))).nonce;
}

/** A generator of numbers from 0 up to 1 that gives the same sequence for a seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
