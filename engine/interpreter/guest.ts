// A contract instance that is interpreted: runs dispatch, and does what dispatch leaves to others.
import type { TrapName } from '../../spec/errors.ts';
import { LIMITS } from '../../spec/limits.ts';
import { PRICES } from '../../spec/prices.ts';
import { faultOf } from '../base/blame.ts';
import type { Bytes } from '../base/bytes.ts';
import { Fault, Overrun, Trap } from '../base/errors.ts';
import type { Guest, HostTable, Memory, Port } from '../base/tier.ts';
import { I64 } from '../wasm/types.ts';
import { dispatch } from './dispatch.ts';
import { priceOf } from './emit.ts';
import { EXIT, type Exit, type Machine, type Stack } from './machine.ts';
import type { Imported, Program } from './program.ts';
import { halves, signedBig } from './wide.ts';

const PAGE = 65_536;
/** Steps between two looks at who counts them. */
const MANY_STEPS = 2 ** 31 - 1;

/** Told of each instruction before it runs. */
export type Watch = (machine: Machine, program: Program, port: Port) => void;

/** Whoever wants to see a guest work, or fail: then the machine still stands where it failed. */
export interface Witness {
  readonly watch?: Watch;
  readonly fell?: Watch;
}

const TRAPS: { readonly [exit: number]: TrapName } = {
  [EXIT.GAS]: 'OUT_OF_GAS',
  [EXIT.STACK_DEPTH]: 'STACK_DEPTH',
  [EXIT.STACK_WEIGHT]: 'STACK_WEIGHT',
  [EXIT.UNREACHABLE]: 'UNREACHABLE',
  [EXIT.MEMORY_BOUNDS]: 'MEMORY_BOUNDS',
  [EXIT.DIVISION_BY_ZERO]: 'DIVISION_BY_ZERO',
  [EXIT.INTEGER_OVERFLOW]: 'INTEGER_OVERFLOW',
  [EXIT.INDIRECT_CALL]: 'INDIRECT_CALL',
};

export class InterpretedGuest implements Guest {
  readonly memory: Memory;
  private readonly program: Program;
  private readonly host: HostTable;
  private readonly port: Port;
  private readonly open: Stack;
  private readonly witness: Witness;
  private readonly machine: Machine;
  constructor(program: Program, pages: number, host: HostTable, port: Port, open: Stack, witness: Witness = {}) {
    this.program = program;
    this.host = host;
    this.port = port;
    this.open = open;
    this.witness = witness;
    const machine = machineOf(program, pages, open);
    this.machine = machine;
    this.memory = {
      get bytes() {
        return machine.bytes;
      },
    };
  }

  run(exportName: string): void {
    this.invoke(exportName, []);
  }

  /** Calls any exported function with arguments of its types; an i32 is signed. @throws like {@link run} */
  invoke(exportName: string, args: readonly (number | bigint)[]): number | bigint | undefined {
    const index = this.program.exports.get(exportName);
    if (index === undefined) throw new Fault('ENGINE', `no export ${exportName}`);
    const { results } = this.program.types[index]!;
    const at = this.open.registers;
    for (const [i, value] of args.entries()) put(this.machine, at + i, value);
    this.enter(index);
    if (results.length === 0) return undefined;
    return results[0] === I64 ? wide(this.machine, at) : this.machine.lo[at]!;
  }

  private enter(index: number): void {
    const { meter } = this.port;
    const { stack } = meter;
    const { machine: m, open } = this;
    const [registers, calls] = [open.registers, open.calls];
    m.gas = meter.gas;
    m.stack = stack;
    m.fp = registers;
    m.bottom = calls;
    m.depth = calls + 1;
    m.left = this.port.allowance?.steps ?? MANY_STEPS;
    try {
      this.program.decode(index);
      m.code = this.program.code;
      m.pc = m.entries[index]!;
      this.loop();
      this.spend();
      meter.gas = m.gas;
      meter.stack = stack;
    } catch (error) {
      this.witness.fell?.(m, this.program, this.port);
      throw error instanceof RangeError ? faultOf(error) : error;
    } finally {
      open.registers = registers;
      open.calls = calls;
    }
  }

  private loop(): void {
    const { machine } = this;
    const { watch } = this.witness;
    let isAgain = false;
    for (;;) {
      if (!isAgain) watch?.(machine, this.program, this.port);
      const { pc } = machine;
      const exit = dispatch(machine, watch !== undefined);
      if (exit === EXIT.DONE) return;
      if (exit !== EXIT.STEPPED) this.leftOver(exit);
      // A call of what was not decoded yet, and a test at which the steps were at an end, are made once more.
      isAgain = exit !== EXIT.STEPPED && machine.pc === pc;
    }
  }

  private leftOver(exit: Exit): void {
    const m = this.machine;
    if (exit === EXIT.ELSEWHERE) this.elsewhere();
    else if (exit === EXIT.MEMORY_GROW) this.grow();
    else if (exit === EXIT.MEMORY_FILL || exit === EXIT.MEMORY_COPY) this.bulk(exit === EXIT.MEMORY_COPY);
    else if (exit === EXIT.STEPS) this.overrun();
    else if (TRAPS[exit] !== undefined) throw new Trap(TRAPS[exit]!, '');
    else throw new Fault('ENGINE', `the interpreter stopped with ${exit} at ${m.pc}`);
  }

