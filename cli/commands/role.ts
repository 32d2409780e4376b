// `tally role`: who has which role, of the chain or of a contract.
import type { Command } from 'commander';
import { equal, ZERO32 } from '../../engine/base/bytes.ts';
import { topRecords } from '../../engine/client/records.ts';
import { ENGINE_EVENTS, ROLES } from '../../spec/roles.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { happened, happenedDocument, happenedTable } from '../governing/history.ts';
import { governable } from '../governing/options.ts';
import { type Place, perform } from '../governing/perform.ts';
import { contractAt, openPlace } from '../governing/place.ts';
import { table } from '../table.ts';

type Deed = (place: Place, words: readonly string[]) => Promise<undefined>;

export const define: Define = (command, run) => {
  command.helpCommand(false);
  const of = (described: Command) => described.option('--contract <name>', 'of this contract (default: of the chain)');
  const chain = Object.entries(ROLES).map(([name, { doc }]) => `  ${name}: ${doc}`);
  command.addHelpText('after', `\nRoles of a chain:\n${chain.join('\n')}`);
  for (const kind of ['grant', 'revoke'] as const) {
    const text = { grant: 'gives a role', revoke: 'takes a role back' }[kind];
    const described = command.command(kind).description(text).argument('<who>').argument('<role>');
    of(governable(described)).action(run(acting('write', (place, words) => change(place, kind, words))));
  }
  of(command.command('list').description('who has which role')).action(run(acting('read', list)));
  of(command.command('history').description('who gave and took roles, and when')).action(run(acting('read', history)));
};

const acting =
  (need: 'read' | 'write', deed: Deed): Act =>
  async (session, words, options) =>
    deed(await openPlace(session, options, need), words);

/** The contract of `--contract`, otherwise the chain. */
async function scopeOf(place: Place) {
  const word = textOption(place.options, 'contract');
  if (word === undefined) return { scope: ZERO32, subject: undefined, name: 'the chain' };
  const { subject } = await contractAt(place, word);
  return { scope: subject.address, subject, name: subject.name };
}

async function change(place: Place, kind: 'grant' | 'revoke', [who, role]: readonly string[]): Promise<undefined> {
  const { scope, subject, name } = await scopeOf(place);
  const account = await place.book.party(who!);
  const label = place.book.label(account);
  const what = kind === 'grant' ? `grant ${label} ${role} of ${name}` : `revoke ${role} of ${name} from ${label}`;
  await perform(place, { kind, body: { scope, account, role: role! }, subject, what });
  return undefined;
}

const list: Deed = async (place) => {
  const { session, connection, book } = place;
  const { scope, name } = await scopeOf(place);
  const found = (await topRecords(connection, 'role', scope)).map(({ record }) => record);
  await book.learn(found.flatMap(({ account, grantedBy }) => [account, grantedBy]));
  const rows = found
    .map(({ account, role, grantedBy, height }) => [
      role,
      book.label(account),
      String(height),
      height === 0 ? 'genesis' : book.label(grantedBy),
    ])
    .sort((a, b) => (a.join() < b.join() ? -1 : 1));
  const document = found.map(({ account, role, grantedBy, height }) => ({
    role,
    account: book.text(account),
    grantedBy: book.text(grantedBy),
    height,
  }));
  const text =
    rows.length === 0 ? '' : table(['role', 'account', 'block', 'given by'], rows, session.output.colours, [2]);
  session.output.result({ of: name, roles: document }, text);
  if (rows.length === 0)
    session.output.note(name === 'the chain' ? 'no roles: the chain is not governed' : `${name} has no roles`);
  return undefined;
};

const history: Deed = async (place) => {
  const { scope, name } = await scopeOf(place);
  const names = [`${ENGINE_EVENTS}grant`, `${ENGINE_EVENTS}revoke`];
  const events = await happened(place, (event) => equal(event.contract, scope) && names.includes(event.name));
  place.session.output.result({ of: name, events: happenedDocument(events) }, happenedTable(place, events));
  return undefined;
};
