// The specification's own test suite: what it calls malformed or invalid is refused, and what passes the profile computes
// the same after metering. The suite is no part of the repository; without it these tests are skipped, loudly.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EMPTY_STACK } from '../../engine/base/stack.ts';
import { blame, stopped } from '../../engine/sandbox/traps.ts';
import { Wasm, type WasmFunction } from '../../engine/sandbox/webassembly.ts';
import { meter } from '../../engine/wasm/meter.ts';
import { type Verdict, validate } from '../../engine/wasm/validate.ts';

const FOLDER = new URL('../../../shared/spec-suite/', import.meta.url);
const there = existsSync(FOLDER);
if (!there) console.warn(`skipped: no specification suite at ${FOLDER.pathname}`);

const GAS = 2 ** 50;
const LOOSENED = { imports: true, exports: true, memory: true };

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
const all = files.flatMap((file) => commandsOf(file).map((command) => ({ file, command })));
const bytesOf = (command: Command) => new Uint8Array(Buffer.from(command.wasm ?? '', 'base64'));
const placeOf = (file: string, command: Command) => `${file}:${command.line} ${command.text ?? ''}`;

test.skipIf(!there)('every module that the specification calls malformed or invalid is refused', () => {
  const refusals = all.filter(({ command }) => ['assert_malformed', 'assert_invalid'].includes(command.type));
  const accepted = refusals.filter(({ command }) => validate(bytesOf(command), LOOSENED).checked !== undefined);
  expect(accepted.map(({ file, command }) => placeOf(file, command))).toEqual([]);
  expect(refusals.length).toBeGreaterThan(2_000);
});

/** Codes that say a module lies outside the profile, not that it is wrong. */
const OUTSIDE = /^(FEATURE_|MODULE_LIMIT|IMPORT_KIND|SEGMENT_BOUNDS)/;

test.skipIf(!there)(
  'a module that is valid elsewhere is refused for a feature, a limit or its imports, never as invalid',
  () => {
    const modules = all.filter(({ command }) => command.type === 'module');
    const wrong = modules.filter(({ command }) => {
      const { checked, problems } = validate(bytesOf(command), LOOSENED);
      return checked === undefined && !problems.some((p) => OUTSIDE.test(p.code));
    });
    expect(wrong.map(({ file, command }) => placeOf(file, command))).toEqual([]);
  },
);

interface Running {
  readonly exports: { readonly [name: string]: WasmFunction };
  gas: number;
}

/** A metered module with `spectest` and nothing else around it; undefined if it imports from other modules. */
function start(checked: NonNullable<Verdict['checked']>): Running | undefined {
  const module = new Wasm.Module(meter(checked));
  const running: { gas: number } = { gas: GAS };
  const imports: Record<string, Record<string, unknown>> = { e: {} };
  for (const { module: from, name } of Wasm.Module.imports(module)) {
    if (from === 'e') continue;
    if (from !== 'spectest') return undefined;
    imports[from] = { ...imports[from], [name]: (gas: number) => void Object.assign(running, { gas }) };
  }
  const memory = new Wasm.Memory({ initial: checked.module.memories[0]?.minimum ?? 0, maximum: 64 });
  const most = checked.module.memories[0]?.maximum ?? 64;
  imports['e'] = {
    m: memory,
    fail: (code: number) => {
      throw stopped(code);
    },
    gas: () => running.gas,
    grow: (gas: number, _: number, now: number, more: number) => {
      running.gas = gas;
      return now + (more >>> 0) <= most ? 1 : 0;
    },
  };
  return Object.assign(running, { exports: new Wasm.Instance(module, imports).exports as Running['exports'] });
}

const toArgument = ({ type, value }: Value) => (type === 'i64' ? BigInt.asIntN(64, BigInt(value!)) : Number(value) | 0);

/** Results of a call as unsigned decimal strings. */
function invoke(running: Running, { field, args = [] }: NonNullable<Command['action']>): string[] {
  const out = running.exports[field]!(GAS, EMPTY_STACK, ...args.map(toArgument));
  const values = Array.isArray(out) ? (out as (number | bigint)[]) : [out as number];
  const gas = values.pop() as number;
  expect(gas).toBeLessThan(GAS);
  return values.map((v) => (typeof v === 'bigint' ? String(BigInt.asUintN(64, v)) : String(v >>> 0)));
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

function trapOf(running: Running, action: NonNullable<Command['action']>): string {
  try {
    return invoke(running, action).join();
  } catch (error) {
    return blame(error).id;
  }
}

/** Assertions that no lawful module of ours can meet: tables shared between modules, and memory beyond 64 pages. */
function isElsewhere(file: string, { line }: Command): boolean {
  if (file === 'linking.json') return true;
  return (file === 'elem.json' && line >= 565) || (file === 'memory_grow.json' && (line === 45 || line === 48));
}

/** Runs the assertions of a file; returns those that failed and how many ran. */
function runFile(file: string): { failed: string[]; ran: number } {
  let current: Running | undefined;
  const named = new Map<string, Running | undefined>();
  const failed: string[] = [];
  let ran = 0;
  for (const command of commandsOf(file)) {
    const { type, action } = command;
    if (type === 'module' || type === 'skipped_module') {
      const { checked } = validate(bytesOf(command), LOOSENED);
      current = type === 'module' && checked !== undefined ? start(checked) : undefined;
      if (command.name !== undefined) named.set(command.name, current);
    }
    const target = action?.module === undefined ? current : named.get(action.module);
    if (target === undefined || action?.kind !== 'invoke' || isElsewhere(file, command)) continue;
    const fits =
      type === 'assert_return'
        ? trapOf(target, action) === command.expected!.map((v) => v.value).join()
        : type === 'action'
          ? invoke(target, action) !== undefined
          : TEXTS[trapOf(target, action)]?.some((text) => command.text!.startsWith(text)) === true;
    ran++;
    if (!fits) failed.push(placeOf(file, command));
  }
  return { failed, ran };
}

test.skipIf(!there)('assertions on modules inside the profile hold after metering', () => {
  const results = files.map(runFile);
  expect(results.flatMap((r) => r.failed)).toEqual([]);
  const ran = results.reduce((sum, r) => sum + r.ran, 0);
  console.info(`${ran} assertions of the specification ran metered`);
  expect(ran).toBeGreaterThan(4_000);
});
