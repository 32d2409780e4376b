// `tally org`: organisations, who belongs to them, and members that lost their keys.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { topRecords } from '../../engine/client/records.ts';
import { type Act, type Define, textOption } from '../command.ts';
import { newKeys } from '../governing/account.ts';
import { proposable } from '../governing/approving.ts';
import { governable, numberOf, policied, policyOf, sendable, wordsOf } from '../governing/options.ts';
import { type Place, perform } from '../governing/perform.ts';
import { openPlace, organisationAt } from '../governing/place.ts';
import { counted, fields } from '../print.ts';
import { openProposals, shortId, stateText, tellProposal } from '../proposals.ts';
import { labels, policyDocument, policyText } from '../recorded.ts';
import { table } from '../table.ts';

type Run = Parameters<Define>[1];
type Deed = (place: Place, words: readonly string[]) => Promise<undefined>;

export const define: Define = (command, run) => {
  command.helpCommand(false);
  const founding = command.command('found').description('founds an organisation').argument('<name>');
  policied(sendable(founding)).action(run(acting('write', found)));
  command
    .command('list')
    .description('all organisations of the chain')
    .action(run(acting('read', list)));
  const one = command.command('show').description('one organisation: its policy, members and proposals');
  one.argument('<organisation>', 'to1… or its name').action(run(acting('read', show)));
  defineMembers(command, run);
  defineChanges(command, run);
};

const acting =
  (need: 'read' | 'write', deed: Deed): Act =>
  async (session, words, options) =>
    deed(await openPlace(session, options, need), words);

function defineMembers(command: Command, run: Run): void {
  const own = {
    join: 'asks to be admitted; from then on it may recover the account',
    leave: 'leaves it, or stops asking',
  };
  for (const kind of ['join', 'leave'] as const)
    sendable(command.command(kind).description(own[kind]).argument('<organisation>')).action(
      run(acting('write', (place, [word]) => joinOrLeave(place, kind, word!))),
    );
  const others = { admit: 'makes an account that asked a member', expel: 'ends a membership' };
  for (const kind of ['admit', 'expel'] as const) {
    const described = command.command(kind).description(others[kind]).argument('<organisation>').argument('<who>');
    governable(described).action(run(acting('write', (place, [word, who]) => admitOrExpel(place, kind, word!, who!))));
  }
}

function defineChanges(command: Command, run: Run): void {
  const changed = command
    .command('constitute')
    .description('gives it another name or policy')
    .argument('<organisation>');
  policied(governable(changed))
    .option('--name <name>', 'another name')
    .action(run(acting('write', constitute)));
  const recovered = command.command('recover').description('gives a member other keys');
  governable(recovered.argument('<organisation>').argument('<who>', 'the member'))
    .option('--key <name...>', 'key files here that become its keys')
    .option('--threshold <k>', 'how many of them must sign (default 1)')
    .action(run(acting('write', recover)));
  proposable(command, run, { argument: '<organisation>', subjectAt: organisationAt });
}

const found: Deed = async (place, [name]) => {
  const policy = await policyOf(place.book, place.options);
  const body = { salt: new Uint8Array(randomBytes(32)), name: name!, policy };
  await perform(place, {
    kind: 'found',
    body,
    what: `found ${name}`,
    more: async ({ receipt }) => {
      const address = receipt.output.length === 32 ? formatAddress('organisation', receipt.output) : null;
      return { rows: [['address', address ?? undefined]], document: { organisation: name, address } };
    },
  });
  return undefined;
};

const list: Deed = async ({ session, book }) => {
  const all = await book.organisations();
  const rows: string[][] = [];
  for (const { id, record } of all)
    rows.push([record.name, formatAddress('organisation', id), await policyText(book, record.policy)]);
  const document = all.map(({ id, record }) => ({
    name: record.name,
    address: formatAddress('organisation', id),
    policy: policyDocument(book, record.policy),
    height: record.height,
  }));
  session.output.result(
    { organisations: document },
    rows.length > 0 ? table(['name', 'address', 'policy'], rows, session.output.colours) : '',
  );
  if (rows.length === 0) session.output.note('no organisations; `tally org found NAME` founds one');
  return undefined;
};

