// How figures are shown.
import pc from 'picocolors';
import { expect, test } from 'vitest';
import { intoPage, machine, markdownTable, readable, textTable } from '../../bench/report.ts';

const MEASURED = { id: 'call.transfer.us', value: 31.8251, unit: 'µs', runs: 7, min: 30, max: 1234.5 };
const COLOURS = pc.createColors(false);

test('numbers show three digits that count, and thousands apart', () => {
  expect([0.74219, 31.8251, 99.95, 423.4, 10_000.4].map(readable)).toEqual(['0.742', '31.8', '100', '423', '10,000']);
});

test('the table stands under the machine', () => {
  expect(textTable([MEASURED], COLOURS, 'a machine').split('\n')).toEqual([
    'a machine',
    '',
    'figure            median  unit  runs   min    max',
    'call.transfer.us    31.8  µs       7  30.0  1,235',
  ]);
});

test('the machine names its processor, its cores and Node', () => {
  expect(machine()).toMatch(/^.+, \d+ cores? · Node \d+\.\d+\.\d+ · \S+ \S+$/);
});

test('the Markdown says what a figure is', () => {
  const markdown = markdownTable([MEASURED], [{ id: MEASURED.id, unit: 'µs', text: 'one transfer' }], 'a machine');
  expect(markdown).toContain('| `call.transfer.us` | 31.8 | µs | 7 | 30.0 | 1,235 | one transfer |\n');
});

const PAGE = 'before\n<!-- figures: written by npm run bench -- --markdown -->\nold\n<!-- end of figures -->\nafter\n';

test('only what stands between the marks of a page is replaced, and again the same way', () => {
  const once = intoPage(PAGE, 'new\n');
  expect(once).toBe(PAGE.replace('old', 'new'));
  expect(intoPage(once, 'new\n')).toBe(once);
});

test('a page without marks is refused', () => {
  expect(() => intoPage('nothing', 'new\n')).toThrow(/lacks <!-- figures/);
  expect(() => intoPage(PAGE.replace('end of', ''), 'new\n')).toThrow(/lacks <!-- end/);
});
