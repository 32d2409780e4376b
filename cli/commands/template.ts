// `tally template`: contracts that are filled in, not programmed.
import type { Command } from 'commander';
import type { Act, Define } from '../command.ts';
import { valued } from '../templates/input.ts';

type Run = Parameters<Define>[1];

/** What a module of `templates/` does, loaded when it is wanted. */
const later =
  <M>(load: () => Promise<M>, pick: (module: M) => Act): Act =>
  async (...given) =>
    pick(await load())(...given);

export const define: Define = (command, run) => {
  command.helpCommand(false);
  command
    .command('list')
    .description('templates that can be filled in')
    .action(
      run(
        later(
          () => import('../templates/listing.ts'),
          ({ list }) => list,
        ),
      ),
    );
  command
    .command('show')
    .description('what one asks for, and what can happen then')
    .argument('<template>', 'its id, the last part of it, or a folder')
    .action(
      run(
        later(
          () => import('../templates/listing.ts'),
          ({ show }) => show,
        ),
      ),
    );
  defineMaking(command, run);
  defineBatches(command, run);
  defineTrying(command, run);
};

function defineMaking(command: Command, run: Run): void {
  valued(
    command.command('new').description('asks for the values, checks them, and makes a contract').argument('<template>'),
  )
    .option('--ubl <file>', 'an invoice of UBL 2.1 that fills in what it says')
    .option('--as <name>', 'name of the new contract (default: its number)')
    .option('--ask', 'ask for everything, also without a terminal')
    .option('--save <file>', 'only write the values into a file')
    .option('--dry-run', 'check only, and send nothing')
    .action(
      run(
        later(
          () => import('../templates/creating.ts'),
          ({ create }) => create,
        ),
      ),
    );
  valued(
    command
      .command('preview')
      .description('shows what values amount to: prose, money, dates, states')
      .argument('<template>'),
  )
    .option('--ubl <file>', 'an invoice of UBL 2.1 that fills in what it says')
    .option('--format <name>', 'text, markdown or html (default: by the name of the file)')
    .option('--out <file>', 'write it into a file')
    .option('--on <day>', 'as if it were filled in on that day')
    .action(
      run(
        later(
          () => import('../templates/previewing.ts'),
          ({ preview }) => preview,
        ),
      ),
    );
  valued(
    command
      .command('verify')
      .description('proves that a contract is exactly a template with some values')
      .argument('<contract>'),
  )
    .option('--template <folder>', 'a template that does not come with the package')
    .option('--prose <file>', 'a text that must be the prose of these values, such as one that was signed')
    .action(
      run(
        later(
          () => import('../templates/proving.ts'),
          ({ verify }) => verify,
        ),
      ),
    );
}

function defineBatches(command: Command, run: Run): void {
  valued(
    command
      .command('batch')
      .description('makes a contract of each row of a table')
      .argument('<template>')
      .argument('<rows.csv>'),
  )
    .option('--map <file>', 'columns and the paths that they stand for, one to a line: `Betrag: amount`')
    .option('--errors <file>', 'where rows with problems go (default: beside the table)')
    .option('--skip-bad', 'go on without the rows that have problems')
    .option('--prepare <file>', 'only sign the rows into a file that somebody else approves')
    .option('--dry-run', 'check only, and send nothing')
    .action(
      run(
        later(
          () => import('../templates/bulk.ts'),
          ({ batch }) => batch,
        ),
      ),
    );
  command
    .command('approve')
    .description('approves a batch that somebody else prepared')
    .argument('<batch>')
    .action(
      run(
        later(
          () => import('../templates/bulk.ts'),
          ({ approve }) => approve,
        ),
      ),
    );
  command
    .command('send')
    .description('makes the contracts of a batch that was approved')
    .argument('<batch>')
    .option('--dry-run', 'check only, and send nothing')
    .action(
      run(
        later(
          () => import('../templates/bulk.ts'),
          ({ sendBatch }) => sendBatch,
        ),
      ),
    );
}

function defineTrying(command: Command, run: Run): void {
  valued(command.command('simulate').description('plays a worked case in a throw-away chain').argument('<template>'))
    .option('--scenario <file>', 'of the template, or a file of JSON or CSV of your own')
    .action(
      run(
        later(
          () => import('../templates/trying.ts'),
          ({ simulate }) => simulate,
        ),
      ),
    );
  valued(
    command
      .command('explore')
      .description('walks everything that can happen, and tells what must not')
      .argument('<template>'),
  )
    .option('--states <n>', 'distinct states to walk (default 10000)')
    .action(
      run(
        later(
          () => import('../templates/exploring.ts'),
          ({ explore }) => explore,
        ),
      ),
    );
  command
    .command('check')
    .description('proves a template whole, for those who write one')
    .argument('<template>')
    .action(
      run(
        later(
          () => import('../templates/proving.ts'),
          ({ check }) => check,
        ),
      ),
    );
}
