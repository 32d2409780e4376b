// Entry of the process that compiles generated modules, under whatever V8 flags it was started with: those that compile every
// function at once. Arguments: first number, count, step. Prints a JSON line for each module, then again for the slowest.
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { Port } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { HOST } from '../../engine/host/bind.ts';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { prepare } from '../../engine/wasm/prepare.ts';
import { generated } from './generate.ts';

/** What compiling one module took, in milliseconds, and the limits that it is near. */
export interface Compiled {
  readonly number: number;
  readonly near: readonly string[];
  readonly prepare: number;
  readonly compile: number;
  readonly bytes: number;
}

const SLOWEST = 20;
const AGAIN = 5;

function timed(number: number, mark = 0): Compiled {
  const { bytes, near } = generated(number, mark);
  const port: Port = { meter: { gas: 2 ** 50, stack: EMPTY_STACK } };
  const begin = performance.now();
  const { code } = prepare(nodeNatives, bytes);
  const prepared = performance.now();
  new CompiledTier().start(code, HOST, port as Parameters<CompiledTier['start']>[2]).close();
  const end = performance.now();
  return { number, near, prepare: prepared - begin, compile: end - prepared, bytes: bytes.length };
}

const total = ({ prepare: a, compile: b }: Compiled) => a + b;
const say = (compiled: Compiled) => process.stdout.write(`${JSON.stringify(compiled)}\n`);

const [first = 0, count = 1, step = 1] = process.argv.slice(2).map(Number);
const all: Compiled[] = [];
// The first ones compile the compiler.
for (let i = 0; i < 60; i++) timed(i);
for (let i = 0; i < count; i++) all.push(timed(first + i * step));
for (const each of all) say(each);
// One pass says which are slow, but also when the machine was busy; the least of several says how slow.
for (const { number } of all.sort((a, b) => total(b) - total(a)).slice(0, SLOWEST)) {
  const runs = Array.from({ length: AGAIN }, (_, i) => timed(number, i + 1)).sort((a, b) => total(a) - total(b));
  say(runs[AGAIN >> 1]!);
}
