// The generated declarations, compiled by asc, import exactly the host table.
import asc from 'assemblyscript/asc';
import { expect, test } from 'vitest';
import { declareHost, priceOf } from '../../engine/compile/declare.ts';
import { SIGNATURES } from '../../engine/wasm/surface.ts';
import { HOST_FUNCTIONS, HOST_MODULE } from '../../spec/host.ts';

/** Types of an import in the text format, as asc writes it. */
const IMPORT = /\(import "([^"]+)" "([^"]+)" \(func \S+((?: \(param [^)]*\))?)((?: \(result [^)]*\))?)\)\)/g;
const words = (list: string | undefined) => (list ?? '').match(/i32|i64/g) ?? [];

async function importsOf(source: string): Promise<Map<string, string>> {
  let text = '';
  const { error, stderr } = await asc.main(['host.ts', '--textFile', 'out.wat', '--runtime', 'stub'], {
    readFile: (name) => (name === 'host.ts' ? source : null),
    writeFile: (_, contents) => {
      text = String(contents);
    },
    listFiles: () => [],
  });
  expect(error, stderr.toString()).toBeNull();
  const found = [...text.matchAll(IMPORT)];
  return new Map(found.map(([, from, name, p, r]) => [`${from}.${name}`, `${words(p)} > ${words(r)}`]));
}

test('asc sees in the declarations the signatures that the validator asks for', async () => {
  const type = (code: number) => (code === 0x7f ? 'i32' : 'i64');
  const wanted = [...SIGNATURES].map(([name, { params, results }]) => [
    `${HOST_MODULE}.${name}`,
    `${params.map(type)} > ${results.map(type)}`,
  ]);
  const seen = await importsOf(declareHost());
  expect([...seen].sort()).toEqual(wanted.sort());
  expect(seen.size).toBe(HOST_FUNCTIONS.length);
});

test('the declarations state kinds in the form that the library is written against', () => {
  const text = declareHost();
  expect(text).toContain(
    'export declare function get(keyPtr: usize, keyLen: u32, valuePtr: usize, valueCap: u32): i32;',
  );
  expect(text).toContain('export declare function self(addressPtr: usize): void;');
  expect(text).toContain('export declare function height(): u64;');
  expect(text.match(/^\/\*\* .* Gas: .*\. \*\/$/gm)).toHaveLength(HOST_FUNCTIONS.length);
});

test('a price is told in words, without parts that cost nothing', () => {
  expect(priceOf({ base: 500, perByteIn: 0, perKeyByte: 0, perByteOut: 0 })).toBe('500');
  expect(priceOf({ base: 7, perByteIn: 1, perKeyByte: 2, perByteOut: 3 })).toBe(
    '7 + 1 a byte in + 2 a key byte + 3 a byte out',
  );
});
