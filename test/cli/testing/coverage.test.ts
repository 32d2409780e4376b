import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { coverageTable, lcovText, mergeCoverage } from '../../../cli/testing/coverage.ts';
import { gasTable, mergeGas } from '../../../cli/testing/gas.ts';
import { readMeasured } from '../../../cli/testing/measured.ts';

const PLAIN = pc.createColors(false);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-measured-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lay = (name: string, document: unknown) => writeFileSync(join(folder, name), JSON.stringify(document));
const covered = (lines: Record<string, number>) => ({ files: { 'contracts/purse.ts': { lines } } });
const coverage = () => mergeCoverage(readMeasured(folder, 'coverage.json', 'files'));
const gas = () => mergeGas(readMeasured(folder, 'gas.json', 'methods'));

test('what several processes ran is added up, line by line', () => {
  lay('1.coverage.json', covered({ 3: 1, 4: 0, 10: 0 }));
  lay('2.coverage.json', covered({ 3: 2, 4: 0, 10: 7 }));
  const [file] = coverage().files;
  expect(file).toMatchObject({ lines: 3, covered: 2, percent: 66.6, uncovered: [[4, 4]] });
  expect(file!.hits).toEqual([
    [3, 3],
    [4, 0],
    [10, 7],
  ]);
});

test('lines that cannot run part no stretch, lines that ran do', () => {
  lay('a.coverage.json', covered({ 2: 0, 5: 0, 6: 1, 7: 0, 9: 1, 20: 0, 21: 0 }));
  const [file] = coverage().files;
  expect(file!.uncovered).toEqual([
    [2, 5],
    [7, 7],
    [20, 21],
  ]);
});

test('100 percent stands only where every line ran', () => {
  const lines = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [i + 1, i === 0 ? 0 : 1]));
  lay('a.coverage.json', covered(lines));
  expect(coverage().percent).toBe(99.9);
  lay('b.coverage.json', covered({ 1: 1 }));
  expect(coverage().percent).toBe(100);
  expect(mergeCoverage([]).percent).toBe(0);
});

test('the table and LCOV say the same', () => {
  lay('a.coverage.json', {
    files: { 'contracts/till.ts': { lines: { 1: 0, 2: 0 } }, 'contracts/purse.ts': { lines: { 12: 3, 13: 0 } } },
  });
  expect(coverageTable(coverage(), PLAIN)).toBe(
    [
      'coverage            lines     %  not run',
      'contracts/purse.ts    1/2  50.0  13',
      'contracts/till.ts     0/2   0.0  1-2',
      'all                   1/4  25.0',
    ].join('\n'),
  );
  expect(lcovText(coverage())).toBe(
    'TN:\nSF:contracts/purse.ts\nDA:12,3\nDA:13,0\nLF:2\nLH:1\nend_of_record\n' +
      'TN:\nSF:contracts/till.ts\nDA:1,0\nDA:2,0\nLF:2\nLH:0\nend_of_record\n',
  );
});

test('gas by method: calls, least, middle, most', () => {
  lay('1.gas.json', { methods: { 'purse.payIn': { gas: [300, 100] }, 'purse.idle': { gas: [] } } });
  lay('2.gas.json', { methods: { 'purse.payIn': { gas: [1_200_000, 201] }, 'purse.paidBy': { gas: [7] } } });
  expect(gas()).toEqual([
    { method: 'purse.paidBy', calls: 1, min: 7, median: 7, max: 7 },
    { method: 'purse.payIn', calls: 4, min: 100, median: 251, max: 1_200_000 },
  ]);
  expect(gasTable(gas(), PLAIN)).toBe(
    [
      'gas           calls  min  median        max',
      'purse.paidBy      1    7       7          7',
      'purse.payIn       4  100     251  1,200,000',
    ].join('\n'),
  );
});

test.each([
  ['coverage', '{'],
  ['coverage', '{"files": 1}'],
  ['coverage', '{"files": {"a.ts": {}}}'],
  ['coverage', '{"files": {"a.ts": {"lines": {"x": 1}}}}'],
  ['coverage', '{"files": {"a.ts": {"lines": {"1": -1}}}}'],
  ['gas', '{"methods": {"a.b": {"gas": [1.5]}}}'],
  ['gas', '{"methods": {"a.b": {"gas": "1"}}}'],
])('%s of another form is refused: %s', (kind, text) => {
  writeFileSync(join(folder, `1.${kind}.json`), text);
  expect(kind === 'gas' ? gas : coverage).toThrow('not of the form');
});
