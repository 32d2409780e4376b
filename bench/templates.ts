// Templates: how fast rows of a table become instances, and how fast a search walks the states of one.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKey } from '../engine/app/keys.ts';
import { prepareSearch } from '../engine/simulate/explore.ts';
import { openTemplate, templateIds } from '../engine/template/folder.ts';
import type { Bench, Figures } from './figure.ts';
import { inScratch, tally } from './scratch.ts';

const ROWS = 10_000;
const RUNS = 3;
const STATES = 10_000;

/** A table of payable certificates, each of another amount and invoice. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const hash = createHash('sha256').update(String(i)).digest('hex');
    return `B-${i},${1_000_000 + 137 * i}.00,INV-${i},${hash},HT-${i % 97}`;
  });
  return ['number,amount,invoiceNumber,invoiceHash,contractNumber', ...lines, ''].join('\n');
}

const PARTIES = ['obligor', 'supplier', 'financier'];

/** The whole command, from the start of its process to its end: 10,000 instances that were not there. */
async function batches(bench: Bench): Promise<void> {
  for (let run = 0; run < RUNS; run++) {
    await inScratch(async (folder) => {
      for (const name of PARTIES) createKey(join(folder, '.tally', 'keys'), name);
      writeFileSync(join(folder, 'rows.csv'), table(ROWS));
      const accounts = PARTIES.map((name) => `${name}.account=${name}`);
      const words = [
        'template',
        'batch',
        'receivable',
        'rows.csv',
        '--sample',
        '--set',
        ...accounts,
        'minPart=50000.00',
      ];
      const begin = performance.now();
      const told = tally(folder, ...words, '--from', 'obligor', '--json');
      const seconds = (performance.now() - begin) / 1_000;
      const { made } = JSON.parse(told) as { readonly made: number };
      if (made !== ROWS) throw new Error(`${made} of ${ROWS} instances were made`);
      bench.record('template.batch.rows_per_s', ROWS / seconds);
    });
  }
}

/** Each shipped template in turn, to its end or to ten thousand states; the slowest counts. */
async function searches(bench: Bench): Promise<void> {
  for (let run = 0; run < RUNS; run++) {
    const rates: number[] = [];
    for (const id of templateIds()) {
      const walk = await prepareSearch(openTemplate(id), { states: STATES });
      const begin = performance.now();
      const { steps } = walk();
      rates.push((1_000 * steps) / (performance.now() - begin));
      bench.note(`explore.steps_per_s: ${id} ${Math.round(rates.at(-1)!)}`);
    }
    bench.record('explore.steps_per_s', Math.min(...rates));
  }
}

async function measure(bench: Bench): Promise<void> {
  if (bench.wants('template.batch.rows_per_s')) await batches(bench);
  if (bench.wants('explore.steps_per_s')) await searches(bench);
}

export const figures: Figures = {
  list: [
    {
      id: 'template.batch.rows_per_s',
      unit: '1/s',
      text: '10,000 rows of a table, each made an instance of supply/receivable by one command, over its whole time',
    },
    {
      id: 'explore.steps_per_s',
      unit: '1/s',
      text: 'steps that a search tries on the bytecode of a shipped template, to its end or to 10,000 states; of the template on which it is slowest',
    },
  ],
  measure,
};
