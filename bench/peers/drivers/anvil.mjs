// Driver of Anvil, Foundry's node: a process of its own, spoken to over HTTP.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Agent, request as open } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CHAIN, hex } from './ethereum.mjs';
import { versionOf } from './installed.mjs';
import { ETHER, NodeWorks } from './node.mjs';

const PACKAGE = '@foundry-rs/anvil-linux-amd64';
const BINARY = fileURLToPath(new URL(`../node_modules/${PACKAGE}/bin/anvil`, import.meta.url));
/** Requests in one batch, and batches that wait at the same time. */
const BATCH = 250;
const IN_FLIGHT = 4;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function launch(port) {
  const where = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(CHAIN)];
  const size = [
    '--gas-limit',
    '100000000000',
    '--disable-code-size-limit',
    '--accounts',
    '1',
    '--no-request-size-limit',
  ];
  const way = ['--silent', '--no-mining', '--prune-history', '--hardfork', 'cancun', '--order', 'fifo'];
  const child = spawn(BINARY, [...where, ...size, ...way], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

/** Posts JSON, gets JSON. */
function post(port, agent, document) {
  const body = JSON.stringify(document);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = open({ host: '127.0.0.1', port, method: 'POST', agent, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function resultOf({ error, result }) {
  if (error) throw new Error(error.message);
  return result;
}

/** Asks until it answers. */
async function awake(request) {
  for (let left = 500; ; left--) {
    try {
      return await request('eth_accounts', []);
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function start(rich) {
  if (!existsSync(BINARY)) throw new Error(`${PACKAGE} is not installed on this platform`);
  const port = await freePort();
  const child = launch(port);
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const request = async (method, params) =>
    resultOf(await post(port, agent, { jsonrpc: '2.0', id: 1, method, params }));
  const all = async (calls) => {
    const answers = new Array(calls.length);
    let next = 0;
    const work = async () => {
      while (next < calls.length) {
        const at = next;
        next += BATCH;
        const batch = calls
          .slice(at, at + BATCH)
          .map(([method, params], i) => ({ jsonrpc: '2.0', id: at + i, method, params }));
        for (const answer of await post(port, agent, batch)) answers[answer.id] = resultOf(answer);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    return answers;
  };
  const [owner] = await awake(request);
  await all([owner, ...rich].map((address) => ['anvil_setBalance', [address, hex(ETHER)]]));
  return { owner, request, all, end: () => child.kill() };
}

export const version = existsSync(BINARY) ? versionOf(PACKAGE) : 'none';
export const { works } = new NodeWorks(start);
