// What is compared and with whom: the works, the peers, and what of a peer cannot be had, with the reason.

/** One thing that everybody does. */
export interface Work {
  readonly id: string;
  readonly unit: 'µs' | 'tx/s' | 'ms';
  /** What exactly is measured, in a sentence without an end. */
  readonly text: string;
}

/** Somebody who is measured. */
export interface Peer {
  readonly id: string;
  readonly title: string;
  /** Runs contracts of Ethereum. */
  readonly evm: boolean;
  /** How it does transfers, and which parts of the work it does not do. */
  readonly how: string;
  /** Why it does not do a work, by the id of the work; `kernel` stands for all kernels. */
  readonly absent: { readonly [work: string]: string };
}

/** How much of everything is done. */
export interface Scale {
  /** Holders of the small state, of the large one, and people who send signed transfers. */
  readonly holders: number;
  readonly many: number;
  readonly senders: number;
  /** Part of the full number of transfers that a run makes. */
  readonly share: number;
}

export const FULL: Scale = { holders: 1_000, many: 1_000_000, senders: 10_000, share: 1 };
/** Shows in a minute or two that everything runs; its figures are worth nothing. */
export const QUICK: Scale = { holders: 1_000, many: 20_000, senders: 1_000, share: 0.1 };

/** Runs of each work, after those that warm up. */
export const TURNS = 5;
export const QUICK_TURNS = 2;

const EXECUTION: Work = {
  id: 'transfer.execution.us',
  unit: 'µs',
  text: 'one token transfer between two of 1,000 holders, nobody checks a signature',
};
const MILLION: Work = {
  id: 'transfer.execution.us.1m',
  unit: 'µs',
  text: 'the same among 1,000,000 holders',
};
const SIGNED: Work = {
  id: 'transfer.signed.tps',
  unit: 'tx/s',
  text: 'signed token transfers by 10,000 senders: signature check, execution, state root and receipt, each as far as the product has it',
};

const kernel = (name: string, text: string): Work => ({ id: `kernel.${name}.ms`, unit: 'ms', text });

/** The arguments are those of bench/kernels.ts. */
export const KERNEL_WORKS: readonly Work[] = [
  kernel('fibonacci', 'recursive Fibonacci of 25'),
  kernel('sieve', 'the sieve of Eratosthenes up to 2^18'),
  kernel('digest', 'SHA-256 of 64 KiB, computed by the contract'),
  kernel('sort', 'heap sort of 10,000 integers'),
  kernel('matrix', 'the product of two 96 × 96 matrices of 64-bit integers'),
];

export const WORKS: readonly Work[] = [EXECUTION, MILLION, SIGNED, ...KERNEL_WORKS];

export const OURS: Peer = {
  id: 'tallystick',
  title: 'Tallystick',
  evm: false,
  how: 'execution: applyTransaction in this process, gas metered, receipt with trace hash. Signed: a node, 250 transactions a submission and 8 submissions in flight; Ed25519 checked on worker threads, blocks, state root, synced to disk',
  absent: {},
};

export const PEERS: readonly Peer[] = [
  {
    id: 'litesvm',
    title: 'litesvm',
    evm: false,
    how: 'the SPL token program that comes with it, transactions of one instruction given to its native module as bytes. Ed25519 when signed; no blocks, no state root, no disk; one thread',
    absent: {
      kernel: 'this bench installs no compiler for Solana programs, only the programs that come with it run',
    },
  },
  {
    id: 'edr',
    title: 'EDR (revm, Hardhat’s engine)',
    evm: true,
    how: 'execution: eth_call to its native module, which keeps no writes. Signed: eth_sendRawTransaction, then evm_mine for each 500; secp256k1 recovered, Merkle Patricia root, receipts; in memory',
    absent: {},
  },
  {
    id: 'anvil',
    title: 'Anvil (revm, Foundry)',
    evm: true,
    how: 'a process of its own; JSON-RPC over HTTP on loopback in batches of 250, 4 in flight. Execution: eth_call, which keeps no writes. Signed: eth_sendRawTransaction, then evm_mine for each 500; in memory',
    absent: {},
  },
  {
    id: 'ethereumjs',
    title: 'EthereumJS',
    evm: true,
    how: 'execution: evm.runCall on its SimpleStateManager. Signed: transactions decoded and runBlock with `generate` for each 100 on its MerkleStateManager with caches; secp256k1 recovered in JavaScript; in memory',
    absent: {
      'transfer.execution.us.1m':
        'its SimpleStateManager copies every slot of the state at each call, and its other one is slower by far',
    },
  },
  {
    id: 'cosmwasm',
    title: 'cosmwasm-vm-js',
    evm: false,
    how: 'cw20-base from its publisher, one instance that is used again and never reset, no gas counted (its default)',
    absent: {
      'transfer.signed.tps': 'it has no transactions, signatures or blocks',
    },
  },
];

/** Why the peer does not do the work; undefined if it does. */
export function absence({ absent }: Peer, { id }: Work): string | undefined {
  return absent[id] ?? absent[id.split('.')[0]!];
}

/** What one player did in one work. */
export interface Outcome {
  /** Values of the runs in the unit of the work. */
  readonly values: readonly number[];
  /** How many times faster Tallystick was in the run just before, for each of these values. */
  readonly ratios: readonly number[];
  /** Cores that the player kept busy while it ran, and its largest resident memory in MiB; undefined where nobody could look. */
  readonly cores: number | undefined;
  readonly memory: number | undefined;
  /** Why there is no figure. */
  readonly missing: string | undefined;
}

/** What was measured, by player and work, and by which versions. */
export interface Results {
  readonly outcomes: { readonly [peer: string]: { readonly [work: string]: Outcome } };
  readonly versions: { readonly [peer: string]: string };
}
