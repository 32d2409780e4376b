// The specification's own test suite, accounted for to its last command: what it calls malformed or invalid is refused, what
// passes the profile computes the same metered and interpreted, the rest is refused for a feature that it really uses. The suite is no part of the repository; without it these tests are skipped, loudly.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Fault, Trap } from '../../engine/base/errors.ts';
import { codeId } from '../../engine/base/hash.ts';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import type { Port } from '../../engine/base/tier.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import type { InterpretedGuest } from '../../engine/interpreter/guest.ts';
import { InterpretedTier } from '../../engine/interpreter/interpreter.ts';
import { blame, stopped } from '../../engine/sandbox/traps.ts';
import { Wasm, type WasmFunction } from '../../engine/sandbox/webassembly.ts';
import { meter } from '../../engine/wasm/meter.ts';
import { type Verdict, validate } from '../../engine/wasm/validate.ts';
import { LIMITS } from '../../spec/limits.ts';
import { disassemble } from './assemble.ts';

/** How many commands of release wg-2.0 end where. */
const COUNTS = {
  'action on module: refused, FEATURE_FLOAT': 37,
  'action on module: refused, FEATURE_MULTI_TABLE': 16,
  'action on module: refused, FEATURE_PASSIVE_SEGMENTS': 55,
  'action on module: refused, FEATURE_REFERENCES': 4,
  'action on module: refused, FEATURE_START': 4,
  'action on module: refused, FEATURE_TABLE_OPERATIONS': 7,
  'action: holds metered and interpreted, for the same gas': 32,
  'assert_exhaustion on module: refused, FEATURE_FLOAT': 4,
  'assert_exhaustion on module: refused, FEATURE_MULTI_VALUE': 1,
  'assert_exhaustion: holds metered and interpreted, for the same gas': 10,
  'assert_invalid: refused': 1_477,
  'assert_malformed: refused': 719,
  'assert_return on module: needs features that its assembler had off': 3,
  'assert_return on module: refused, FEATURE_FLOAT': 14_122,
  'assert_return on module: refused, FEATURE_MULTI_TABLE': 345,
  'assert_return on module: refused, FEATURE_MULTI_VALUE': 6,
  'assert_return on module: refused, FEATURE_PASSIVE_SEGMENTS': 348,
  'assert_return on module: refused, FEATURE_REFERENCES': 186,
  'assert_return on module: refused, FEATURE_START': 6,
  'assert_return on module: refused, FEATURE_TABLE_OPERATIONS': 118,
  'assert_return on module: refused, IMPORT_KIND': 48,
  'assert_return on module: taken, needs other modules to start': 22,
  'assert_return: holds metered and interpreted, for the same gas': 6_214,
  'assert_return: memory beyond our maximum': 2,
  'assert_return: reads a global from outside, which our modules do not export': 6,
  'assert_return: shares tables, memories or globals with other modules': 27,
  'assert_trap on module: refused, FEATURE_FLOAT': 345,
  'assert_trap on module: refused, FEATURE_MULTI_TABLE': 446,
  'assert_trap on module: refused, FEATURE_PASSIVE_SEGMENTS': 942,
  'assert_trap on module: refused, FEATURE_REFERENCES': 10,
  'assert_trap on module: refused, FEATURE_TABLE_OPERATIONS': 449,
  'assert_trap on module: refused, IMPORT_KIND': 10,
  'assert_trap on module: taken, needs other modules to start': 10,
  'assert_trap: holds metered and interpreted, for the same gas': 135,
  'assert_trap: shares tables, memories or globals with other modules': 7,
  'assert_uninstantiable: refused': 34,
  'assert_unlinkable: refused': 59,
  'assert_unlinkable: refused for its surface': 24,
  'module: needs features that its assembler had off': 1,
  'module: refused, FEATURE_FLOAT': 546,
  'module: refused, FEATURE_MULTI_TABLE': 25,
  'module: refused, FEATURE_MULTI_VALUE': 1,
  'module: refused, FEATURE_PASSIVE_SEGMENTS': 111,
  'module: refused, FEATURE_REFERENCES': 21,
  'module: refused, FEATURE_START': 6,
  'module: refused, FEATURE_TABLE_OPERATIONS': 13,
  'module: refused, IMPORT_KIND': 81,
  'module: runs': 312,
  'module: taken, needs other modules to start': 8,
  'register: names a module': 21,
};

