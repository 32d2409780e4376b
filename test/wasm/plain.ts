// Metering as anybody would write it: the text of a module with a payment before every instruction and a call for every test of
// PROTOCOL 7. It shares nothing with the product but the tables of prices and opcodes.
import wabt from 'wabt';
import { Trap } from '../../engine/base/errors.ts';
import { blame } from '../../engine/sandbox/traps.ts';
import { Wasm } from '../../engine/sandbox/webassembly.ts';
import { OPCODES } from '../../spec/opcodes.ts';
import { bulk, cost, entry } from '../suites/cases.ts';
import { type Ending, FAKE, type FakeHost } from '../suites/host.ts';

const toolkit = await wabt();
const KNOWN: ReadonlySet<string> = new Set(OPCODES.map((row) => row[1]));
/** Where nothing may stand before: the word belongs to a block that is open. */
const INNER: ReadonlySet<string> = new Set(['end', 'else']);

function named(bytes: Uint8Array): string {
  const module = toolkit.readWasm(bytes, { readDebugNames: false });
  try {
    module.generateNames();
    module.applyNames();
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

const pay = (price: number) => (price === 0 ? '' : `i32.const ${price} call $pay `);

/** What stands before and behind an instruction. */
function around(name: string): readonly [before: string, behind: string] {
  if (INNER.has(name)) return ['', ''];
  if (name === 'loop') return ['', `\n${pay(cost(name))}call $test`];
  if (name === 'memory.fill' || name === 'memory.copy') return [`${pay(cost(name))}call $bulk `, ''];
  if (name === 'memory.grow') return [`${pay(cost(name))}call $grow `, ''];
  return [pay(cost(name)), ''];
}

/** Values that a line declares with this word, each by itself as generated names have it. */
const declared = (line: string, word: 'param' | 'local') =>
  [...line.matchAll(new RegExp(`\\(${word} \\$\\S+ \\w+\\)`, 'g'))].length;

/** One function, from its head line on. */
function payingFunction(lines: readonly string[]): string {
  const [head, ...rest] = lines;
  const hasLocals = rest[0]?.trimStart().startsWith('(local ') === true;
  const locals = hasLocals ? rest[0]! : '';
  const code = hasLocals ? rest.slice(1) : rest;
  const enter = `${pay(entry(declared(head!, 'param') + declared(locals, 'local')))}call $test`;
  // A function without code closes in its last line of declarations.
  if (code.length === 0) return hasLocals ? `${head}\n${closing(locals, enter)}` : closing(head!, enter);
  return [head, locals, enter, ...code.map(paying)].join('\n');
}

function closing(line: string, enter: string): string {
  return `${line.slice(0, -1)}\n${enter})`;
}

function paying(line: string): string {
  const [, indent, name, rest] = /^(\s+)([a-z][a-z0-9_.]*)(.*)$/.exec(line) ?? [];
  if (name === undefined || !KNOWN.has(name)) throw new Error(`no instruction: ${line}`);
  const [before, behind] = around(name);
  return `${indent}${before}${name}${rest}${behind}`;
}

const IMPORTS = `(import "plain" "pay" (func $pay (param i32))) (import "plain" "test" (func $test))
  (import "plain" "bulk" (func $bulk (param i32) (result i32))) (import "plain" "grow" (func $grow (param i32) (result i32)))`;

/** The paying form of a lawful module; its memory is exported as `all`. */
export function plainText(bytes: Uint8Array): string {
  const out: string[] = [];
  let open: string[] | undefined;
  const close = () => {
    if (open !== undefined) out.push(payingFunction(open));
    open = undefined;
  };
  for (const line of named(bytes).split('\n')) {
    if (/^ {4}/.test(line) && open !== undefined) {
      open.push(line);
      continue;
    }
    close();
    if (line.startsWith('  (func ')) open = [line];
    else out.push(line === '(module' ? `(module ${IMPORTS}` : line);
  }
  // The last line closes the module as well as what it stands in.
  if (open !== undefined) {
    const last = open.length - 1;
    open[last] = open[last]!.slice(0, -1);
    close();
    return `${out.join('\n')} (export "all" (memory 0)))`;
  }
  return `${out.join('\n').trimEnd().slice(0, -1)} (export "all" (memory 0)))`;
}

/** A module that pays as it goes, to be run under any limit. */
export class Plain {
  private readonly module: InstanceType<typeof Wasm.Module>;
  private readonly imports: readonly { readonly module: string; readonly name: string }[];

  constructor(bytes: Uint8Array) {
    const features = { bulk_memory: true, sign_extension: true };
    const module = toolkit.parseWat('plain.wat', plainText(bytes), features);
    this.module = new Wasm.Module(new Uint8Array(module.toBinary({}).buffer));
    module.destroy();
    this.imports = Wasm.Module.imports(this.module).filter((each) => each.module !== 'plain');
  }

  /** Runs `_start` and an export under this host, and notes what was spent at each test. */
  run(host: FakeHost, names: readonly string[], spentAt: (gasLeft: number) => void = () => undefined): Ending {
    const { meter } = host;
    const test = () => {
      spentAt(meter.gas);
      if (meter.gas < 0) throw new Trap('OUT_OF_GAS', '');
    };
    let memory: { readonly buffer: ArrayBuffer } = { buffer: new ArrayBuffer(0) };
    const charge = (price: number) => {
      meter.gas -= price;
    };
    const plain = {
      pay: charge,
      test,
      bulk: (length: number) => {
        charge(bulk(length >>> 0));
        test();
        return length;
      },
      grow: (pages: number) => {
        const fits = FAKE.grow(host, memory.buffer.byteLength / 65_536, pages >>> 0);
        return fits ? pages : -1;
      },
    };
    const functions =
      (name: string) =>
      (...args: number[]) =>
        FAKE.functions[name]!(host, ...args);
    const tally = Object.fromEntries(this.imports.map(({ name }) => [name, functions(name)]));
    const instance = new Wasm.Instance(this.module, { plain, tally } as never);
    const exports = instance.exports as unknown as Record<string, () => void>;
    memory = exports['all'] as unknown as { readonly buffer: ArrayBuffer };
    const ending = (status: string, gas: number): Ending => {
      return { status, gas, memory: new Uint8Array(memory.buffer.slice(0)), asked: host.asked };
    };
    try {
      for (const name of names) exports[name]!();
      test();
      return ending('OK', meter.gas);
    } catch (error) {
      return ending(error instanceof Trap ? error.id : blame(error).id, Number.NaN);
    }
  }
}
