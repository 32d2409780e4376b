// `tally repair`: makes the store of a chain anew out of its blocks; the damaged files are kept beside it.

import { Usage } from '../../engine/base/errors.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { counted, fields, grouped } from '../print.ts';

export const define: Define = (command, run) => {
  command
    .option('--copy <folder>', 'another copy of the chain, for blocks that are damaged in this one')
    .option('--until <height>', 'where the chain is to end: what comes behind is given up')
    .action(run(repair));
};

const repair: Act = async ({ chain, output }, _, options) => {
  const { repairApart } = await import('../../engine/node/apart.ts');
  const onProgress = (height: number, of: number) => output.progress(`block ${grouped(height)} of ${grouped(of)}`);
  const wishes = { copy: textOption(options, 'copy'), until: heightOf(textOption(options, 'until')), onProgress };
  const { height, transactions, taken, kept } = await repairApart(chain, wishes).finally(() => output.progress(''));
  const text = fields(
    [
      ['executed', `${counted(height + 1, 'block')}, ${counted(transactions, 'transaction')}`],
      ['taken', taken === 0 ? undefined : `${counted(taken, 'block')} from ${wishes.copy}`],
      ['kept', `the files that were there, in ${kept}`],
    ],
    output.colours,
  );
  const document = { repaired: true, height, transactions, taken, kept };
  output.result(document, `${output.colours.green('✓')} made anew from its blocks\n${text}`);
  return undefined;
};

function heightOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) throw new Usage('USAGE', '--until is a height, such as 41');
  return Number(text);
}
