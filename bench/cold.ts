// Contracts that were never called: each with code of its own, so that nothing that is kept of code helps.
import { type Bytes, EMPTY } from '../engine/base/bytes.ts';
import type { PreparedCode } from '../engine/base/tier.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { prepare } from '../engine/wasm/prepare.ts';
import { Writer } from '../engine/wasm/writer.ts';
import { type Batch, MemoryChain, placeContract } from './chain.ts';

const [I32, I64] = [0x7f, 0x7e] as const;
const [LOOP, END, BR_IF, GET, SET, TEE, CONST, WIDE_CONST] = [0x03, 0x0b, 0x0d, 0x20, 0x21, 0x22, 0x41, 0x42] as const;
const [ADD, SUB, WIDE_ADD, WIDE_MUL, WIDE_REM, CALL] = [0x6a, 0x6b, 0x7c, 0x7e, 0x82, 0x10] as const;

/** Bytes of the code of the loop, and of a module that is large for its loop. */
const BODY = 900;
const PADDING = 150_000;

/** What the code does over and over: instructions, how many of them are a step, and bytes that are never run. */
interface Shape {
  readonly code: readonly number[];
  readonly steps: number;
  readonly padding?: number;
}

export const SHAPES = {
  additions: { code: [GET, 1, GET, 0, ADD, SET, 1], steps: 1 },
  'moves that cost nothing': { code: [GET, 1, GET, 0, CALL, 0], steps: 5 },
  'products of 64 bits': { code: [GET, 2, GET, 3, WIDE_MUL, WIDE_CONST, 3, WIDE_ADD, SET, 2], steps: 2 },
  'remainders of 64 bits': { code: [GET, 3, GET, 2, WIDE_CONST, 3, WIDE_ADD, WIDE_REM, SET, 2], steps: 101 },
  'a large module': { code: [GET, 1, GET, 0, ADD, SET, 1], steps: 1, padding: PADDING },
} as const satisfies Record<string, Shape>;

function body(locals: readonly number[], code: Bytes): Bytes {
  const out = new Writer(code.length + 16).u32(locals.length);
  for (const type of locals) out.u32(1).u8(type);
  return out.raw(code).finish();
}

/** A module whose method goes round its loop until about so many steps are taken; `mark` makes it another one. */
function module({ code, steps: perRound, padding = 0 }: Shape, steps: number, mark: number): Bytes {
  const repeats = Math.floor(BODY / code.length);
  const rounds = Math.max(1, Math.round(steps / (repeats * perRound + 3)));
  const run = new Writer(BODY + 64).u8(CONST).s32(rounds).u8(SET, 0, WIDE_CONST).s64(-7_654_321_987_654n).u8(SET, 3);
  run
    .u8(WIDE_CONST)
    .s32(mark + 1)
    .u8(SET, 2, LOOP, 0x40);
  for (let i = 0; i < repeats; i++) run.u8(...code);
  run.u8(GET, 0, CONST, 1, SUB, TEE, 0, BR_IF, 0, END, END);
  const callee = body([], Uint8Array.of(END));
  const filler = Array.from({ length: Math.floor(padding / 1_000) }, () =>
    body(
      [I32],
      new Writer(1_024)
        .raw(new Uint8Array(Array.from({ length: 160 }, () => [GET, 0, CONST, 1, ADD, SET, 0]).flat()))
        .u8(END)
        .finish(),
    ),
  );
  const bodies = [callee, body([I32, I32, I64, I64], run.view()), ...filler];
  return new Writer(2_048)
    .u8(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    .section(1, (s) => s.u8(2, 0x60, 2, I32, I32, 0, 0x60, 0, 0))
    .section(3, (s) => s.list(bodies, (_, i) => s.u8(i === 0 ? 0 : 1)))
    .section(5, (s) => s.u8(1, 0, 1))
    .section(7, (s) => s.u8(1).name('run').u8(0, 1))
    .section(10, (s) => s.list(bodies, (each) => s.sized(each)))
    .finish();
}

/** A block of calls, each of a contract of its own. */
export interface ColdBlock extends Batch {
  readonly codes: readonly PreparedCode[];
}

export class ColdChain extends MemoryChain {
  private mark = 0;

  constructor() {
    super(1);
  }

  block(shape: keyof typeof SHAPES, steps: number, count: number): ColdBlock {
    const owner = this.accounts[0]!;
    const batch = this.open([]);
    const { nonce } = owner;
    const made = Array.from({ length: count }, () => {
      const { code } = prepare(nodeNatives, module(SHAPES[shape], steps, this.mark++));
      const address = nodeNatives.sha256(code.codeId);
      placeContract(batch.block, address, code.codeId);
      return { code, bytes: this.transaction(owner, 'call', { to: address, method: 'run', input: EMPTY }) };
    });
    owner.nonce = nonce;
    return { ...batch, transactions: made.map(({ bytes }) => bytes), codes: made.map(({ code }) => code) };
  }
}
