// Function names out of the `name` custom section, as far as they can be read: they serve messages only.
import type { Module } from './module.ts';
import { Refusal } from './problems.ts';
import { Reader } from './reader.ts';

const FUNCTION_NAMES = 1;
const MOST_BYTES = 128;

/** Names by function index; what does not read well is left out. */
export function readFunctionNames(module: Module): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const section = module.customs.find((c) => c.name === 'name');
  if (section === undefined) return names;
  try {
    readSubsections(new Reader(module.bytes, section.from, section.end), names);
  } catch (caught) {
    if (!(caught instanceof Refusal)) throw caught;
  }
  return names;
}

function readSubsections(from: Reader, names: Map<number, string>): void {
  while (!from.done) {
    const id = from.u8();
    const body = from.part(from.u32());
    if (id !== FUNCTION_NAMES) continue;
    for (let left = body.u32(); left > 0; left--) {
      const index = body.u32();
      names.set(index, body.name().slice(0, MOST_BYTES));
    }
  }
}
