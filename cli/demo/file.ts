// The file of invoices: from disk to usable invoices, or to the error that lists every bad row.
import { join } from 'node:path';
import { CodecError, Usage } from '../../engine/base/errors.ts';
import { decodeUtf8 } from '../../engine/base/utf8.ts';
import { readBytes } from '../files.ts';
import { type Checked, checkInvoices } from './invoice.ts';
import { type BadRow, readTable } from './table.ts';

/** CSV_ROW with every bad row; programs find them in `problems`. */
export class BadRows extends Usage {
  override name = 'BadRows';
  readonly problems: readonly BadRow[];
  constructor(path: string, problems: readonly BadRow[]) {
    super('CSV_ROW', [path, ...problems.map(formatBadRow)].join('\n'));
    this.problems = problems;
  }
}

/** `row 12, amount: the amount is zero`. */
export function formatBadRow({ row, column, reason }: BadRow): string {
  return `row ${row}${column === '' ? '' : `, ${column}`}: ${reason}`;
}

/** The sample that ships with the package. */
export async function samplePath(): Promise<string> {
  const { packageFolder } = await import('../../engine/compile/sources.ts');
  return join(packageFolder(), 'contracts', 'samples', 'invoices.csv');
}

/**
 * The usable invoices of a CSV file in UTF-8, and what is wrong with the other rows.
 * @throws Usage FILE_UNREADABLE; BadRows if a row is bad and they are not to be skipped, or if no row is usable
 */
export function readInvoices(path: string, skipBad: boolean): Checked {
  const checked = checkInvoices(readTable(textOf(path)));
  if (checked.bad.length > 0 && (!skipBad || checked.invoices.length === 0)) throw new BadRows(path, checked.bad);
  if (checked.invoices.length === 0)
    throw new BadRows(path, [{ row: 1, column: '', reason: 'no row follows the header' }]);
  return checked;
}

function textOf(path: string): string {
  try {
    return decodeUtf8(readBytes(path));
  } catch (error) {
    if (error instanceof CodecError) throw new Usage('FILE_UNREADABLE', `${path} is not UTF-8; save it as UTF-8`);
    throw error;
  }
}
