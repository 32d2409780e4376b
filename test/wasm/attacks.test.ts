// A corpus of hostile modules: refused for the right reason, or run to the right trap. It is no part of the repository;
// without it these tests are skipped, loudly.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { readModule } from '../../engine/wasm/parse.ts';
import { inspect, prepare } from '../../engine/wasm/prepare.ts';
import { SIGNATURES } from '../../engine/wasm/surface.ts';
import { Writer } from '../../engine/wasm/writer.ts';
import { hashing } from '../base/sha.ts';
import { fakeHost, runExport } from '../suites/host.ts';

const FILE = new URL('../../../shared/attacks/modules.json', import.meta.url);
const there = existsSync(FILE);
if (!there) console.warn(`skipped: no corpus of hostile modules at ${FILE.pathname}`);

interface Case {
  readonly id: string;
  readonly expect: { phase: string; verdict: string; code?: string; alt?: string };
  readonly wasm: string[];
}
const cases: Case[] = there ? JSON.parse(readFileSync(FILE, 'utf8')).cases : [];

/** Host rows that do the same with the same signature. */
const ROWS: Record<string, string> = {
  storage_get: 'get',
  storage_set: 'set',
  storage_del: 'remove',
  log: 'log',
  return_data: 'output',
  caller: 'caller',
  self_address: 'self',
  block_height: 'height',
  gas_left: 'gas_left',
  sha256: 'sha256',
  returned_size: 'result_size',
};

/** The module with `env` imports under the names of our rows; undefined if one has no counterpart. */
function mapped(bytes: Uint8Array): Uint8Array | undefined {
  const { imports } = readModule(bytes);
  if (imports.length === 0) return bytes;
  if (imports.some((i) => i.module !== 'env' || ROWS[i.name] === undefined)) return undefined;
  const section = new Writer();
  section.list(imports, (i) => section.name('tally').name(ROWS[i.name]!).u8(0).u32(i.type));
  return withSection(bytes, 2, section.finish());
}

function withSection(bytes: Uint8Array, id: number, contents: Uint8Array): Uint8Array {
  const to = new Writer().raw(bytes.subarray(0, 8));
  for (let at = 8; at < bytes.length; ) {
    const start = at++;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      size |= (bytes[at]! & 0x7f) << shift;
      if (bytes[at++]! < 0x80) break;
    }
    at += size;
    if (bytes[start] === id) to.u8(id).sized(contents);
    else to.raw(bytes.subarray(start, at));
  }
  return to.finish();
}

const CODES: Record<string, string[]> = {
  'feature:float': ['FEATURE_FLOAT'],
  'feature:simd': ['FEATURE_SIMD'],
  'feature:threads': ['FEATURE_THREADS'],
  'feature:tail-call': ['FEATURE_TAIL_CALLS'],
  'feature:reference-types': ['FEATURE_REFERENCES', 'FEATURE_TABLE_OPERATIONS'],
  'feature:bulk-table': ['FEATURE_TABLE_OPERATIONS', 'FEATURE_PASSIVE_SEGMENTS'],
  'feature:gc': ['FEATURE_GC', 'FEATURE_REFERENCES'],
  'feature:extended-const': ['FEATURE_EXTENDED_CONST'],
  'feature:start': ['FEATURE_START'],
  'feature:custom-page-sizes': ['MODULE_MALFORMED'],
  'import:unknown': ['IMPORT_UNKNOWN'],
  'import:signature': ['IMPORT_TYPE'],
  'import:kind': ['IMPORT_KIND'],
  'export:missing': ['NO_MEMORY'],
  'export:signature': ['EXPORT_TYPE'],
  'export:kind': ['EXPORT_KIND'],
  'export:reserved': ['EXPORT_NAME'],
  'limit:results': ['FEATURE_MULTI_VALUE'],
  'data:oob': ['SEGMENT_BOUNDS'],
  'elem:oob': ['SEGMENT_BOUNDS'],
  malformed: ['MODULE_MALFORMED'],
  invalid: ['MODULE_INVALID'],
};

