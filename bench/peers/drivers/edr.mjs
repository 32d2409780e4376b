// Driver of EDR, the engine of Hardhat, by its native module.
import * as edr from '@nomicfoundation/edr';
import { CHAIN, MUCH_GAS } from './ethereum.mjs';
import { versionOf } from './installed.mjs';
import { ETHER, NodeWorks } from './node.mjs';

const OWNER = { key: `0x${'11'.repeat(32)}`, address: '0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a' };
const BLOCK_GAS = MUCH_GAS * 2n;

const bytes = (address) => Buffer.from(address.slice(2), 'hex');
const account = (address) => ({ address: bytes(address), balance: ETHER, nonce: 0n, code: new Uint8Array() });

function settings(rich) {
  const hardfork = edr.l1HardforkFromString('cancun');
  return {
    allowBlocksWithSameTimestamp: true,
    allowUnlimitedContractSize: true,
    bailOnCallFailure: true,
    bailOnTransactionFailure: false,
    chainId: BigInt(CHAIN),
    coinbase: bytes(`0x${'c0'.repeat(20)}`),
    defaultTransactionGasLimit: 30_000_000n,
    genesisState: [...edr.l1GenesisState(hardfork), ...[OWNER.address, ...rich].map(account)],
    hardfork: 'cancun',
    initialBaseFeePerGas: 7n,
    minGasPrice: 0n,
    mining: { autoMine: false, blockGasLimit: BLOCK_GAS, memPool: { order: edr.MineOrdering.Fifo } },
    network: { genesisBlockGasLimit: BLOCK_GAS, genesisBlobGas: { gasUsed: 0n, excessGas: 0n } },
    networkId: BigInt(CHAIN),
    observability: { includeCallTraces: edr.IncludeTraces.None },
    ownedAccounts: [OWNER.key],
    precompileOverrides: [],
    transactionGasCap: false,
  };
}

async function start(rich) {
  const context = new edr.EdrContext();
  await context.registerProviderFactory(edr.GENERIC_CHAIN_TYPE, edr.genericChainProviderFactory());
  const logger = { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback() {} };
  const subscriptions = { subscriptionCallback() {} };
  const decoder = new edr.ContractDecoder();
  const provider = await context.createProvider(edr.GENERIC_CHAIN_TYPE, settings(rich), logger, subscriptions, decoder);
  let id = 0;
  const request = async (method, params) => {
    id += 1;
    const { data } = await provider.handleRequest(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const { error, result } = typeof data === 'string' ? JSON.parse(data) : data;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const all = async (calls) => {
    const answers = [];
    for (const [method, params] of calls) answers.push(await request(method, params));
    return answers;
  };
  return { owner: OWNER.address, request, all, end: () => {} };
}

export const version = versionOf('@nomicfoundation/edr');
export const { works } = new NodeWorks(start);
