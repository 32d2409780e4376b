// Workloads: what is timed. A probe becomes one by being uploaded, instantiated and filled on a chain in memory.
import wabt from 'wabt';
import { type Bytes, concat, EMPTY } from '../../engine/base/bytes.ts';
import { codeId, metaId } from '../../engine/base/hash.ts';
import { soleAdmin } from '../../engine/client/transaction.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { applyTransaction } from '../../engine/runtime/apply.ts';
import { checkAll, type MemoryChain } from '../chain.ts';
import { chance, randomBytes } from '../chance.ts';
import { type Probe, TARGETS } from './probe.ts';

const toolkit = await wabt();
const salts = chance(3);

/** What can be timed: transactions, made anew for each time. */
export interface Workload {
  readonly id: string;
  readonly price: string;
  readonly chain: MemoryChain;
  /** Transactions that are closed as one block. */
  readonly perBlock: number;
  /** Whether signatures count as verified. */
  readonly verified: boolean;
  /** Rounds in each of its transactions. */
  readonly rounds: number;
  make(count: number): Bytes[];
}

/** Bytes of a module in text form. */
export function assemble(text: string): Bytes {
  const module = toolkit.parseWat('probe.wat', text, { bulk_memory: true, sign_extension: true });
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

/** Uploads and instantiates; returns the address. */
export function install(chain: MemoryChain, module: Bytes): Bytes {
  const owner = chain.accounts[0]!;
  const ids = { codeId: codeId(nodeNatives, module), metaId: metaId(nodeNatives, []), salt: randomBytes(salts, 32) };
  const body = { ...ids, admin: soleAdmin(owner.address), holds: false, invariant: '', template: null, input: EMPTY };
  if (!chain.chain.state.code(ids.codeId)) chain.apply(chain.transaction(owner, 'upload', { module }));
  return chain.apply(chain.transaction(owner, 'instantiate', body))[0]!.output;
}

function numbers(...values: number[]): Bytes {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

/** Gas that a sample should use: at the unit of a tenth of a nanosecond, a fortieth of a second. */
export const SAMPLE_GAS = 250_000_000;

/** The workload of a probe. @throws Error if one of its transactions does not end well */
export function workloadOf(chain: MemoryChain, probe: Probe): Workload {
  const owner = chain.accounts[0]!;
  const to = install(chain, assemble(probe.module));
  const targets = (probe.targets ?? []).map((text) => install(chain, assemble(text)));
  const inputOf = (rounds: number, seed: number) => {
    const given = concat(numbers(rounds, seed), ...targets);
    return concat(given, new Uint8Array(Math.max(0, (probe.inputBytes ?? TARGETS) - given.length)));
  };
  const call = (method: string, rounds: number, seed: number) =>
    chain.transaction(owner, 'call', { to, method, input: inputOf(rounds, seed) });
  for (let i = 0; i < (probe.fills ?? 0); i++) chain.apply(call('fill', 0, i));
  const gasOf = (rounds: number) => {
    const { transactions, block } = chain.open([call('run', rounds, 0)]);
    const { receipt } = applyTransaction(block, transactions[0]!, true);
    checkAll([receipt]);
    owner.nonce -= 1n;
    return receipt.gasUsed;
  };
  const rounds = roundsOf(gasOf(1), probe.most === 1 ? 0 : gasOf(2), probe.most);
  let seed = 0;
  const make = (count: number) => Array.from({ length: count }, () => call('run', rounds, seed++ % 12));
  const { id, price, perBlock = 100 } = probe;
  return { id, price, chain, perBlock, verified: true, rounds, make };
}

function roundsOf(one: number, two: number, most = Number.MAX_SAFE_INTEGER): number {
  const each = Math.max(1, two - one);
  return Math.max(1, Math.min(most, Math.floor((SAMPLE_GAS - one) / each)));
}
