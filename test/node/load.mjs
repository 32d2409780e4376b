// A process that keeps a node and sends it transfers until it is killed; what was acknowledged stands in a file.
// Usage: node load.mjs plan.json, with {folder, acks, chain, token, abi, secrets, addresses, seed, rounds}
import { createHash } from 'node:crypto';
import { openSync, readFileSync, writeSync } from 'node:fs';

const base = new URL('../../dist/engine/', import.meta.url);
const load = (path) => import(new URL(path, base).href);
const { startNode } = await load('node/open.js');
const { contractClient } = await load('client/contract.js');
const { callRequest, signTransaction } = await load('client/transaction.js');
const { encodeTransaction } = await load('base/transaction.js');
const { encode } = await load('base/records.js');
const { txId } = await load('base/hash.js');
const { nodeNatives } = await load('crypto/node.js');

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const [chain, token] = [plan.chain, plan.token].map(bytes);
const [secrets, addresses] = [plan.secrets, plan.addresses].map((list) => list.map(bytes));
const client = contractClient(plan.abi);
const acks = openSync(plan.acks, 'a');
let state = plan.seed;
const below = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};

function signed(from, nonce) {
  const to = addresses[below(addresses.length)];
  const call = client.call('transfer', { to, amount: BigInt(1 + below(100)) });
  const terms = { chain, sender: addresses[from], nonce: BigInt(nonce), gasLimit: 5_000_000n, expiry: 1_000_000_000n };
  const request = callRequest(terms, { to: token, ...call });
  const whole = encodeTransaction(signTransaction(nodeNatives, request, [secrets[from]]));
  return { id: Buffer.from(txId(nodeNatives, request)).toString('hex'), whole };
}

const digest = (receipt) => createHash('sha256').update(encode('Receipt', receipt)).digest('hex');

async function send(connection, from) {
  let { nonce } = await connection.account(addresses[from]);
  for (let batch = 0; batch < 25; batch++) {
    const list = Array.from({ length: 1 + below(8) }, () => signed(from, nonce++));
    const answers = await connection.submit(list.map(({ whole }) => whole));
    const lines = answers.map((a, i) => (a.ok ? `${list[i].id} ${a.height} ${digest(a.receipt)}\n` : `refused ${a.error.id}\n`));
    writeSync(acks, lines.join(''));
  }
}

try {
  for (let round = 0; round < plan.rounds; round++) {
    const node = await startNode(plan.folder);
    writeSync(1, `executor ${node.executor}\n`);
    try {
      await Promise.all(secrets.map((_, from) => send(node.connection, from)));
    } finally {
      await node.close();
    }
  }
} catch (error) {
  writeSync(1, `fault ${error.id === undefined ? error.stack : `${error.id} ${error.detail}`}\n`);
  process.exitCode = 3;
}