/** Where our rules differ from what the corpus proposes: passive segments are outside, no maximum and padding are lawful. */
const OURS: Record<string, string> = {
  'a43-ctl-bulk': 'FEATURE_PASSIVE_SEGMENTS',
  'k11-data-fresh': 'FEATURE_PASSIVE_SEGMENTS',
  'c01-memory-no-max': 'lawful',
  'd17-leb-padded': 'lawful',
};

const refused = cases.filter((c) => c.expect.verdict === 'reject' || OURS[c.id] !== undefined);

test.skipIf(!there)('what the corpus wants refused is refused, for that reason', () => {
  const wrong: string[] = [];
  for (const { id, wasm, expect: wanted } of refused) {
    for (const text of wasm) {
      const bytes = new Uint8Array(Buffer.from(text, 'base64'));
      const codes: string[] = inspect(wanted.code?.startsWith('import:') ? renamed(bytes) : bytes).problems.map(
        (p) => p.code,
      );
      const ours = OURS[id];
      const lawful = ours === 'lawful' ? ['lawful'] : ours ? [ours] : (CODES[wanted.code!] ?? ['MODULE_LIMIT']);
      if (codes.length === 0) codes.push('lawful');
      if (!lawful.some((code) => codes.includes(code))) wrong.push(`${id}: ${codes} instead of ${wanted.code}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(refused.length).toBeGreaterThan(50);
});

/** The same with a module name that exists, so that names and types are what is looked at. */
function renamed(bytes: Uint8Array): Uint8Array {
  const section = new Writer();
  const { imports } = readModule(bytes);
  if (imports.some((i) => i.kind !== 'function')) return bytes;
  section.list(imports, (i) =>
    section
      .name('tally')
      .name(ROWS[i.name] ?? i.name)
      .u8(0)
      .u32(i.type),
  );
  return withSection(bytes, 2, section.finish());
}

const TRAPS: Record<string, string[]> = {
  'out-of-gas': ['OUT_OF_GAS'],
  'stack-overflow': ['STACK_WEIGHT', 'STACK_DEPTH', 'OUT_OF_GAS'],
  unreachable: ['UNREACHABLE'],
  'div-by-zero': ['DIVISION_BY_ZERO'],
  'int-overflow': ['INTEGER_OVERFLOW'],
  'bad-indirect-call': ['INDIRECT_CALL'],
  'memory-oob': ['MEMORY_BOUNDS'],
};

test.skipIf(!there)('what the corpus wants run ends as it says', () => {
  const tier = new CompiledTier();
  const wrong: string[] = [];
  const skipped: string[] = [];
  let ran = 0;
  for (const { id, wasm, expect: wanted } of cases) {
    if (wanted.verdict === 'reject' || OURS[id] !== undefined) continue;
    const statuses = wanted.verdict === 'ok' ? ['OK'] : TRAPS[wanted.code!];
    for (const text of wasm) {
      const bytes = mapped(new Uint8Array(Buffer.from(text, 'base64')));
      // The rest is about host functions; test/runtime/attacks.test.ts runs those on a chain.
      if (bytes === undefined || statuses === undefined) {
        skipped.push(id);
        continue;
      }
      const { code } = prepare(hashing, bytes);
      const gas = wanted.verdict === 'ok' ? 1_000_000_000 : 20_000_000;
      const { status } = runExport(tier, code, gas, 'call', fakeHost(gas, code.pages.maximum));
      ran++;
      if (!statuses.includes(status)) wrong.push(`${id}: ${status} instead of ${wanted.code ?? 'OK'}`);
    }
  }
  console.info(`hostile modules: ${ran} ran, ${skipped.length} concern host functions: ${skipped.join(' ')}`);
  expect(wrong).toEqual([]);
  expect(ran).toBeGreaterThan(30);
});

test('every row that hostile imports are mapped to exists', () => {
  expect(Object.values(ROWS).filter((row) => !SIGNATURES.has(row))).toEqual([]);
});
