// Entry of the process that compares a module run in one of our ways with itself un-metered in V8, under whatever flags V8 was
// started with. Arguments: `metered` or `interpreted`, and a folder with the kernels as .wasm files. Prints JSON: by kernel, CPU
// time over that of the un-metered module, of each pair of runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, concat } from '../engine/base/bytes.ts';
import { EMPTY_STACK } from '../engine/base/stack.ts';
import type { HostCall } from '../engine/base/tier.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { InterpretedTier } from '../engine/interpreter/interpreter.ts';
import { Wasm, type WasmFunction, type WasmMemory, type WasmModule } from '../engine/sandbox/webassembly.ts';
import { type Prepared, prepare } from '../engine/wasm/prepare.ts';
import { START_EXPORT } from '../engine/wasm/surface.ts';
import { HOST_FUNCTIONS } from '../spec/host.ts';
import { LIMITS } from '../spec/limits.ts';
import { cpuMicros } from './figure.ts';
import { KERNELS, type Kernel } from './kernels.ts';

const WARM = 3;
const PAIRS = 15;
const GAS = 2 ** 50;

interface Instance {
  readonly exports: { readonly [name: string]: WasmFunction };
  /** What the contract gave back last. */
  readonly given: { output: Bytes };
}

/** Answers of a host that does next to nothing: arguments, an account that always holds the same, the last output. */
function hostOf(
  input: Bytes,
  memory: () => Bytes,
  given: { output: Bytes },
): Record<string, (...args: number[]) => unknown> {
  const held = Uint8Array.from({ length: 16 }, (_, i) => (i === 6 ? 1 : 0));
  const put = (bytes: Bytes, at: number, room: number) => {
    memory().set(bytes.subarray(0, room), at);
    return bytes.length;
  };
  return {
    input: (at, room) => put(input, at!, room!),
    get: (_key, _length, at, room) => put(held, at!, room!),
    caller: (at) => void put(new Uint8Array(32).fill(7), at!, 32),
    output: (at, length) => {
      given.output = memory().slice(at!, at! + length!);
    },
    revert: () => {
      throw new Error('the kernel reverted');
    },
  };
}

/** An instance of the module as its author compiled it. */
function plain(module: WasmModule, input: Bytes): Instance {
  const given = { output: new Uint8Array() };
  const instance: { exports?: Record<string, unknown> } = {};
  const host = hostOf(input, () => new Uint8Array((instance.exports!['memory'] as WasmMemory).buffer), given);
  const imports: Record<string, Record<string, unknown>> = { tally: {} };
  for (const { name } of Wasm.Module.imports(module)) imports['tally']![name] = host[name] ?? (() => 0);
  instance.exports = new Wasm.Instance(module, imports).exports;
  return { exports: instance.exports as Instance['exports'], given };
}

/** Makes instances of a module to be compared. */
type Maker = (prepared: Prepared, input: Bytes) => () => Instance;

/** An instance of the instrumented module. */
const metered: Maker = ({ code }, input) => {
  const module = new Wasm.Module(code.metered);
  return () => meteredInstance(module, input, code.pages.initial);
};

/** A guest of the interpreter. */
const interpreted: Maker = ({ code }, input) => {
  const tier = new InterpretedTier();
  return () => {
    const given = { output: new Uint8Array() };
    const host = hostOf(input, () => guest.memory.bytes, given);
    const functions = Object.fromEntries(
      HOST_FUNCTIONS.map(({ name }) => {
        const call = host[name] ?? (() => 0);
        return [name, ((_, ...args) => call(...(args as number[]))) as HostCall];
      }),
    );
    const port = { meter: { gas: GAS, stack: EMPTY_STACK } };
    const guest = tier.start({ ...code, hasStart: false }, { functions, grow: () => true }, port);
    const names = [...code.methods.values()].map(({ exportName }) => exportName);
    if (code.hasStart) names.push(START_EXPORT);
    return { exports: Object.fromEntries(names.map((name) => [name, () => guest.run(name)])), given };
  };
};

function meteredInstance(module: WasmModule, input: Bytes, pages: number): Instance {
  const given = { output: new Uint8Array() };
  const memory = new Wasm.Memory({ initial: pages, maximum: LIMITS.pages.max });
  const host = hostOf(input, () => new Uint8Array(memory.buffer), given);
  let left = GAS;
  const own = {
    m: memory,
    fail: (code: number) => {
      throw new Error(`a kernel stopped with ${code}`);
    },
    gas: () => left,
    grow: (gas: number) => {
      left = gas;
      return 1;
    },
  };
  const imports: Record<string, Record<string, unknown>> = { e: own, tally: {} };
  for (const { module: from, name } of Wasm.Module.imports(module)) {
    if (from !== 'tally') continue;
    const call = host[name] ?? (() => 0);
    imports['tally']![name] = (gas: number, _stack: number, a: number, b: number, c: number, d: number) => {
      left = gas;
      return call(a, b, c, d);
    };
  }
  return { exports: new Wasm.Instance(module, imports).exports as Instance['exports'], given };
}

/** CPU time of the calls of one run in microseconds, and what the last one gave back. */
function timed(make: () => Instance, { method, instances, calls }: Kernel): { micros: number; output: string } {
  let micros = 0;
  let output = '';
  for (let left = instances; left > 0; left--) {
    const { exports, given } = make();
    exports['_start']?.(GAS, EMPTY_STACK);
    const run = exports[method]!;
    micros += cpuMicros(() => {
      for (let i = 0; i < calls; i++) run(GAS, EMPTY_STACK);
    });
    output = given.output.join();
  }
  return { micros, output };
}

/** CPU time over that of the un-metered module, for each pair of runs. @throws Error if they do not give the same */
function ratios(kernel: Kernel, wasm: Bytes, make: Maker): number[] {
  const before = new Wasm.Module(wasm);
  const input = concat(...kernel.input);
  const after = make(prepare(nodeNatives, wasm), input);
  const found: number[] = [];
  for (let pair = -WARM; pair < PAIRS; pair++) {
    const first = timed(() => plain(before, input), kernel);
    const second = timed(after, kernel);
    if (first.output !== second.output) throw new Error(`${kernel.name} gives something else`);
    if (pair >= 0) found.push(second.micros / first.micros);
  }
  return found;
}

const [way, folder] = process.argv.slice(2) as ['metered' | 'interpreted', string];
const make = { metered, interpreted }[way];
const all = KERNELS.map((kernel) => [
  kernel.name,
  ratios(kernel, readFileSync(join(folder, `${kernel.file}.wasm`)), make),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(all)));
