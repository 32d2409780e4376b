// What a node turns away before it is ordered: modules whose ABI tells of other methods than they have. What is lawful besides goes its way.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Abi } from '../../engine/abi/types.ts';
import { type Bytes, concat } from '../../engine/base/bytes.ts';
import { encodeTransaction } from '../../engine/base/transaction.ts';
import { encodeUtf8 } from '../../engine/base/utf8.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { signTransaction, uploadRequest } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { openHere } from '../../engine/node/open.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { addressOf, emptyFolder, makeTokenChain, remove, secret, type TokenChain, token, transfer } from './chain.ts';

let made: TokenChain;
let connection: Connection;
let abi: Abi;
let code: Bytes;
let nonce = 0;

beforeAll(async () => {
  made = await makeTokenChain(emptyFolder());
  connection = await openHere(made.folder);
  const built = await token();
  abi = built.abi;
  code = prepare(nodeNatives, built.wasm).code.module;
}, 60_000);
afterAll(async () => {
  await connection.close();
  remove(made.folder);
});

/** An unsigned LEB128 number. */
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** The token's code with this for its ABI. */
function described(text: string): Bytes {
  const name = encodeUtf8('tally.abi');
  const body = concat(Uint8Array.from(leb(name.length)), name, encodeUtf8(text));
  return concat(code, Uint8Array.from([0, ...leb(body.length)]), body);
}

function upload(module: Bytes, at = nonce): Bytes {
  const terms = {
    chain: made.chain,
    sender: addressOf(2),
    nonce: BigInt(at),
    gasLimit: 2_000_000_000n,
    expiry: 1_000_000n,
  };
  return encodeTransaction(signTransaction(nodeNatives, uploadRequest(terms, module), [secret(2)]));
}

async function sent(module: Bytes): Promise<string> {
  const [answer] = await connection.submit([upload(module)]);
  if (!answer!.ok) return `${answer!.error.id}: ${answer!.error.detail}`;
  nonce += 1;
  return `status ${answer!.receipt.status}`;
}

const changed = (change: (methods: Abi['methods'][number][]) => object[]) =>
  described(JSON.stringify({ ...abi, methods: change([...abi.methods]) }));

test.each<[string, () => Bytes, string]>([
  ['the ABI as it was built', () => described(JSON.stringify(abi)), 'status 0'],
  ['no ABI', () => code, 'status 0'],
  [
    'a method too many',
    () => changed((all) => [...all, { ...all[1]!, name: 'burn' }]),
    'ABI_INVALID: abi.methods.burn is no method of the module',
  ],
  [
    'a method too few',
    () => changed((all) => all.slice(1)),
    'ABI_INVALID: abi.methods lacks setup, which the module has',
  ],
  [
    'a view that writes',
    () => changed((all) => all.map((each) => (each.name === 'transfer' ? { ...each, kind: 'view' } : each))),
    'ABI_INVALID: abi.methods.transfer is a view, and a mutate in the module',
  ],
  ['no JSON', () => described('{'), 'ABI_INVALID: abi is not UTF-8 JSON'],
])('%s', async (_, module, expected) => {
  expect(await sent(module())).toBe(expected);
});

test('what no profile allows is refused by the rules, as ever', async () => {
  expect(await sent(Uint8Array.of(1, 2, 3))).toMatch(/^MODULE_MALFORMED|^[A-Z_]+: not a WebAssembly module/);
});

test('answers stand in the order sent', async () => {
  const move = (from: number) => transfer(made, { from, to: 3, amount: 1n, nonce: 0 });
  const bad = described('{}');
  const answers = await connection.submit([upload(bad), move(0), upload(bad, 7), move(1)]);
  expect(answers.map((answer) => (answer.ok ? answer.receipt.status : answer.error.id))).toEqual([
    'ABI_INVALID',
    expect.anything(),
    'ABI_INVALID',
    0,
  ]);
});