const FOLDER = new URL('../../../shared/spec-suite/', import.meta.url);
const there = existsSync(FOLDER);
if (!there) console.warn(`skipped: no specification suite at ${FOLDER.pathname}`);

const GAS = 2 ** 50;
const LOOSENED = { imports: true, exports: true, memory: true };
// Numeric limits are lifted as well, so that a module is refused for nothing but what it uses.
const LIFTED = [
  'locals',
  'moduleLocals',
  'exports',
  'functions',
  'customSections',
  'customBytes',
  'nameBytes',
] as const;
for (const name of LIFTED) Object.assign(LIMITS[name], { max: 2 ** 31 });

interface Value {
  readonly type: string;
  readonly value?: string;
}
interface Command {
  readonly type: string;
  readonly line: number;
  readonly wasm?: string;
  readonly name?: string;
  readonly action?: { kind: string; field: string; module?: string; args?: Value[] };
  readonly expected?: Value[];
  readonly text?: string;
}

const files: string[] = there ? readdirSync(FOLDER).filter((f) => f.endsWith('.json')) : [];
const commandsOf = (file: string): Command[] => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')).commands;
const bytesOf = (command: Command) => new Uint8Array(Buffer.from(command.wasm ?? '', 'base64'));
const placeOf = (file: string, command: Command) => `${file}:${command.line} ${command.text ?? ''}`;

/** A module in both tiers. */
interface Running {
  readonly metered: { readonly exports: { readonly [name: string]: WasmFunction }; gas: number };
  readonly interpreted: { readonly guest: InterpretedGuest; readonly port: Port };
}

type Checked = NonNullable<Verdict['checked']>;

/** A module with `spectest` and nothing else around it, in both tiers; undefined if it imports from other modules. */
function start(checked: Checked): Running | undefined {
  if (checked.module.imports.some(({ module }) => module !== 'spectest')) return undefined;
  return { metered: startMetered(checked), interpreted: startInterpreted(checked) };
}

const mostPages = ({ module }: Checked) => module.memories[0]?.maximum ?? 64;

function startMetered(checked: Checked): Running['metered'] {
  const module = new Wasm.Module(meter(checked));
  const running: { gas: number } = { gas: GAS };
  const imports: Record<string, Record<string, unknown>> = { e: {} };
  for (const { module: from, name } of Wasm.Module.imports(module)) {
    if (from === 'e') continue;
    imports[from] = { ...imports[from], [name]: (gas: number) => void Object.assign(running, { gas }) };
  }
  const memory = new Wasm.Memory({ initial: checked.module.memories[0]?.minimum ?? 0, maximum: 64 });
  imports['e'] = {
    m: memory,
    fail: (code: number) => {
      throw stopped(code);
    },
    gas: () => running.gas,
    grow: (gas: number, _: number, now: number, more: number) => {
      running.gas = gas;
      return now + (more >>> 0) <= mostPages(checked) ? 1 : 0;
    },
  };
  const { exports } = new Wasm.Instance(module, imports) as { exports: Running['metered']['exports'] };
  return Object.assign(running, { exports });
}

function startInterpreted(checked: Checked): Running['interpreted'] {
  const { module } = checked;
  const initial = module.memories[0]?.minimum ?? 0;
  const surface = { metered: new Uint8Array(), methods: new Map(), hasStart: false };
  const pages = { initial, maximum: mostPages(checked) };
  const functions = Object.fromEntries(module.imports.map(({ name }) => [name, () => undefined]));
  const host = { functions, grow: (_: Port, now: number, more: number) => now + more <= pages.maximum };
  const port = { meter: { gas: GAS, stack: EMPTY_STACK } };
  const code = { codeId: codeId(nodeNatives, module.bytes), module: module.bytes, pages, ...surface };
  return { guest: new InterpretedTier().start(code, host, port) as InterpretedGuest, port };
}

