// What the drivers of Ethereum's machines share: accounts, calls of the contracts, signed transactions.
import { createCustomCommon, Hardfork, Mainnet } from '@ethereumjs/common';
import { createFeeMarket1559Tx } from '@ethereumjs/tx';
import { createAddressFromPrivateKey, hexToBytes } from '@ethereumjs/util';
import { compiled } from './solidity.mjs';

export const CHAIN = 31337;
export const common = createCustomCommon({ chainId: CHAIN, name: 'bench' }, Mainnet, { hardfork: Hardfork.Cancun });
/** Gas of a block, and of a call that may take long. */
export const MUCH_GAS = 2_000_000_000n;
export const FUNDS = 1_000_000_000n;
/** Addresses that a single call gives their funds. */
const GROUP = 250;
/** Addresses of holders who never sign follow this one. */
const FIRST = 0x1000_0000_0000_0000_0000n;

export const word = (value) => BigInt(value).toString(16).padStart(64, '0');
export const hex = (value) => `0x${BigInt(value).toString(16)}`;

const { Token, Kernels } = await compiled();
const TRANSFER = Token.selectors['transfer(address,uint256)'];
const SEED = Token.selectors['seed(uint160,uint256,uint256)'];
const GIVE = Token.selectors['give(address[],uint256)'];

/** Code that deploys a contract. */
export const TOKEN = `0x${Token.code}`;
export const KERNELS = `0x${Kernels.code}`;

/** The arguments of bench/kernels.ts. */
const ARGUMENTS = { fibonacci: 25, sieve: 1 << 18, digest: 65_536, sort: 10_000, matrix: 96 };
/** Arguments that take a small part of the time, to warm up with. */
const LITTLE = { fibonacci: 18, sieve: 1 << 13, digest: 2_048, sort: 500, matrix: 24 };

export function kernelCall(name, little = false) {
  return `0x${Kernels.selectors[`${name}(uint256)`]}${word((little ? LITTLE : ARGUMENTS)[name])}`;
}

export const holder = (i) => `0x${(FIRST + BigInt(i)).toString(16).padStart(40, '0')}`;

export const transferCall = (to) => `0x${TRANSFER}${to.slice(2).padStart(64, '0')}${word(1)}`;

/** Calls that give so many holders who never sign their funds. */
export function seedCalls(holders) {
  const starts = Array.from({ length: Math.ceil(holders / GROUP) }, (_, i) => i * GROUP);
  return starts.map((at) => {
    const count = Math.min(GROUP, holders - at);
    return `0x${SEED}${word(FIRST + BigInt(at))}${word(count)}${word(FUNDS)}`;
  });
}

/** Calls that give these addresses their funds. */
export function giveCalls(addresses) {
  const starts = Array.from({ length: Math.ceil(addresses.length / GROUP) }, (_, i) => i * GROUP);
  return starts.map((at) => {
    const group = addresses.slice(at, at + GROUP);
    const list = group.map((address) => address.slice(2).padStart(64, '0')).join('');
    return `0x${GIVE}${word(64)}${word(FUNDS)}${word(group.length)}${list}`;
  });
}

/** Accounts with keys of their own. */
export function makeSenders(count) {
  return Array.from({ length: count }, (_, i) => {
    const key = hexToBytes(`0x${word(i + 1_000_001)}`);
    return { key, address: createAddressFromPrivateKey(key).toString(), nonce: 0n };
  });
}

/** Signs transfers by each sender in turn to senders drawn from all. */
export class Signer {
  constructor(senders, token, random) {
    this.senders = senders;
    this.token = token;
    this.random = random;
    this.next = 0;
  }

  /** So many signed transactions, encoded. */
  sign(count) {
    return Array.from({ length: count }, () => {
      const from = this.senders[this.next++ % this.senders.length];
      const to = this.senders[this.random(this.senders.length)];
      const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n, gasLimit: 100_000n };
      const terms = { chainId: CHAIN, nonce: from.nonce++, to: this.token, data: transferCall(to.address), ...fees };
      return createFeeMarket1559Tx(terms, { common }).sign(from.key).serialize();
    });
  }
}
