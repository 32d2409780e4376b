// Builds module bytes piece by piece, lawful or not, for tests.
import { Writer } from '../../engine/wasm/writer.ts';

/** A function: type index, locals as runs of count and type, and its instructions with the last `end`. */
export interface Code {
  readonly type?: number;
  readonly locals?: readonly (readonly [number, number])[];
  readonly code?: readonly number[];
}

/** What is in the module; the defaults are one type () → (), one page of memory, and nothing else. */
export interface Parts {
  readonly types?: readonly (readonly [params: readonly number[], results: readonly number[]])[];
  readonly imports?: readonly (readonly [module: string, name: string, type: number])[];
  readonly functions?: readonly Code[];
  /** Contents of sections by id, as they are. */
  readonly sections?: { readonly [id: number]: readonly number[] };
  readonly memory?: readonly number[];
  /** Function exports. */
  readonly exports?: readonly (readonly [name: string, index: number])[];
  readonly customs?: readonly (readonly [name: string, bytes: Uint8Array])[];
}

export const END = 0x0b;
export const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export function build(parts: Parts): Uint8Array {
  const { types = [[[], []]], imports = [], functions = [], exports = [], memory = [1, 0, 1], customs = [] } = parts;
  const to = new Writer().u8(...MAGIC);
  const contents: Record<number, (s: Writer) => unknown> = {
    1: (s) => s.list(types, ([p, r]) => s.u8(0x60).sized(Uint8Array.from(p)).sized(Uint8Array.from(r))),
    2: (s) =>
      imports.length > 0 && s.list(imports, ([module, name, type]) => s.name(module).name(name).u8(0).u32(type)),
    3: (s) => s.list(functions, ({ type = 0 }) => s.u32(type)),
    5: (s) => s.u8(...memory),
    7: (s) => s.list(exports, ([name, index]) => s.name(name).u8(0).u32(index)),
    10: (s) => s.list(functions, (f) => s.sized(bodyOf(f))),
  };
  for (const id of [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11, 14]) {
    const given = parts.sections?.[id];
    if (given !== undefined) to.section(id, (s) => s.raw(Uint8Array.from(given)));
    else if (contents[id] !== undefined) to.section(id, contents[id] as (s: Writer) => void);
  }
  for (const [name, bytes] of customs) to.section(0, (s) => s.name(name).raw(bytes));
  return to.finish();
}

function bodyOf({ locals = [], code = [END] }: Code): Uint8Array {
  const to = new Writer();
  to.list(locals, ([count, type]) => to.u32(count).u8(type));
  return to.raw(Uint8Array.from(code)).finish();
}

/** The same bytes n times. */
export function times(n: number, ...bytes: number[]): number[] {
  return Array.from({ length: n }, () => bytes).flat();
}

/** An unsigned LEB128. */
export function leb(value: number): number[] {
  return [...new Writer().u32(value).finish()];
}
