// `tally contract`: the contracts that have names here, one of them, and all that can become of it.

import type { Command } from 'commander';
import { typeText } from '../../engine/abi/types.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Text } from '../../engine/template/text.ts';
import { describeMethods } from '../arguments.ts';
import { Book } from '../book.ts';
import type { Act, Define, Options } from '../command.ts';
import { proposable } from '../governing/approving.ts';
import { changeAdmin, doBare, freeze, step, unfreeze } from '../governing/deeds.ts';
import { showHistory } from '../governing/history.ts';
import { governable, policied, sendable } from '../governing/options.ts';
import type { Place } from '../governing/perform.ts';
import { contractAt, openPlace } from '../governing/place.ts';
import { prune } from '../governing/pruning.ts';
import { showContract, statusOf } from '../governing/showing.ts';
import { moveTo, rollback } from '../governing/upgrading.ts';
import { labelled, statusText } from '../labels.ts';
import { table } from '../table.ts';
import { movable } from './upgrade.ts';

type Run = Parameters<Define>[1];
/** What is done at a place with a contract that a word names. */
type Deed = (place: Place, word: string, more: readonly string[]) => Promise<undefined>;

export const define: Define = (command, run) => {
  command.helpCommand(false);
  command.command('list').description('contracts that have a name here').action(run(list));
  const looking = (name: string, text: string, deed: Deed) =>
    command
      .command(name)
      .description(text)
      .argument('<contract>')
      .action(run(acting('read', deed)));
  looking('show', 'one contract: state, admins, what is under way', showContract);
  looking('history', 'its versions, and what became of it', showHistory);
  looking('abi', 'methods, events and errors of a contract', showAbi);
  defineMoves(command, run);
  proposable(command, run, { argument: '<contract>', subjectAt: contractAt });
  defineStatus(command, run);
};

function acting(need: 'read' | 'write', deed: Deed): Act {
  return async (session, [word, ...more], options: Options) =>
    deed(await openPlace(session, options, need), word!, more);
}

function defineMoves(command: Command, run: Run): void {
  const upgrade = movable(command.command('upgrade').description('moves it to other code: `tally upgrade`'), 'migrate');
  upgrade
    .option('--check', 'compare only: tell what would break, and send nothing')
    .action(run((session, words, options) => moveTo(session, 'upgrade', words, options)));
  const back = command.command('rollback').description('moves it back to the code of an earlier revision');
  governable(
    back
      .argument('<contract>')
      .argument('[revision]', 'default: the one before')
      .argument('[values...]', 'arguments of migrate'),
  )
    .option('--breaking', 'even if it breaks what is stored or those who call it')
    .option('--raw <hex>', 'the arguments of migrate as bytes')
    .allowUnknownOption()
    .action(
      run(
        acting('write', async (place, word, [revision, ...values]) => {
          const { target } = await contractAt(place, word);
          await rollback(place, target, revision, values);
          return undefined;
        }),
      ),
    );
  const stage = movable(command.command('stage').description('begins a migration in steps'), 'step');
  stage.action(run((session, words, options) => moveTo(session, 'stage', words, options)));
  sendable(command.command('step').description('runs the next step of a migration').argument('<contract>'))
    .option('--all', 'go on until the contract says that it is whole')
    .action(run(acting('write', step)));
  bare(command, run, 'swap', 'ends a migration that is whole: code and storage change at once');
  bare(command, run, 'abandon', 'gives a migration up');
}

function bare(command: Command, run: Run, kind: 'swap' | 'abandon' | 'destroy' | 'accept', text: string): void {
  // Whoever has a part may end a migration that is whole, alone.
  const options = kind === 'swap' ? sendable : governable;
  options(command.command(kind).description(text).argument('<contract>')).action(
    run(acting('write', (place, word) => doBare(place, kind, word))),
  );
}

function defineStatus(command: Command, run: Run): void {
  governable(command.command('freeze').description('stops all that changes it; views go on').argument('<contract>'))
    .option('--reason <text>', 'why, for everybody')
    .option('--account <who>', 'stop only this account in it')
    .action(run(acting('write', freeze)));
  governable(command.command('unfreeze').description('lets it go on').argument('<contract>'))
    .option('--account <who>', 'only this account')
    .action(run(acting('write', unfreeze)));
  bare(command, run, 'destroy', 'ends a frozen contract for ever');
  policied(
    governable(
      command.command('admin').description('names the next admins, who must accept it').argument('<contract>'),
    ),
  )
    .option('--nobody', 'make it immutable for ever')
    .option('--yes', 'that is meant')
    .action(run(acting('write', changeAdmin)));
  bare(command, run, 'accept', 'takes over its administration');
  command
    .command('prune')
    .description('throws the storage of a destroyed contract away, when a file has it')
    .argument('<contract>')
    .option('--export <file>', 'a new file for its values, one to a line')
    .action(run(acting('read', prune)));
}

const NONE: Text = {
  en: 'no contracts have a name here; `tally deploy` gives one',
  zh: '此处没有已命名的合约；`tally deploy` 会为部署的合约命名',
};

const list: Act = async (session) => {
  const connection = await session.connect('read');
  const { contracts } = await Book.open(session, connection);
  const rows = await Promise.all(
    contracts.map(async ({ name, address }) => {
      const record = await connection.contract(address);
      return {
        name,
        address: formatAddress('contract', address),
        status: statusOf(record?.status),
        revision: record?.revision ?? null,
      };
    }),
  );
  const { language } = session;
  const shown = rows.map(({ name, address, status }) => {
    return [name, address, status === 'live' ? '' : statusText(status, language)];
  });
  const head = labelled(['name', 'address', ''], language);
  const text = shown.length > 0 ? table(head, shown, session.output.colours) : '';
  session.output.result({ contracts: rows }, text);
  if (rows.length === 0) session.output.note(NONE[language]);
  return undefined;
};

const showAbi: Deed = async (place, word) => {
  const { target } = await contractAt(place, word);
  if (!target.abi) throw new Usage('ABI_MISSING', target.name);
  const { name, version, events, errors } = target.abi;
  const lines = [
    `${name} ${version}`,
    describeMethods(target.abi, ['init', 'mutate', 'view', 'migrate', 'step']),
    ...section(
      'events',
      events.map((event) => `${event.name} ${event.fields.map((f) => `${f.name}: ${typeText(f.type)}`).join(', ')}`),
    ),
    ...section(
      'errors',
      errors.map(({ code, message }) => (message ? `${code}  ${message}` : code)),
    ),
  ];
  place.session.output.result(target.abi, lines.join('\n'));
  return undefined;
};

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n${lines.map((line) => `  ${line}`).join('\n')}`];
}
