// A probe: a contract that does one thing over and over, so that its time and its gas are those of that thing.
import { HOST_FUNCTIONS, type HostFunction } from '../../spec/host.ts';

/** What a probe runs, and how much of it. */
export interface Probe {
  /** Stable, and readable by itself. */
  readonly id: string;
  /** The price that it is about: a price class, a host row, or a part of a transaction. */
  readonly price: string;
  /** Module in text form, with the method `run` and perhaps `fill`, which puts in place what `run` finds. */
  readonly module: string;
  /** The contracts that it calls, in text form; their addresses stand in the input from {@link TARGETS} on. */
  readonly targets?: readonly string[];
  /** How often `fill` is called, with 0, 1, 2 … as its number. */
  readonly fills?: number;
  /** The most rounds in a transaction, where a limit stands in the way of more. */
  readonly most?: number;
  /** Length of the input; what is not number and addresses is zero. */
  readonly inputBytes?: number;
  /** Transactions that are closed as one block; the work of the state trees counts too. */
  readonly perBlock?: number;
}

/** Where addresses of targets begin in the input; before them stand rounds and seed, as u32. */
export const TARGETS = 8;
/** Where a module finds its input, if it asks for it as {@link contract} does. */
export const INPUT = 0;
/** Memory that bodies may use, up to the end of the first page. */
export const FREE = 2_048;

interface Parts {
  /** Repeated as often as the input says. Locals: $n rounds left, $a $b $c i32, $x $y i64; $a holds the seed at first. */
  readonly body: string;
  readonly before?: string;
  readonly pages?: number;
  /** More definitions: functions, globals, tables. */
  readonly more?: string;
  /** Body of `fill`, with the same locals. */
  readonly fill?: string;
  /** Bytes of the input that are read. */
  readonly reads?: number;
}

const ROWS: readonly HostFunction[] = HOST_FUNCTIONS;
const LOCALS = '(local $n i32) (local $a i32) (local $b i32) (local $c i32) (local $x i64) (local $y i64)';

/** Text of a module whose method `run` repeats a body. */
export function contract({ body, before = '', pages = 1, more = '', fill = '', reads = 1_024 }: Parts): string {
  const text = `${more}
    (memory ${pages})
    (func (export "run") ${LOCALS} ${opening(reads)} ${before}
      (loop $again ${body} (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (i64.store (i32.const ${FREE}) (i64.add (local.get $x) (i64.extend_i32_u (i32.add (local.get $a) (local.get $b))))))
    (func (export "fill") ${LOCALS} ${opening(reads)} ${fill})`;
  const imports = ROWS.filter(({ name }) => text.includes(`$${name} `)).map(importOf);
  const input = importOf(ROWS.find(({ name }) => name === 'input')!);
  return `(module ${[...new Set([input, ...imports])].join('\n')} ${text})`;
}

function opening(reads: number): string {
  return `(drop (call $input (i32.const ${INPUT}) (i32.const ${reads})))
    (local.set $n (i32.load (i32.const ${INPUT}))) (local.set $a (i32.load (i32.const ${INPUT + 4})))
    (local.set $b (i32.const 0x01234567)) (local.set $x (i64.const 0x0123456789abcdef)) (local.set $y (i64.const 7))`;
}

function importOf({ name, args, result }: HostFunction): string {
  const params = args.flatMap(([, kind]) => {
    if (kind === 'key' || kind === 'out' || kind.startsWith('in:')) return ['i32', 'i32'];
    return [kind === 'u64' ? 'i64' : 'i32'];
  });
  const given = result === 'none' ? '' : `(result ${result === 'u64' ? 'i64' : 'i32'})`;
  return `(import "tally" "${name}" (func $${name} (param ${params.join(' ')}) ${given}))`;
}

/** The same text n times. */
export function times(n: number, text: string | ((i: number) => string)): string {
  return Array.from({ length: n }, (_, i) => (typeof text === 'string' ? text : text(i))).join('\n');
}

/** Makes $a the next of a sequence of numbers that no predictor of a processor learns. */
export const STEP = '(local.set $a (i32.add (i32.mul (local.get $a) (i32.const 1664525)) (i32.const 1013904223)))';
/** Some number below a power of two, from the upper bits of $a, which are the better ones. */
export const below = (bits: number) => `(i32.shr_u (local.get $a) (i32.const ${32 - bits}))`;

/** A probe of a host row, in memory that has {@link LARGE} room. */
export const rowProbe = (
  price: string,
  id: string,
  body: string,
  parts: Partial<Parts> = {},
  more: Partial<Probe> = {},
): Probe => ({
  id: `${price}: ${id}`,
  price,
  module: contract({ body, ...parts }),
  ...more,
});

/** An address as an operand. */
export const at = (address: number) => `(i32.const ${address})`;
/** Room for 256 KiB behind the first page. */
export const LARGE = 65_536;
export const wide = { pages: 8 };
