// `tally demo`: the whole way on real input, from contract sources and a file of invoices to a replay that matches.
import { Usage } from '../../engine/base/errors.ts';
import type { Act, Define } from '../command.ts';
import { formatBadRow } from '../demo/file.ts';
import { runTallyProcess } from '../demo/replay.ts';
import { demoDocument, demoText } from '../demo/report.ts';
import { type DemoOptions, runDemo } from '../demo/run.ts';
import { SENTENCES } from '../demo/text.ts';

/** The command's options and action. */
export const define: Define = (command, run) => {
  command
    .option('--csv <file>', 'invoices to read, UTF-8 (default: the sample of this package)')
    .option('--skip-bad', 'go on without bad rows and what depends on them')
    .option('--dir <folder>', 'new folder for the chain (default: one among the temporary files)')
    .action(run(demo));
};

const demo: Act = async ({ output, language }, _words, options) => {
  if (options['chain'] !== undefined)
    throw new Usage('USAGE', '--chain: a demonstration makes its own chain; choose where with --dir');
  const result = await runDemo(options as DemoOptions, {
    note: (text) => {
      output.progress('');
      output.note(text[language]);
    },
    progress: (text) => output.progress(text[language]),
    found: async (folder, founding) => {
      const { connect, createChain } = await import('../../engine/node/open.ts');
      await createChain(folder, founding);
      return connect(folder, 'write');
    },
    runTally: runTallyProcess,
    clock: () => Date.now(),
  });
  output.progress('');
  for (const row of result.checked.bad) output.warn(formatBadRow(row));
  output.result(demoDocument(result), demoText(result, language, output.colours));
  const [first] = result.plan.sums;
  output.note(SENTENCES.hint(result.folder.dir, `receivable-${first!.currency.toLowerCase()}`)[language]);
  return undefined;
};
