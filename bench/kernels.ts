// The programs by which metering is measured: contracts in bench/kernels, and the token that ships.
import type { Bytes } from '../engine/base/bytes.ts';

export interface Kernel {
  readonly name: string;
  /** Name of the source, without its ending. */
  readonly file: string;
  /** Export that is called. */
  readonly method: string;
  /** Fresh instances in one run and calls in each: enough for a clock of microseconds, and for a memory that only fills. */
  readonly instances: number;
  readonly calls: number;
  /** Borsh of its arguments, in parts. */
  readonly input: readonly Bytes[];
}

function u32(value: number): Bytes {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

const kernel = (name: string, n: number, instances: number, calls: number): Kernel => ({
  name,
  file: name,
  method: 'run#view',
  instances,
  calls,
  input: [u32(n)],
});

export const KERNELS: readonly Kernel[] = [
  {
    name: 'transfer',
    file: 'token',
    method: 'transfer',
    instances: 12,
    calls: 500,
    input: [new Uint8Array(32).fill(9), u32(5), new Uint8Array(12)],
  },
  kernel('digest', 65_536, 1, 8),
  kernel('sieve', 1 << 18, 1, 6),
  kernel('fibonacci', 25, 1, 8),
  kernel('sort', 10_000, 1, 6),
  kernel('matrix', 96, 1, 6),
  kernel('text', 60, 24, 1),
];
