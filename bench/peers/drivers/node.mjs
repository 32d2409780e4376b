// Works of Ethereum's nodes, whatever way their requests go: EDR by its native module, Anvil over HTTP.
import { bytesToHex } from '@ethereumjs/util';
import {
  giveCalls,
  hex,
  holder,
  KERNELS,
  kernelCall,
  MUCH_GAS,
  makeSenders,
  Signer,
  seedCalls,
  TOKEN,
  transferCall,
} from './ethereum.mjs';
import { chance } from './installed.mjs';

/** Transfers of a run: executed, and signed. */
const EXECUTED = 5_000;
const SIGNED = 2_000;
const WARM = 3;
const BLOCK = 500;
/** Transactions that give holders their funds, in a block. */
const SEEDS = 600;
/** Wei of whoever sends. */
export const ETHER = 10n ** 24n;

/**
 * A node: `request(method, params)`, `all(list of [method, params])` as quick as it can, `owner` (an address whose transactions
 * it signs), `end()`. It mines when told.
 */
export class NodeWorks {
  /** @param start opens a node on which these addresses have ether */
  constructor(start) {
    this.works = {
      'transfer.execution.us': (stage) => this.execution(start, stage, stage.scale.holders),
      'transfer.execution.us.1m': (stage) => this.execution(start, stage, stage.scale.many),
      'transfer.signed.tps': (stage) => this.signed(start, stage),
      kernel: (stage) => this.kernel(start, stage),
    };
  }

  async execution(start, { scale, clock }, holders) {
    const node = await start([]);
    const token = await deploy(node, TOKEN);
    await sendAll(node, token, seedCalls(holders));
    const random = chance(holders);
    const count = Math.ceil(EXECUTED * scale.share);
    const turn = async () => {
      const calls = Array.from({ length: count }, () => {
        const data = transferCall(holder(random(holders)));
        return ['eth_call', [{ from: holder(random(holders)), to: token, data, gas: '0x30d40' }, 'latest']];
      });
      const seconds = await clock(async () => checkTrue(await node.all(calls)));
      return { value: (seconds * 1e6) / count };
    };
    for (let i = 0; i < WARM; i++) await turn();
    return { turn, end: () => node.end() };
  }

  async signed(start, { scale, clock }) {
    const senders = makeSenders(scale.senders);
    const node = await start(senders.map(({ address }) => address));
    const token = await deploy(node, TOKEN);
    const addresses = senders.map(({ address }) => address);
    await sendAll(node, token, giveCalls(addresses));
    const signer = new Signer(senders, token, chance(4));
    const count = Math.ceil(SIGNED * scale.share);
    const turn = async () => {
      const blocks = blocksOf(signer.sign(count).map((bytes) => ['eth_sendRawTransaction', [bytesToHex(bytes)]]));
      const hashes = [];
      const seconds = await clock(async () => {
        for (const block of blocks) {
          hashes.push(...(await node.all(block)));
          await node.request('evm_mine', []);
        }
      });
      await checkReceipts(node, hashes);
      return { value: count / seconds };
    };
    for (let i = 0; i < WARM; i++) await turn();
    return { turn, end: () => node.end() };
  }

  async kernel(start, { work, repeat }) {
    const node = await start([]);
    const to = await deploy(node, KERNELS);
    const name = work.split('.')[1];
    const call = (data) => node.request('eth_call', [{ from: node.owner, to, data, gas: hex(MUCH_GAS) }, 'latest']);
    const turn = async () => {
      let output;
      const seconds = await repeat(async () => {
        output = await call(kernelCall(name));
      });
      return { value: seconds * 1000, result: BigInt(output).toString() };
    };
    await repeat(() => call(kernelCall(name, true)));
    return { turn, end: () => node.end() };
  }
}

function blocksOf(list) {
  const starts = Array.from({ length: Math.ceil(list.length / BLOCK) }, (_, i) => i * BLOCK);
  return starts.map((at) => list.slice(at, at + BLOCK));
}

function checkTrue(answers) {
  const bad = answers.find((answer) => BigInt(answer) !== 1n);
  if (bad !== undefined) throw new Error(`a transfer gave ${bad}`);
}

async function checkReceipts(node, hashes) {
  const receipts = await node.all(hashes.map((hash) => ['eth_getTransactionReceipt', [hash]]));
  const bad = receipts.find((receipt) => receipt?.status !== '0x1');
  if (bad !== undefined) throw new Error(`a transfer has the receipt ${JSON.stringify(bad)}`);
}

/** Address of a new contract. */
async function deploy(node, data) {
  const hash = await node.request('eth_sendTransaction', [{ from: node.owner, data, gas: hex(5_000_000) }]);
  await node.request('evm_mine', []);
  await checkReceipts(node, [hash]);
  return (await node.request('eth_getTransactionReceipt', [hash])).contractAddress;
}

/** Sends these calls from the owner, some a block. */
async function sendAll(node, to, calls) {
  for (let at = 0; at < calls.length; at += SEEDS) {
    const sent = [];
    for (const data of calls.slice(at, at + SEEDS)) {
      sent.push(await node.request('eth_sendTransaction', [{ from: node.owner, to, data, gas: hex(12_000_000) }]));
    }
    await node.request('evm_mine', []);
    await checkReceipts(node, sent.slice(-1));
  }
}
