// `tally check`: reads everything that a chain's store has and compares it with the hashes that stand above it; nothing is executed.

import type { Act, Define } from '../command.ts';
import { counted, fields } from '../print.ts';

export const define: Define = (command, run) => {
  command.action(run(check));
};

const check: Act = async ({ chain, output }) => {
  const { checkApart } = await import('../../engine/node/apart.ts');
  const began = performance.now();
  const { blocks, transactions, values, rows } = await checkApart(chain, (done) =>
    output.progress(counted(done, 'row')),
  ).finally(() => output.progress(''));
  const seconds = (performance.now() - began) / 1000;
  const text = fields(
    [
      ['compared', `${counted(blocks, 'block')}, ${counted(transactions, 'transaction')}, ${counted(values, 'value')}`],
      ['read', counted(rows, 'row')],
      ['time', `${seconds.toFixed(2)} s`],
    ],
    output.colours,
  );
  output.result(
    { whole: true, blocks, transactions, values, rows, seconds: Number(seconds.toFixed(3)) },
    `${output.colours.green('✓')} everything is what it is named\n${text}`,
  );
  return undefined;
};
