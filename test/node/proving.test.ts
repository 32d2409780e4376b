// Proofs that a chain gives out, checked by whoever has nothing but the hash of a block.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storageKey } from '../../engine/abi/key.ts';
import { type Bytes, fromHex, toHex, toLatin1 } from '../../engine/base/bytes.ts';
import { decode } from '../../engine/base/records.ts';
import type { Connection, Wanted } from '../../engine/client/connection.ts';
import { openHere } from '../../engine/node/open.ts';
import type { Question } from '../../engine/proof/question.ts';
import { topKey } from '../../engine/state/key.ts';
import { readProof, receiptOf, verifyProof } from '../../engine/verify/verify.ts';
import {
  accepted,
  addressOf,
  balances,
  emptyFolder,
  HOLDERS,
  makeTokenChain,
  remove,
  START,
  type TokenChain,
  token,
  transfer,
} from './chain.ts';

const folder = emptyFolder();
let made: TokenChain;
let connection: Connection;
let sent: Bytes;
let txId: Bytes;

beforeAll(async () => {
  made = await makeTokenChain(folder);
  connection = await openHere(folder);
  // Several in one block, so that there is a path to prove.
  const moves = [1, 2, 3].map((from) => transfer(made, { from, to: 0, amount: BigInt(from), nonce: 0 }));
  const answers = await connection.submit(moves);
  sent = moves[1]!;
  const second = answers[1]!;
  txId = second.ok ? second.receipt.txId : new Uint8Array(0);
});

afterAll(async () => {
  await connection.close();
  remove(folder);
});

const proved = async (wanted: Wanted) => readProof((await connection.prove(wanted))!);

async function slot(field: string): Promise<string> {
  const { abi } = await token();
  return toLatin1(fromHex(abi.storage.find((each) => each.field === field)!.slot)!);
}

const stored = (question: Question) => proved({ kind: 'storage', contract: made.token, question });

describe('at the head', () => {
  test('a field is proved whole: every balance and no other', async () => {
    const { entries, blockHash } = await stored({ kind: 'prefix', prefix: await slot('Token.balances') });
    expect(blockHash).toEqual((await connection.info()).hash);
    const found = new Map(entries.map(({ key, value }) => [toHex(key.subarray(8)), decodeAmount(value)]));
    const wanted = (await balances(connection, made)).map((amount, n) => [toHex(addressOf(n)), amount] as const);
    expect([...found].sort()).toEqual([...wanted].sort());
    expect(entries).toHaveLength(HOLDERS);
  });

  test('one balance, and that there is none', async () => {
    const { abi } = await token();
    const { slot: at, types } = abi.storage.find(({ field }) => field === 'Token.balances')!;
    const keyOf = (holder: Bytes) => toLatin1(storageKey(fromHex(at)!, types.slice(0, 1), [holder]));
    const { entries } = await stored({ kind: 'key', key: keyOf(addressOf(1)) });
    expect(entries.map(({ value }) => decodeAmount(value))).toEqual([START - 1n]);
    expect((await stored({ kind: 'key', key: keyOf(new Uint8Array(32)) })).entries).toEqual([]);
  });

  test('records of accounts and contracts, and their absence', async () => {
    const about = (key: string) => proved({ kind: 'state', question: { kind: 'key', key } });
    const [account] = (await about(topKey('account', addressOf(2)))).entries;
    expect(decode('AccountRecord', account!.value).nonce).toBe(1);
    const [contract] = (await about(topKey('contract', made.token))).entries;
    expect(decode('ContractRecord', contract!.value)).toEqual(await connection.contract(made.token));
    expect((await about(topKey('account', new Uint8Array(32)))).entries).toEqual([]);
  });

  test('every entry of the state, in one proof', async () => {
    const { entries } = await proved({ kind: 'state', question: { kind: 'prefix', prefix: '' } });
    // The protocol's record, the accounts, the token and its code.
    expect(entries.map(({ key }) => key[0])).toEqual([0, ...Array<number>(HOLDERS).fill(1), 2, 3]);
  });

  test('there is none of a contract that is not there', async () => {
    const question = { kind: 'key', key: 'x' } as const;
    expect(await connection.prove({ kind: 'storage', contract: new Uint8Array(32), question })).toBeUndefined();
  });
});

describe('in a block', () => {
  test('a transaction and its receipt, with its events', async () => {
    const { subject, header } = await proved({ kind: 'transaction', id: txId });
    expect('bytes' in subject && subject.bytes).toEqual(sent);
    const answer = await proved({ kind: 'receipt', id: txId });
    expect(answer.header).toEqual(header);
    const receipt = receiptOf(answer);
    expect(receipt).toEqual((await connection.transaction(txId))!.receipt);
    expect(receipt.events.map(({ name }) => name)).toEqual(['Transfer']);
  });

  test('there is none of a transaction that is not there', async () => {
    expect(await connection.prove({ kind: 'receipt', id: new Uint8Array(32) })).toBeUndefined();
  });

  test('it counts for the block that is trusted and for no other', async () => {
    const proof = (await connection.prove({ kind: 'receipt', id: txId }))!;
    const { blockHash } = readProof(proof);
    expect(verifyProof(proof, blockHash).blockHash).toEqual(blockHash);
    const { header, hash } = (await connection.block((await connection.info()).height))!;
    expect(header.height).toBe(readProof(proof).header.height);
    expect(hash).toEqual(blockHash);
    expect(() => verifyProof(proof, new Uint8Array(32))).toThrow(/is of block/);
    for (const none of [undefined, null, new Uint8Array(0)] as unknown as Bytes[])
      expect(() => verifyProof(proof, none)).toThrow(/32 bytes/);
    await accepted(connection, transfer(made, { from: 1, to: 2, amount: 1n, nonce: 1 }));
    expect(readProof((await connection.prove({ kind: 'receipt', id: txId }))!).blockHash).toEqual(blockHash);
  });
});

function decodeAmount(bytes: Bytes): bigint {
  return bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);
}
