// What a function is apart from where it stands: its instructions without indexes of functions and addresses of static data.
import { toHex } from '../base/bytes.ts';
import { readInstruction, Step } from '../wasm/instructions.ts';
import { type Data, importedFunctions, type Module } from '../wasm/module.ts';
import { Reader } from '../wasm/reader.ts';

/** A constant of a function, as far as it may be another without the function being another. */
export interface Fixed {
  readonly value: number;
  /** Byte in the module. */
  readonly at: number;
  /** What stands there, if it is the address of an object among static data. */
  readonly object: string | undefined;
}

export interface Shape {
  /** Its type, locals and instructions, without what is listed here. */
  readonly text: string;
  /** Its instructions by themselves. */
  readonly words: readonly string[];
  readonly constants: readonly Fixed[];
  /** Functions that it calls, imports first. */
  readonly callees: readonly number[];
}

/** The header of an object of the compiler's: size of its block, two words that are 0 in static data, class, size. */
const HEADER = 20;
/** Static data that is looked at. */
const MOST_BYTES = 2 ** 22;

/** Shapes of the functions that a module defines. */
export function shapesOf(module: Module): Shape[] {
  const memory = initialMemory(module.data);
  const imports = importedFunctions(module);
  return module.bodies.map((body, own) => {
    const { params = [], results = [] } = module.types[module.functions[own]!] ?? {};
    const from = new Reader(module.bytes.subarray(0, body.end), body.code);
    const [words, constants, callees]: [string[], Fixed[], number[]] = [[], [], []];
    const step = new Step();
    while (from.at < body.end) {
      readInstruction(from, step);
      const { name } = step.operation;
      if (name === 'i32.const') {
        words.push(name);
        constants.push({ value: step.a, at: step.at, object: objectAt(memory, step.a) });
      } else if (name === 'call') {
        const host = imports[step.a];
        words.push(host ? `${name} ${host.module}.${host.name}` : name);
        if (host === undefined) callees.push(step.a);
      } else if (name === 'call_indirect') {
        const { params: takes = [], results: gives = [] } = module.types[step.a] ?? {};
        words.push(`${name} ${takes}>${gives}`);
      } else words.push(toHex(module.bytes.subarray(step.at, step.next)));
    }
    return { text: `${params}>${results} ${body.locals.join(' ')} ${words.join(' ')}`, words, constants, callees };
  });
}

/** Memory as a module begins with it. The optimiser cuts data where there are zeros, so objects lie across pieces of it. */
function initialMemory(data: readonly Data[]): DataView {
  const pieces = data.map(({ at, bytes }) => ({ at: Number(at.value), bytes }));
  const end = Math.max(0, ...pieces.map(({ at, bytes }) => at + bytes.length));
  const memory = new Uint8Array(Math.min(end, MOST_BYTES));
  for (const { at, bytes } of pieces) if (at >= 0 && at + bytes.length <= memory.length) memory.set(bytes, at);
  return new DataView(memory.buffer);
}

function objectAt(memory: DataView, at: number): string | undefined {
  if (at < HEADER || at > memory.byteLength) return undefined;
  const [block, one, two, kind, size] = [0, 4, 8, 12, 16].map((field) => memory.getUint32(at - HEADER + field, true));
  if (one !== 0 || two !== 0 || size === 0 || block! < size! || at + size! > memory.byteLength + HEADER)
    return undefined;
  return `${kind} ${toHex(new Uint8Array(memory.buffer).subarray(at, at + size!))}`;
}
