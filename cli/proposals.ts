// Open proposals: which there are about a contract or an organisation, who has approved them, and what is missing.
import { type Bytes, compare, equal, toHex } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import { type AdminPolicy, decode, type RecordOf } from '../engine/base/records.ts';
import type { Connection } from '../engine/client/connection.ts';
import { topRecord, topRecords } from '../engine/client/records.ts';
import { RIGHTS, type Right } from '../spec/roles.ts';
import { TX_KINDS, type TxKindName } from '../spec/tx.ts';
import type { Book } from './book.ts';
import { labels, tellBody, toldDocument, toldText } from './recorded.ts';

/** Fewer digits of an id than these are as likely a slip. */
export const FEWEST = 8;

/** Something with a policy of its own. */
export interface Subject {
  readonly kind: 'contract' | 'organisation';
  readonly address: Bytes;
  readonly name: string;
}

/** The command whose subcommands are about a subject. */
export const VERBS: { readonly [kind in Subject['kind']]: string } = { contract: 'contract', organisation: 'org' };

export interface Proposal {
  readonly id: Bytes;
  readonly record: RecordOf<'ProposalRecord'>;
}

/** How far a policy is satisfied. */
export interface Support {
  readonly policy: AdminPolicy;
  readonly count: number;
  /** Members that do not stand behind it yet, each with the accounts of it that could. */
  readonly missing: readonly { readonly member: Bytes; readonly accounts: readonly Bytes[] }[];
}

/** All that are open, oldest first. */
export async function openProposals(connection: Connection, subject: Bytes): Promise<Proposal[]> {
  const found = await topRecords(connection, 'proposal', subject);
  const proposals = found.map(({ id, record }) => ({ id: id.slice(32), record }));
  return proposals.sort((a, b) => a.record.height - b.record.height || compare(a.id, b.id));
}

/** The proposal whose id begins so; without a word the only one. @throws Usage NAME_UNKNOWN, ID_AMBIGUOUS, ARGUMENT_TYPE */
export async function findProposal(
  connection: Connection,
  { address, name }: Subject,
  word: string | undefined,
): Promise<Proposal> {
  const open = await openProposals(connection, address);
  const digits = word?.toLowerCase().replace(/^0x/, '').replace(/…$/, '');
  if (digits !== undefined && (digits.length < FEWEST || !/^[0-9a-f]+$/.test(digits)))
    throw new Usage(
      'ARGUMENT_TYPE',
      `proposal: expected ${FEWEST} or more hexadecimal digits, got ${JSON.stringify(word)}`,
    );
  const found = open.filter(({ id }) => toHex(id).startsWith(digits ?? ''));
  if (found.length === 1) return found[0]!;
  const ids = open.map(({ id }) => shortId(id)).join(', ');
  if (found.length > 1) throw new Usage('ID_AMBIGUOUS', `proposals of ${name}: ${ids}`);
  const what = word === undefined ? 'open proposal' : `open proposal ${word}`;
  throw new Usage('NAME_UNKNOWN', `${name} has no ${what}${open.length > 0 ? `; there are ${ids}` : ''}`);
}

/** An id by its first digits. */
export const shortId = (id: Bytes): string => toHex(id).slice(0, FEWEST);

/** The policy that decides about a kind; undefined if none does. */
export async function policyFor(
  connection: Connection,
  { kind, address }: Pick<Subject, 'kind' | 'address'>,
  name: TxKindName,
): Promise<AdminPolicy | undefined> {
  const { policy }: Right = RIGHTS[name];
  if (policy === undefined) return undefined;
  if (kind === 'organisation') return (await topRecord(connection, 'organisation', address))?.policy;
  const record = await connection.contract(address);
  return policy === 'next' ? (record?.nextAdmin ?? undefined) : record?.admin;
}

