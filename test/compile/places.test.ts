// What the module's rules refuse in compiled code is told at the author's line.
import { expect, test } from 'vitest';
import { placesOf, stepPlacesOf } from '../../engine/compile/places.ts';
import { contractOf, refusalOf } from './sample.ts';

test('a loop too many is told where it stands', async () => {
  const LOOPS = 17;
  let body = 's += n;';
  for (let i = 0; i < LOOPS; i++) {
    body = `for (let i${i}: u32 = 0; i${i} < n; i${i}++) {\n ${body} if (s > 100) break; }`;
  }
  const source = contractOf(`  v: Value<u32>;
  @mutate deep(n: u32): void { let s: u32 = 0;
${body}
  this.v.value = s; }`);
  const { id, found, carets } = await refusalOf(source);
  expect(id).toBe('LINT_FAILED');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(
    /^21:\d+ MODULE_LIMIT loops within each other: 17 of at most 16 \(function \S+, byte \d+\)$/,
  );
  expect(carets[0]!.split('\n')[0]).toBe(' for (let i0: u32 = 0; i0 < n; i0++) {');
});

test('bytes that are not in the map have the place of what follows closely, or of what stands before', () => {
  // Segments: byte 10 at a.ts 1:1, byte 20 nowhere, byte 30 at b.ts 5:3, byte 200 at a.ts 8:1.
  const mappings = 'UAAA,U,UCIE,0KDGF';
  const at = placesOf(JSON.stringify({ version: 3, sources: ['a.ts', 'b.ts'], names: [], mappings }));
  expect(at(10)).toEqual({ file: 'a.ts', line: 1, column: 1 });
  expect(at(25)).toEqual({ file: 'b.ts', line: 5, column: 3 });
  expect(at(30)).toEqual({ file: 'b.ts', line: 5, column: 3 });
  expect(at(100)).toEqual({ file: 'b.ts', line: 5, column: 3 });
  expect(at(190)).toEqual({ file: 'a.ts', line: 8, column: 1 });
  expect(at(900)).toEqual({ file: 'a.ts', line: 8, column: 1 });
  expect(placesOf(JSON.stringify({ version: 3, sources: [], names: [], mappings: '' }))(5)).toBeUndefined();
});

test('for stepping, bytes have the place of the segment of their function that they are in, and no other', () => {
  const mappings = 'UAAA,U,UCIE,0KDGF';
  const at = stepPlacesOf(JSON.stringify({ version: 3, sources: ['a.ts', 'b.ts'], names: [], mappings }));
  expect(at(9, 0)).toBeUndefined();
  expect(at(10, 0)).toEqual({ file: 'a.ts', line: 1, column: 1 });
  expect(at(19, 0)).toEqual({ file: 'a.ts', line: 1, column: 1 });
  expect(at(19, 10)).toEqual({ file: 'a.ts', line: 1, column: 1 });
  expect(at(19, 11)).toBeUndefined();
  expect(at(25, 0)).toBeUndefined();
  expect(at(199, 0)).toEqual({ file: 'b.ts', line: 5, column: 3 });
  expect(at(900, 0)).toEqual({ file: 'a.ts', line: 8, column: 1 });
});
