// One contract in words: its state, who decides about it, and what is under way.
import { equal, toHex } from '../../engine/base/bytes.ts';
import type { ContractRecord } from '../../engine/base/records.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { eventsIn } from '../../engine/client/events.ts';
import type { Text } from '../../engine/template/text.ts';
import { CONTRACT_STATUS } from '../../spec/records.ts';
import { ENGINE_EVENTS } from '../../spec/roles.ts';
import { labelledRows, statusText } from '../labels.ts';
import { fields } from '../print.ts';
import { openProposals, shortId, stateText, tellProposal } from '../proposals.ts';
import { policyDocument, policyText } from '../recorded.ts';
import type { Target } from '../target.ts';
import type { Place } from './perform.ts';
import { contractAt } from './place.ts';

/** The name of a status. */
export function statusOf(status: number | undefined): string {
  return Object.entries(CONTRACT_STATUS).find(([, number]) => number === status)?.[0] ?? 'absent';
}

export async function showContract(place: Place, word: string): Promise<undefined> {
  const { session, book } = place;
  const { target } = await contractAt(place, word);
  const { record } = target;
  await book.learn([record.creator]);
  const status = await stateOf(place, target);
  const policies = await policiesOf(place, record);
  const under = await underWay(place, target);
  const instance = await instanceOf(place, target);
  const document = {
    name: target.name,
    address: formatAddress('contract', target.address),
    status: statusOf(record.status),
    ...status.document,
    ...factsOf(place, target),
    ...policies.document,
    ...under.document,
    ...instance.document,
  };
  const rows: Row[] = [
    ['name', target.name],
    ['address', document.address],
    ['contract', target.abi && `${target.abi.name} ${target.abi.version}`],
    ...instance.rows,
    ...status.rows,
    ['code', toHex(record.codeId)],
    ['creator', book.label(record.creator)],
    ...policies.rows,
    ['holds', record.holds ? 'single accounts can be stopped in it' : undefined],
    ['invariant', record.invariant || undefined],
    ['storage', toHex(record.storageRoot)],
    ...under.rows,
  ];
  const text = fields(labelledRows(rows, session.language), session.output.colours);
  session.output.result(document, text);
  return undefined;
}

/** Where an instance of a template stands; what reads templates is loaded for those only. */
async function instanceOf(
  { session, connection, book }: Place,
  target: Target,
): Promise<{ document: object; rows: readonly Row[] }> {
  if (target.record.template === null) return { document: {}, rows: [] };
  const { standing } = await import('../templates/standing.ts');
  return standing(session, connection, target, book);
}

/** What the record says as it is. */
function factsOf({ book }: Place, { record, abi }: Target): object {
  return {
    revision: record.revision,
    since: record.since,
    codeId: toHex(record.codeId),
    metaId: toHex(record.metaId),
    creator: book.text(record.creator),
    holds: record.holds,
    invariant: record.invariant || null,
    storageRoot: toHex(record.storageRoot),
    contract: abi ? { name: abi.name, version: abi.version } : null,
  };
}

type Row = readonly [string, string | undefined];

async function stateOf(place: Place, target: Target): Promise<{ document: object; rows: Row[] }> {
  const { record } = target;
  const { language } = place.session;
  const { status, revision, since, freeze } = record;
  const code = { en: `revision ${revision}, since block ${since}`, zh: `第 ${revision} 次修订，自区块 ${since} 起` }[
    language
  ];
  const told = `${statusText(statusOf(status), language)}${language === 'en' ? ', ' : '，'}${code}`;
  if (status !== CONTRACT_STATUS.frozen || freeze === null)
    return { document: { freeze: null }, rows: [['status', told]] };
  const who = await whoFroze(place, target, freeze.height);
  const by = freeze.level === 0 ? 'its admins' : 'a regulator';
  const document = {
    level: freeze.level === 0 ? 'admin' : 'regulator',
    reason: freeze.reason,
    height: freeze.height,
    by: who?.text ?? null,
  };
  const rows: Row[] = [
    ['status', told],
    [
      'frozen',
      `by ${by}${who ? ` (${who.label})` : ''} in block ${freeze.height}: ${freeze.reason || 'no reason given'}`,
    ],
    ['may undo', freeze.level === 0 ? 'its admins or a regulator' : 'a regulator'],
  ];
  return { document: { freeze: document }, rows };
}

/** The record says at which height; the block says who. */
async function whoFroze({ connection, book }: Place, { address }: Target, height: number) {
  const block = await connection.block(height);
  for (const { event } of block ? eventsIn(block) : []) {
    const [by] = event.topics;
    if (event.name !== `${ENGINE_EVENTS}freeze` || !by || !equal(event.contract, address)) continue;
    await book.learn([by]);
    return { text: book.text(by), label: book.label(by) };
  }
  return undefined;
}

const IMMUTABLE: Text = { en: 'nobody: it is immutable', zh: '无：不可更改' };

async function policiesOf({ book, session }: Place, { admin, nextAdmin }: ContractRecord) {
  const shown = await policyText(book, admin);
  const next = nextAdmin && (await policyText(book, nextAdmin));
  const document = {
    admin: policyDocument(book, admin),
    nextAdmin: nextAdmin && policyDocument(book, nextAdmin),
  };
  const rows: Row[] = [
    ['admin', admin.members.length === 0 ? IMMUTABLE[session.language] : shown],
    ['next', next ? `${next}; must accept it` : undefined],
  ];
  return { document, rows };
}

async function underWay({ connection, book }: Place, { name, address, record }: Target) {
  const { height } = await connection.info();
  const { shadow } = record;
  const open = await openProposals(connection, address);
  const told = await Promise.all(
    open.map((proposal) => tellProposal(connection, book, { kind: 'contract', address }, proposal)),
  );
  const document = {
    migration: shadow && {
      codeId: toHex(shadow.codeId),
      metaId: toHex(shadow.metaId),
      whole: shadow.whole,
      notes: shadow.notes,
    },
    proposals: told.map((each) => each.document),
  };
  const migration = shadow
    ? `to code ${toHex(shadow.codeId).slice(0, 8)}…: ${shadow.whole ? `whole, \`tally contract swap ${name}\` ends it` : `not whole, \`tally contract step ${name}\` goes on`}`
    : undefined;
  const rows: Row[] = [
    ['migration', migration],
    ...told.map(
      (each, i): Row => [
        'proposal',
        `${shortId(open[i]!.id)} ${each.what}\n${stateText(each, height + 1)}${notesText(each.document.notes)}`,
      ],
    ),
  ];
  return { document, rows };
}

const notesText = (notes: string) => (notes === '' ? '' : `\nnotes: ${notes}`);