/** Who of a policy stands behind something: as the engine counts, but for accounts that were suspended. */
export async function supportOf(
  connection: Connection,
  policy: AdminPolicy,
  approvals: readonly Bytes[],
): Promise<Support> {
  const has = (account: Bytes) => approvals.some((each) => equal(each, account));
  const missing: { member: Bytes; accounts: readonly Bytes[] }[] = [];
  for (const member of policy.members) {
    if (has(member)) continue;
    const home = (await topRecord(connection, 'organisation', member))?.policy;
    if (home && home.members.filter(has).length >= home.threshold) continue;
    missing.push({ member, accounts: home ? home.members.filter((each) => !has(each)) : [member] });
  }
  return { policy, count: policy.members.length - missing.length, missing };
}

/** Whether an account has a part in a policy. */
export async function hasPart(connection: Connection, { members }: AdminPolicy, account: Bytes): Promise<boolean> {
  for (const member of members) {
    if (equal(member, account)) return true;
    const home = (await topRecord(connection, 'organisation', member))?.policy;
    if (home?.members.some((each) => equal(each, account))) return true;
  }
  return false;
}

/** How many of the members must stand behind a kind: for some everybody, whatever the policy says. */
function neededFor({ kind, body }: RecordOf<'ProposalRecord'>, { members, threshold }: AdminPolicy): number {
  const name = TX_KINDS[kind]?.name;
  const isForEver = name === 'admin' && decode('AdminBody', body).policy.members.length === 0;
  const isBreaking = (name === 'upgrade' || name === 'stage') && decode('UpgradeBody', body).breaking;
  return isForEver || isBreaking ? members.length : threshold;
}

/** A proposal in words and for programs. */
export async function tellProposal(
  connection: Connection,
  book: Book,
  subject: Pick<Subject, 'kind' | 'address'>,
  { id, record }: Proposal,
) {
  const { name } = TX_KINDS[record.kind]!;
  const policy = (await policyFor(connection, subject, name)) ?? { members: [], threshold: 0, delay: 0 };
  const support = await supportOf(connection, policy, record.approvals);
  const { urgent }: Right = RIGHTS[name];
  const earliest = Math.max(record.earliest, record.height + (urgent ? 0 : policy.delay));
  const needed = neededFor(record, policy);
  await book.learn([
    record.proposer,
    ...record.approvals,
    ...support.missing.flatMap((each) => [each.member, ...each.accounts]),
  ]);
  const fields = await tellBody(book, record.kind, record.body);
  const own = Object.fromEntries(Object.entries(fields).filter(([, { json }]) => json !== book.text(subject.address)));
  const { revision } = (await connection.contract(subject.address)) ?? { revision: record.revision };
  const isStale = (name === 'upgrade' || name === 'stage') && revision !== record.revision;
  const document = {
    id: toHex(id),
    kind: name,
    proposer: book.text(record.proposer),
    height: record.height,
    earliest,
    notes: record.notes,
    approvals: record.approvals.map(book.text),
    count: support.count,
    needed,
    missing: support.missing.map(({ member }) => book.text(member)),
    stale: isStale,
    body: toldDocument(own),
  };
  const people = { approved: labels(book, record.approvals), missing: missingText(book, support) };
  return { document, people, what: [name, toldText(own)].filter(Boolean).join(' ') };
}
export type ToldProposal = Awaited<ReturnType<typeof tellProposal>>;

function missingText(book: Book, { missing }: Support): string[] {
  return missing
    .map(({ member, accounts }) =>
      accounts.length === 1 && equal(accounts[0]!, member)
        ? book.label(member)
        : `${book.label(member)} (${labels(book, accounts)})`,
    )
    .toSorted();
}

/** What stands between a proposal and its being done, and who does it then. */
export function stateText({ document, people }: ToldProposal, next: number): string {
  const { count, needed, earliest, stale } = document;
  const have = `${count} of ${needed} approvals`;
  if (stale) return `${have}; the contract has moved since, so it can only be cancelled`;
  const wait = next < earliest ? `from block ${earliest} on` : '';
  if (count < needed) return [`${have}; may approve: ${people.missing.join(', ')}`, wait].filter(Boolean).join('; ');
  return `${have}; ${wait === '' ? 'can be activated' : `can be activated ${wait}`}`;
}
