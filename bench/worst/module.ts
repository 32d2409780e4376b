// A module in parts, and its bytes: what generated modules are put together from.
import type { Bytes } from '../../engine/base/bytes.ts';
import { Writer } from '../../engine/wasm/writer.ts';

export const I32 = 0x7f;
export const I64 = 0x7e;

export interface Type {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

export interface Body {
  readonly type: Type;
  /** How many locals of i64, besides parameters. */
  readonly locals: number;
  /** Instructions with the last `end`. */
  readonly code: Bytes;
}

/** What shapes add to; functions that are called must be found by their place, so imports come first of all. */
export class Parts {
  readonly types: Type[] = [];
  readonly imports: { readonly name: string; readonly type: Type }[] = [];
  readonly bodies: Body[] = [];
  readonly exports: string[] = [];
  readonly data: Bytes[] = [];
  readonly customs: { readonly name: string; readonly bytes: Bytes }[] = [];
  pages = 1;
  globals = 0;
  /** Makes the module another one, so that V8 does not know it; needs a global. */
  mark = 0;
  table = 0;
  segments = 0;

  /** Index of a type, which is added if it is not there. */
  typeOf({ params, results }: Type): number {
    const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((t, i) => t === b[i]);
    const found = this.types.findIndex((t) => same(t.params, params) && same(t.results, results));
    return found >= 0 ? found : this.types.push({ params, results }) - 1;
  }

  bytes(): Bytes {
    const to = new Writer(4_096).u8(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    const functions = this.bodies.map(({ type }) => this.typeOf(type));
    const imports = this.imports.map(({ name, type }) => [name, this.typeOf(type)] as const);
    to.section(1, (s) =>
      s.list(this.types, (type) => s.u8(0x60).sized(Uint8Array.from(type.params)).sized(Uint8Array.from(type.results))),
    );
    if (imports.length > 0)
      to.section(2, (s) => s.list(imports, ([name, type]) => s.name('tally').name(name).u8(0).u32(type)));
    to.section(3, (s) => s.list(functions, (type) => s.u32(type)));
    if (this.table > 0) to.section(4, (s) => s.u8(1, 0x70, 1).u32(this.table).u32(this.table));
    to.section(5, (s) => s.u8(1, 0).u32(this.pages));
    if (this.globals > 0)
      to.section(6, (s) =>
        s.list(Array.from({ length: this.globals }), () => s.u8(I64, 1, 0x42).s32(this.mark).u8(0x0b)),
      );
    if (this.exports.length > 0)
      to.section(7, (s) => s.list(this.exports, (name) => s.name(name).u8(0).u32(imports.length)));
    this.writeSegments(to, imports.length);
    for (const { name, bytes } of this.customs) to.section(0, (s) => s.name(name).raw(bytes));
    return to.finish();
  }

  private writeSegments(to: Writer, first: number): void {
    const each = Math.floor(this.table / Math.max(1, this.segments));
    if (this.segments > 0)
      to.section(9, (s) =>
        s.list(Array.from({ length: this.segments }), (_, i) => {
          s.u8(0, 0x41)
            .s32(i * each)
            .u8(0x0b);
          s.list(Array.from({ length: each }), () => s.u32(first));
        }),
      );
    to.section(10, (s) =>
      s.list(this.bodies, ({ locals, code }) => {
        const body = new Writer(code.length + 8);
        if (locals === 0) body.u8(0);
        else body.u8(1).u32(locals).u8(I64);
        s.sized(body.raw(code).view());
      }),
    );
    if (this.data.length > 0) to.section(11, (s) => s.list(this.data, (bytes) => s.u8(0, 0x41, 0, 0x0b).sized(bytes)));
  }
}