const show: Deed = async (place, [word]) => {
  const { session, connection, book } = place;
  const { id, record, subject } = await organisationAt(place, word!);
  const policy = await policyText(book, record.policy);
  const { members, asking } = await peopleOf(place, id);
  const open = await openProposals(connection, id);
  const { height } = await connection.info();
  const told = await Promise.all(open.map((proposal) => tellProposal(connection, book, subject, proposal)));
  const address = formatAddress('organisation', id);
  const rows = fields(
    [
      ['name', record.name],
      ['address', address],
      ['policy', policy],
      ['since', `block ${record.height}`],
      ['members', members.length > 0 ? labels(book, members) : 'none yet'],
      ['asking', asking.length > 0 ? labels(book, asking) : undefined],
      ...told.map(
        (each, i) => ['proposal', `${shortId(open[i]!.id)} ${each.what}\n${stateText(each, height + 1)}`] as const,
      ),
    ],
    session.output.colours,
  );
  const people = { members: members.map(book.text), asking: asking.map(book.text) };
  const own = { name: record.name, address, policy: policyDocument(book, record.policy), height: record.height };
  session.output.result({ ...own, ...people, proposals: told.map(({ document }) => document) }, rows);
  return undefined;
};

/** Who belongs to an organisation, and who asks to; accounts say so, not the organisation. */
async function peopleOf({ connection, book }: Place, id: Bytes): Promise<{ members: Bytes[]; asking: Bytes[] }> {
  const all = await topRecords(connection, 'account');
  const those = (home: 'organisation' | 'joining') =>
    all.filter(({ record }) => record[home] !== null && toHex(record[home]) === toHex(id)).map((each) => each.id);
  const [members, asking] = [those('organisation'), those('joining')];
  await book.learn([...members, ...asking]);
  return { members, asking };
}

async function joinOrLeave(place: Place, kind: 'join' | 'leave', word: string): Promise<undefined> {
  const { id, subject } = await organisationAt(place, word);
  await perform(place, { kind, body: { organisation: id }, what: `${kind} ${subject.name}` });
  if (kind === 'join') place.session.output.note(`it admits who asked: tally org admit ${subject.name} WHO`);
  return undefined;
}

async function admitOrExpel(place: Place, kind: 'admit' | 'expel', word: string, who: string): Promise<undefined> {
  const { id, subject } = await organisationAt(place, word);
  const account = await place.book.party(who);
  const what = `${kind} ${place.book.label(account)} ${kind === 'admit' ? 'to' : 'from'} ${subject.name}`;
  await perform(place, { kind, body: { organisation: id, account }, subject, what });
  return undefined;
}

const constitute: Deed = async (place, [word]) => {
  const { id, record, subject } = await organisationAt(place, word!);
  const name = textOption(place.options, 'name') ?? record.name;
  const policy = await policyOf(place.book, place.options, record.policy);
  const next = await policyText(place.book, policy);
  await perform(place, {
    kind: 'constitute',
    body: { organisation: id, name, policy },
    subject,
    what: `constitute ${name}, ${next}`,
  });
  return undefined;
};

const recover: Deed = async (place, [word, who]) => {
  const { id, subject } = await organisationAt(place, word!);
  const names = wordsOf(place.options, 'key');
  if (names.length === 0) throw new Usage('USAGE', 'which keys? --key NAME...: `tally key new NAME` makes one');
  const account = await place.book.party(who!);
  const keys = await newKeys(place, names, account);
  const threshold = numberOf(place.options, 'threshold') ?? 1;
  const what = `recover ${place.book.label(account)} with ${counted(keys.length, 'key')}`;
  await perform(place, { kind: 'recover', body: { organisation: id, account, keys, threshold }, subject, what });
  return undefined;
};