  private elsewhere(): void {
    const m = this.machine;
    const imported = this.program.imports[m.callee];
    if (imported !== undefined) {
      m.gas -= priceOf(m.code[m.pc]!);
      this.call(imported);
      return;
    }
    this.program.decode(m.callee);
    m.code = this.program.code;
  }

  private call({ name, type }: Imported): void {
    const m = this.machine;
    const base = m.fp + m.window;
    const args = type.params.map((param, i) => (param === I64 ? wide(m, base + i) : m.lo[base + i]!));
    const call = Object.hasOwn(this.host.functions, name) ? this.host.functions[name] : undefined;
    if (call === undefined) throw new Fault('ENGINE', `no host function ${name}`);
    const result = this.outside(base + type.params.length, () => call(this.port, ...args));
    if (result !== undefined) put(m, base, result);
    m.pc = m.after;
  }

  /** Has the host do something: it sees the meter, and other guests may run above the registers and calls that are in use. */
  private outside<T>(top: number, act: () => T): T {
    const { machine: m, open } = this;
    const { meter } = this.port;
    this.spend();
    meter.gas = m.gas;
    meter.stack = m.stack;
    open.registers = top;
    open.calls = m.depth;
    const result = act();
    // Another guest of this program may have run meanwhile, and had more of it decoded.
    m.code = this.program.code;
    m.gas = meter.gas;
    m.left = this.port.allowance?.steps ?? MANY_STEPS;
    return result;
  }

  private grow(): void {
    const m = this.machine;
    const at = m.fp + m.window;
    const now = m.bytes.length / PAGE;
    const more = m.lo[at]! >>> 0;
    if (this.outside(at + 1, () => this.host.grow(this.port, now, more))) {
      setMemory(m, grown(m.bytes, more));
      m.lo[at] = now;
    } else m.lo[at] = -1;
    m.pc = m.after;
  }

  private bulk(isCopy: boolean): void {
    const m = this.machine;
    const at = m.fp + m.window;
    const [to, from, length] = [m.lo[at]! >>> 0, m.lo[at + 1]!, m.lo[at + 2]! >>> 0];
    m.gas -= PRICES['memory.bulk.per64Bytes'].gas * Math.ceil(length / 64);
    if (m.gas < 0) throw new Trap('OUT_OF_GAS', '');
    const size = m.bytes.length;
    if (to + length > size || (isCopy && (from >>> 0) + length > size)) throw new Trap('MEMORY_BOUNDS', '');
    if (isCopy) m.bytes.copyWithin(to, from >>> 0, (from >>> 0) + length);
    else m.bytes.fill(from, to, to + length);
    m.pc = m.after;
  }

  /** Tells the other guests of this transaction how many steps are left. */
  private spend(): void {
    const { allowance } = this.port;
    if (allowance !== undefined) allowance.steps = this.machine.left;
  }

  /** Goes on if nobody counts; the test that found the steps at an end is to be made again. @throws Overrun */
  private overrun(): void {
    if (this.port.allowance !== undefined) throw new Overrun();
    const m = this.machine;
    m.gas += priceOf(m.code[m.pc]!);
    m.left = MANY_STEPS;
  }

  close(): void {}
}

function machineOf(program: Program, pages: number, open: Stack): Machine {
  const { entries, kinds, code, module } = program;
  const { lo, hi, returns, bases, stacks } = open;
  const bytes = program.newMemory(pages);
  const [globalsLow, globalsHigh] = [new Int32Array(module.globals.length), new Int32Array(module.globals.length)];
  for (const [i, { init }] of module.globals.entries()) {
    [globalsLow[i], globalsHigh[i]] = typeof init.value === 'bigint' ? halves(init.value) : [init.value, 0];
  }
  const here = { pc: 0, fp: 0, gas: 0, left: 0, stack: 0, depth: 0, bottom: 0, callee: 0, window: 0, after: 0 };
  const table = program.newTable();
  const view = new DataView(bytes.buffer);
  return { code, entries, kinds, table, globalsLow, globalsHigh, lo, hi, returns, bases, stacks, bytes, view, ...here };
}

function setMemory(m: Machine, bytes: Bytes): void {
  m.bytes = bytes;
  m.view = new DataView(bytes.buffer, 0, bytes.length);
}

/** More pages of zeros. Room is taken twice over, so that growing page by page copies each byte twice at most. */
function grown(bytes: Bytes, pages: number): Bytes {
  const size = bytes.length + pages * PAGE;
  if (size <= bytes.buffer.byteLength) return new Uint8Array(bytes.buffer, 0, size);
  try {
    const more = new Uint8Array(new ArrayBuffer(Math.min(2 * size, Math.max(size, LIMITS.pages.max * PAGE))), 0, size);
    more.set(bytes);
    return more;
  } catch (error) {
    throw faultOf(error);
  }
}

function put(m: Machine, register: number, value: number | bigint): void {
  if (typeof value === 'bigint') [m.lo[register], m.hi[register]] = halves(value);
  else m.lo[register] = value;
}

function wide(m: Machine, register: number): bigint {
  return signedBig(m.lo[register]!, m.hi[register]!);
}
