// Tables for people: columns without borders.
import Table from 'cli-table3';
import type { Colours } from './print.ts';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows under a head; `right` names the columns of numbers, which stand flush right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colours: Colours,
  right: readonly number[] = [],
): string {
  const made = new Table({
    head: head.map((title) => colours.dim(title)),
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, i) => (right.includes(i) ? 'right' : 'left')),
  });
  made.push(...rows.map((row) => [...row]));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
