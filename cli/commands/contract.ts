// `tally contract`: the contracts that have names here, one of them, and its ABI.

import { typeText } from '../../engine/abi/types.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { CONTRACT_STATUS } from '../../spec/records.ts';
import { describeMethods } from '../arguments.ts';
import { Book } from '../book.ts';
import type { Act, Define } from '../command.ts';
import { fields } from '../print.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { findContract, type Target } from '../target.ts';

export const define: Define = (command, run) => {
  command.helpCommand(false);
  command.command('list').description('contracts that have a name here').action(run(list));
  command.command('show').description('one contract: code, revision, admin').argument('<contract>').action(run(show));
  command
    .command('abi')
    .description('methods, events and errors of a contract')
    .argument('<contract>')
    .action(run(abi));
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
  const shown = rows.map(({ name, address, status }) => [name, address, status === 'live' ? '' : status]);
  const text = shown.length > 0 ? table(['name', 'address', ''], shown, session.output.colours) : '';
  session.output.result({ contracts: rows }, text);
  if (rows.length === 0) session.output.note('no contracts have a name here; `tally deploy` gives one');
  return undefined;
};

function statusOf(status: number | undefined): string {
  return Object.entries(CONTRACT_STATUS).find(([, number]) => number === status)?.[0] ?? 'absent';
}

async function targetOf(session: Session, word: string): Promise<{ book: Book; target: Target }> {
  const connection = await session.connect('read');
  const book = await Book.open(session, connection);
  return { book, target: await findContract(connection, book, word) };
}

const show: Act = async (session, [word]) => {
  const { book, target } = await targetOf(session, word!);
  const { record, abi } = target;
  const { members, threshold } = record.admin;
  await book.learn([record.creator, ...members]);
  const document = {
    name: target.name,
    address: formatAddress('contract', target.address),
    status: statusOf(record.status),
    revision: record.revision,
    codeId: toHex(record.codeId),
    metaId: toHex(record.metaId),
    creator: book.text(record.creator),
    admin: { members: members.map(book.text), threshold },
    storageRoot: toHex(record.storageRoot),
    contract: abi ? { name: abi.name, version: abi.version } : null,
  };
  const text = fields(
    [
      ['name', target.name],
      ['address', document.address],
      ['contract', abi && `${abi.name} ${abi.version}`],
      ['status', `${document.status}, revision ${record.revision}`],
      ['code', document.codeId],
      ['creator', book.label(record.creator)],
      ['admin', members.length === 0 ? 'nobody' : `${threshold} of ${members.map(book.label).join(', ')}`],
      ['storage', document.storageRoot],
    ],
    session.output.colours,
  );
  session.output.result(document, text);
  return undefined;
};

const abi: Act = async (session, [word]) => {
  const { target } = await targetOf(session, word!);
  if (!target.abi) throw new Usage('ABI_MISSING', target.name);
  const { name, version, events, errors } = target.abi;
  const lines = [
    `${name} ${version}`,
    describeMethods(target.abi, ['init', 'mutate', 'view', 'migrate']),
    ...section(
      'events',
      events.map((event) => `${event.name} ${event.fields.map((f) => `${f.name}: ${typeText(f.type)}`).join(', ')}`),
    ),
    ...section(
      'errors',
      errors.map(({ code, message }) => (message ? `${code}  ${message}` : code)),
    ),
  ];
  session.output.result(target.abi, lines.join('\n'));
  return undefined;
};

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n${lines.map((line) => `  ${line}`).join('\n')}`];
}