const toArgument = ({ type, value }: Value) => (type === 'i64' ? BigInt.asIntN(64, BigInt(value!)) : Number(value) | 0);
const unsigned = (value: number | bigint) =>
  String(typeof value === 'bigint' ? BigInt.asUintN(64, value) : value >>> 0);

/** Results of a call as unsigned decimal strings, and the gas that it took; or the trap. */
type Outcome = readonly [result: string, gas: number];

function invokeMetered({ exports }: Running['metered'], field: string, args: readonly Value[]): Outcome {
  const out = exports[field]!(GAS, EMPTY_STACK, ...args.map(toArgument));
  const values = Array.isArray(out) ? (out as (number | bigint)[]) : [out as number];
  const gas = values.pop() as number;
  return [values.map(unsigned).join(), GAS - gas];
}

function invokeInterpreted({ guest, port }: Running['interpreted'], field: string, args: readonly Value[]): Outcome {
  port.meter.gas = GAS;
  port.meter.stack = EMPTY_STACK;
  const result = guest.invoke(field, args.map(toArgument));
  return [result === undefined ? '' : unsigned(result), GAS - port.meter.gas];
}

/** What comes of a call in both tiers. @throws AssertionError if it is not the same */
function invoke({ metered, interpreted }: Running, { field, args = [] }: NonNullable<Command['action']>): string {
  const [result, gas] = trapped(() => invokeMetered(metered, field, args));
  expect(trapped(() => invokeInterpreted(interpreted, field, args))).toEqual([result, gas]);
  return result;
}

function trapped(act: () => Outcome): Outcome {
  try {
    const [result, gas] = act();
    expect(gas).toBeGreaterThan(0);
    return [result, gas];
  } catch (error) {
    if (error instanceof Trap || error instanceof Wasm.RuntimeError || error instanceof Fault)
      return [blame(error).id, 0];
    throw error;
  }
}

const TEXTS: Record<string, string[]> = {
  UNREACHABLE: ['unreachable'],
  MEMORY_BOUNDS: ['out of bounds memory access'],
  DIVISION_BY_ZERO: ['integer divide by zero'],
  INTEGER_OVERFLOW: ['integer overflow'],
  INDIRECT_CALL: ['undefined element', 'uninitialized element', 'indirect call type mismatch', 'uninitialized'],
  STACK_DEPTH: ['call stack exhausted'],
  STACK_WEIGHT: ['call stack exhausted'],
};

/** Files and lines whose assertions no lawful module of ours can meet, and why. */
const ELSEWHERE: readonly (readonly [file: string, lines: (line: number) => boolean, why: string])[] = [
  ['linking.json', () => true, 'shares tables, memories or globals with other modules'],
  ['elem.json', (line) => line >= 565, 'shares tables, memories or globals with other modules'],
  ['memory_grow.json', (line) => line === 45 || line === 48, 'memory beyond our maximum'],
];

