// Modules that cost a compiler far more than their size, and that must be refused at once.
import type { Bytes } from '../../engine/base/bytes.ts';
import { Writer } from '../../engine/wasm/writer.ts';
import { LIMITS } from '../../spec/limits.ts';
import { chance } from '../chance.ts';
import { I64, Parts } from './module.ts';
import { LIMITED, SHAPES } from './shapes.ts';

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;
const VOID = { params: [], results: [] };
const [BLOCK, LOOP, END, CALL, DROP, CONST, EMPTY] = [0x02, 0x03, 0x0b, 0x10, 0x1a, 0x42, 0x40] as const;

/** One function of these instructions. */
function single(write: (to: Writer) => void, locals = 0): Bytes {
  const parts = new Parts();
  const to = new Writer(4_096);
  write(to);
  parts.bodies.push({ type: VOID, locals, code: to.u8(END).finish() });
  return parts.bytes();
}

function repeat(n: number, act: (i: number) => void): void {
  for (let i = 0; i < n; i++) act(i);
}

function wideCalls(params: number, calls: number): Bytes {
  const parts = new Parts();
  const type = { params: Array.from({ length: params }, () => I64), results: [] };
  const to = new Writer(4_096);
  repeat(calls, () => {
    repeat(params, () => to.u8(CONST, 1));
    to.u8(CALL, 0);
  });
  parts.bodies.push(
    { type, locals: 0, code: Uint8Array.of(END) },
    { type: VOID, locals: 0, code: to.u8(END).finish() },
  );
  return parts.bytes();
}

/** Sections as they are, after a type section with () → (). */
function raw(...sections: readonly (readonly [id: number, write: (to: Writer) => void])[]): Bytes {
  const to = new Writer().u8(...MAGIC);
  to.section(1, (s) => s.u8(1, 0x60, 0, 0));
  for (const [id, write] of sections) to.section(id, write);
  return to.finish();
}

const MANY = 0xffff_ffff;

/** What is known to be dear, by name. */
const KNOWN: { readonly [name: string]: () => Bytes } = {
  'calls with 1,000 parameters': () => wideCalls(1_000, 100),
  '20,000 locals with 5,000 loops': () => single((to) => repeat(5_000, () => to.u8(LOOP, EMPTY, END)), 20_000),
  'ten huge tables': () => raw([4, (s) => s.u32(10) && repeat(10, () => s.u8(0x70, 0).u32(10_000_000))]),
  '32,000 imports and a constant of 64,500 instructions': () =>
    raw(
      [2, (s) => s.u32(32_000) && repeat(32_000, () => s.u8(0, 0, 0, 0))],
      [6, (s) => s.u8(1, 0x7f, 0) && repeat(64_500, () => s.u8(0x23, 0)) === undefined && s.u8(END)],
    ),
  '10,000 metered blocks': () => single((to) => repeat(10_000, () => to.u8(BLOCK, EMPTY, 0x41, 0, 0x0d, 0, END)), 200),
  '50,000 nested blocks': () =>
    single((to) => {
      repeat(50_000, () => to.u8(BLOCK, EMPTY));
      repeat(50_000, () => to.u8(END));
    }),
  '500 nested loops with 500 locals': () =>
    single((to) => {
      repeat(500, () => to.u8(LOOP, EMPTY));
      repeat(500, () => to.u8(END));
    }, 500),
  '4 billion functions': () => raw([3, (s) => s.u32(MANY)]),
  '4 billion locals': () =>
    raw([3, (s) => s.u8(1, 0)], [10, (s) => s.u8(1).sized(new Writer().u8(1).u32(MANY).u8(I64, END).finish())]),
  '50,000 runs of locals': () =>
    raw(
      [3, (s) => s.u8(1, 0)],
      [
        10,
        (s) =>
          s.u8(1).sized(
            new Writer()
              .list(Array.from({ length: 50_000 }), (_, __) => {})
              .raw(new Uint8Array(100_000).fill(I64))
              .u8(END)
              .finish(),
          ),
      ],
    ),
  'a br_table of 250,000 targets': () => single((to) => to.u8(0x41, 0, 0x0e).u32(250_000).raw(new Uint8Array(250_001))),
  '260,000 operands': () => single((to) => to.raw(new Uint8Array(130_000).map((_, i) => (i % 2 === 0 ? 0x41 : 1)))),
  '100,000 exports': () => raw([7, (s) => s.list(Array.from({ length: 50_000 }), () => s.name('a').u8(0, 0))]),
  '80,000 types': () =>
    new Writer()
      .u8(...MAGIC)
      .section(1, (s) => s.list(Array.from({ length: 80_000 }), () => s.u8(0x60, 0, 0)))
      .finish(),
  'a module of 16 MB': () => raw([0, (s) => s.name('x').raw(new Uint8Array(16_777_216))]),
  '65,000 custom sections': () => {
    const to = new Writer(300_000).u8(...MAGIC);
    repeat(65_000, () => to.u8(0, 2, 1, 0x61));
    return to.finish();
  },
  'a quarter of a megabyte that drops from nothing': () => single((to) => to.raw(new Uint8Array(250_000).fill(DROP))),
};

/** Everything that is timed for being refused: the known ones, and each shape beyond its limit. */
export function bombs(): { readonly name: string; readonly bytes: Bytes }[] {
  const known = Object.entries(KNOWN).map(([name, make]) => ({ name, bytes: make() }));
  const beyond = LIMITED.flatMap((limit) =>
    [1.05, 4].map((times) => {
      const parts = new Parts();
      SHAPES[limit]!(parts, Math.ceil(LIMITS[limit].max * times + 1), chance(1));
      return { name: `${limit}, ${times} times its limit`, bytes: parts.bytes() };
    }),
  );
  return [...known, ...beyond];
}
