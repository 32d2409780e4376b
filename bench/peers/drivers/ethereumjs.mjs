// Driver of EthereumJS: its machine for calls, its blocks for signed transactions.
import { createBlock } from '@ethereumjs/block';
import { createEVM } from '@ethereumjs/evm';
import { Caches, CacheType, MerkleStateManager, SimpleStateManager } from '@ethereumjs/statemanager';
import { createTxFromRLP } from '@ethereumjs/tx';
import { createAccount, createAddressFromString, hexToBytes } from '@ethereumjs/util';
import { createVM, runBlock } from '@ethereumjs/vm';
import {
  common,
  giveCalls,
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
import { chance, versionOf } from './installed.mjs';
import { ETHER } from './node.mjs';

/** Transfers of a run: executed, and signed. */
const EXECUTED = 1_000;
const SIGNED = 200;
const BLOCK = 100;
const WARM = 3;

const OWNER = createAddressFromString(`0x${'11'.repeat(20)}`);

async function call(evm, from, to, data, gasLimit = 200_000n) {
  const { execResult, createdAddress } = await evm.runCall({ caller: from, origin: from, to, data, gasLimit });
  if (execResult.exceptionError) throw new Error(`a call failed: ${execResult.exceptionError.error}`);
  return { output: execResult.returnValue, created: createdAddress };
}

async function deploy(evm, code) {
  return (await call(evm, OWNER, undefined, hexToBytes(code), MUCH_GAS)).created;
}

async function execution({ scale, clock }) {
  const evm = await createEVM({ common, stateManager: new SimpleStateManager() });
  const token = await deploy(evm, TOKEN);
  for (const data of seedCalls(scale.holders)) await call(evm, OWNER, token, hexToBytes(data), MUCH_GAS);
  const random = chance(scale.holders);
  const count = Math.ceil(EXECUTED * scale.share);
  const turn = async () => {
    const calls = Array.from({ length: count }, () => ({
      from: createAddressFromString(holder(random(scale.holders))),
      data: hexToBytes(transferCall(holder(random(scale.holders)))),
    }));
    const seconds = await clock(async () => {
      for (const { from, data } of calls) await call(evm, from, token, data);
    });
    return { value: (seconds * 1e6) / count };
  };
  for (let i = 0; i < WARM; i++) await turn();
  return { turn };
}

/** A machine on a state with a root, and these accounts with ether and tokens on it. */
async function fundedMachine(senders) {
  const sizes = { account: 100_000, code: 1_000, storage: 100_000 };
  const caches = Object.entries(sizes).map(([name, size]) => [name, { size, type: CacheType.LRU }]);
  const stateManager = new MerkleStateManager({ common, caches: new Caches(Object.fromEntries(caches)) });
  const vm = await createVM({ common, stateManager });
  const rich = createAccount({ balance: ETHER, nonce: 0n });
  for (const { address } of senders) await stateManager.putAccount(createAddressFromString(address), rich);
  const token = await deploy(vm.evm, TOKEN);
  const addresses = senders.map(({ address }) => address);
  for (const data of giveCalls(addresses)) await call(vm.evm, OWNER, token, hexToBytes(data), MUCH_GAS);
  await stateManager.flush();
  return { vm, token };
}

async function signed({ scale, clock }) {
  const senders = makeSenders(scale.senders);
  const { vm, token } = await fundedMachine(senders);
  const signer = new Signer(senders, token.toString(), chance(4));
  const count = Math.max(BLOCK, Math.ceil(SIGNED * scale.share));
  let number = 1n;
  const block = async (encoded) => {
    const transactions = encoded.map((bytes) => createTxFromRLP(bytes, { common }));
    const header = { number, gasLimit: MUCH_GAS, timestamp: number, baseFeePerGas: 7n };
    number += 1n;
    const made = createBlock({ header, transactions }, { common });
    const skipped = { skipBlockValidation: true, skipHeaderValidation: true, skipHardForkValidation: true };
    const { receipts } = await runBlock(vm, { block: made, generate: true, ...skipped });
    if (receipts.some(({ status }) => status !== 1)) throw new Error('a transfer failed');
  };
  const turn = async () => {
    const encoded = signer.sign(count);
    const seconds = await clock(async () => {
      for (let at = 0; at < count; at += BLOCK) await block(encoded.slice(at, at + BLOCK));
    });
    return { value: count / seconds };
  };
  for (let i = 0; i < WARM; i++) await turn();
  return { turn };
}

async function kernel({ work, repeat }) {
  const evm = await createEVM({ common, stateManager: new SimpleStateManager() });
  const to = await deploy(evm, KERNELS);
  const name = work.split('.')[1];
  const data = hexToBytes(kernelCall(name));
  const turn = async () => {
    let answer;
    const seconds = await repeat(async () => {
      answer = await call(evm, OWNER, to, data, MUCH_GAS);
    });
    return { value: seconds * 1000, result: BigInt(`0x${Buffer.from(answer.output).toString('hex')}`).toString() };
  };
  await repeat(() => call(evm, OWNER, to, hexToBytes(kernelCall(name, true)), MUCH_GAS));
  return { turn };
}

export const version = versionOf('@ethereumjs/vm');
export const works = { 'transfer.execution.us': execution, 'transfer.signed.tps': signed, kernel };