/** What the text of a module must show if it is refused with this code; tables are declared with the word funcref in any case. */
const SHOWS: { readonly [code: string]: RegExp } = {
  FEATURE_FLOAT: /f(32|64)/,
  FEATURE_REFERENCES:
    /externref|select \(result|\(ref\.|\bref\.(null|func|is_null)|(param|result|local|global|mut).*funcref|\(table \(;\d+;\) .*externref/,
  FEATURE_PASSIVE_SEGMENTS:
    /memory\.init|data\.drop|table\.init|elem\.drop|\(data \(;\d+;\) "|\(elem \(;\d+;\) (declare |func|funcref|externref)/,
  FEATURE_TABLE_OPERATIONS: /table\.(get|set|grow|size|fill|copy|init)/,
  FEATURE_START: /\(start /,
  FEATURE_MULTI_TABLE: /\(table (.|\n)*\(table /,
  FEATURE_MULTI_MEMORY: /\(memory (.|\n)*\(memory /,
  FEATURE_MULTI_VALUE: /\(result [if]\d\d [if]|(block|loop|if) .*\(param/,
  IMPORT_KIND: /\(import "[^"]*" "[^"]*" \((global|memory|table)/,
};

/** Where a command of the suite ends up. */
interface Sorted {
  readonly bucket: string;
  /** Set if it did not come out as it must. */
  readonly wrong?: string;
}

class File {
  readonly name: string;
  private current: Running | string = 'no module';
  private readonly named = new Map<string, Running | string>();

  constructor(name: string) {
    this.name = name;
  }

  sort(command: Command): Sorted {
    const { type } = command;
    if (type === 'module' || type === 'skipped_module') return this.module(command);
    if (type === 'register') return { bucket: 'register: names a module' };
    if (command.wasm !== undefined) return this.refusal(command);
    return this.act(command);
  }

  /** A module that any engine must take: it runs here, or is refused for what it uses. */
  private module(command: Command): Sorted {
    const sorted = this.taken(command);
    if (command.name !== undefined) this.named.set(command.name, this.current);
    return sorted;
  }

  private taken(command: Command): Sorted {
    this.current = 'module: needs features that its assembler had off';
    if (command.type === 'skipped_module') return { bucket: this.current };
    const bytes = bytesOf(command);
    const { checked, problems } = validate(bytes, LOOSENED);
    if (checked === undefined) {
      const { code } = problems[0]!;
      this.current = `module: refused, ${code}`;
      const shown = SHOWS[code]?.test(disassemble(bytes)) === true;
      return shown ? { bucket: this.current } : { bucket: this.current, wrong: 'the module does not use that' };
    }
    this.current = start(checked) ?? 'module: taken, needs other modules to start';
    return { bucket: typeof this.current === 'string' ? this.current : 'module: runs' };
  }

  /** A module that some or all engines must refuse. */
  private refusal(command: Command): Sorted {
    const { type, text = '' } = command;
    const { problems } = validate(bytesOf(command), LOOSENED);
    if (problems.length > 0) return { bucket: `${type}: refused` };
    // What cannot be linked has a function that nobody offers: then it is the strict rules that refuse it.
    const [strict] = validate(bytesOf(command)).problems;
    if (type === 'assert_unlinkable' && strict !== undefined) return { bucket: `${type}: refused for its surface` };
    return { bucket: type, wrong: `taken, though ${text}` };
  }

  private act(command: Command): Sorted {
    const { type, action, line } = command;
    const target = action!.module === undefined ? this.current : this.named.get(action!.module)!;
    if (typeof target === 'string') return { bucket: `${type} on ${target}` };
    if (action!.kind === 'get')
      return { bucket: `${type}: reads a global from outside, which our modules do not export` };
    const elsewhere = ELSEWHERE.find(([name, lines]) => name === this.name && lines(line));
    if (elsewhere !== undefined) return { bucket: `${type}: ${elsewhere[2]}` };
    const bucket = `${type}: holds metered and interpreted, for the same gas`;
    return holds(target, command) ? { bucket } : { bucket, wrong: 'another result' };
  }
}

function holds(target: Running, { type, action, expected, text }: Command): boolean {
  const outcome = invoke(target, action!);
  if (type === 'action') return TEXTS[outcome] === undefined;
  if (type === 'assert_return') return outcome === expected!.map((v) => v.value).join();
  return TEXTS[outcome]?.some((known) => text!.startsWith(known)) === true;
}

test.skipIf(!there)('each of its commands ends where it must, down to the last', () => {
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const file of files) {
    const sorter = new File(file);
    for (const command of commandsOf(file)) {
      const sorted = sorter.sort(command);
      counts[sorted.bucket] = (counts[sorted.bucket] ?? 0) + 1;
      if (sorted.wrong !== undefined) wrong.push(`${placeOf(file, command)}: ${sorted.bucket}: ${sorted.wrong}`);
    }
  }
  console.info(counts);
  expect(wrong).toEqual([]);
  expect(Object.values(counts).reduce((a, b) => a + b)).toBe(27_436);
  expect(counts).toEqual(COUNTS);
});
