// Entry of the process that compares a metered module with itself un-metered, under whatever V8 flags it was started with.
// Arguments: a folder with the kernels as .wasm files. Prints JSON: by kernel, CPU time metered over un-metered, of each pair of runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, concat } from '../engine/base/bytes.ts';
import { EMPTY_STACK } from '../engine/base/stack.ts';
import { Wasm, type WasmFunction, type WasmMemory, type WasmModule } from '../engine/sandbox/webassembly.ts';
import { inspect } from '../engine/wasm/prepare.ts';
import { LIMITS } from '../spec/limits.ts';
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

/** An instance of the instrumented module. */
function metered(module: WasmModule, input: Bytes, pages: number): Instance {
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
    const begin = process.cpuUsage();
    for (let i = 0; i < calls; i++) run(GAS, EMPTY_STACK);
    const { user, system } = process.cpuUsage(begin);
    micros += user + system;
    output = given.output.join();
  }
  return { micros, output };
}

/** CPU time metered over un-metered, for each pair of runs. @throws Error if they do not give the same */
function ratios(kernel: Kernel, wasm: Bytes): number[] {
  const { checked, metered: instrumented } = inspect(wasm);
  const [before, after] = [new Wasm.Module(wasm), new Wasm.Module(instrumented!)];
  const pages = checked!.module.memories[0]!.minimum;
  const input = concat(...kernel.input);
  const found: number[] = [];
  for (let pair = -WARM; pair < PAIRS; pair++) {
    const first = timed(() => plain(before, input), kernel);
    const second = timed(() => metered(after, input, pages), kernel);
    if (first.output !== second.output) throw new Error(`${kernel.name} gives something else when it is metered`);
    if (pair >= 0) found.push(second.micros / first.micros);
  }
  return found;
}

const folder = process.argv[2]!;
const all = KERNELS.map((kernel) => [kernel.name, ratios(kernel, readFileSync(join(folder, `${kernel.file}.wasm`)))]);
process.stdout.write(JSON.stringify(Object.fromEntries(all)));
