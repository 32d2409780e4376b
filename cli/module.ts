// What there is to say of a module: whether it is lawful, its ids, sizes, surface and prices.

import { type Bytes, toHex } from '../engine/base/bytes.ts';
import { codeId, metaId } from '../engine/base/hash.ts';
import type { Method } from '../engine/base/tier.ts';
import { nodeNatives } from '../engine/crypto/node.ts';
import { codeBytes, type Module, metaSections } from '../engine/wasm/module.ts';
import { readModule } from '../engine/wasm/parse.ts';
import { type Inspection, inspect } from '../engine/wasm/prepare.ts';
import type { Problem } from '../engine/wasm/problems.ts';
import { PRICES } from '../spec/prices.ts';

/** Facts of a module in the form of a JSON document; what cannot be read of a malformed one is null or empty. */
export interface ModuleFacts {
  readonly lawful: boolean;
  readonly codeId: string | null;
  readonly metaId: string | null;
  readonly problems: readonly Problem[];
  /** Bytes; `metered` only of a lawful module, `code` and `custom` only of one that can be read. */
  readonly sizes: {
    readonly module: number;
    readonly code: number | null;
    readonly custom: number | null;
    readonly metered: number | null;
  };
  readonly functions: number;
  readonly pages: { readonly initial: number; readonly maximum: number | null } | null;
  readonly methods: readonly { readonly name: string; readonly flags: string }[];
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly customSections: readonly { readonly name: string; readonly bytes: number }[];
  /** Prices in gas of one frame before its first instruction, and of storing the code. */
  readonly gas: { readonly frame: number; readonly upload: number } | null;
}

/** @throws never: whatever is wrong stands in `problems` */
export function moduleFacts(bytes: Bytes): ModuleFacts {
  const inspection = inspect(bytes);
  const module = inspection.checked?.module ?? readable(bytes);
  const code = module && codeBytes(module);
  const meta = module && metaSections(module);
  return {
    lawful: inspection.problems.length === 0,
    codeId: code ? toHex(codeId(nodeNatives, code)) : null,
    metaId: meta ? toHex(metaId(nodeNatives, meta)) : null,
    problems: inspection.problems,
    sizes: sizesOf(bytes, code, inspection),
    functions: module?.functions.length ?? 0,
    pages: pagesOf(module),
    methods: [...(inspection.checked?.surface.methods.values() ?? [])].map(methodFacts),
    imports: module?.imports.map(({ module: from, name }) => `${from}.${name}`) ?? [],
    exports: module?.exports.map(({ name }) => name) ?? [],
    customSections: module?.customs.map(({ name, from, end }) => ({ name, bytes: end - from })) ?? [],
    gas: inspection.checked && code ? pricesOf(inspection.checked.module, code) : null,
  };
}

// A module that is refused for a part that is stepped over can still be read to its end.
function readable(bytes: Bytes): Module | undefined {
  try {
    return readModule(bytes);
  } catch {
    return undefined;
  }
}

function sizesOf(bytes: Bytes, code: Bytes | undefined, { metered }: Inspection): ModuleFacts['sizes'] {
  const custom = code ? bytes.length - code.length : null;
  return { module: bytes.length, code: code?.length ?? null, custom, metered: metered?.length ?? null };
}

function pagesOf(module: Module | undefined): ModuleFacts['pages'] {
  const memory = module?.memories[0];
  return memory ? { initial: memory.minimum, maximum: memory.maximum ?? null } : null;
}

function methodFacts({ name, exportName }: Method): { name: string; flags: string } {
  return { name, flags: exportName.slice(name.length + 1) };
}

function pricesOf(module: Module, code: Bytes): { frame: number; upload: number } {
  const meta = metaSections(module).reduce((n, { bytes }) => n + bytes.length, 0);
  const pages = module.memories[0]?.minimum ?? 0;
  return {
    frame: PRICES['frame.base'].gas + PRICES['frame.perByte'].gas * code.length + PRICES['frame.perPage'].gas * pages,
    upload: PRICES['upload.perByte'].gas * code.length + PRICES['upload.metaPerByte'].gas * meta,
  };
}
