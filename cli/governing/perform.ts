// What a policy decides: done at once where the sender alone may, otherwise proposed to those who have to approve it.
import { accountOf, type Sent, send } from '../../engine/app/send.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import { Reject } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { topRecord } from '../../engine/client/records.ts';
import { type BodyOf, encodedBody } from '../../engine/client/transaction.ts';
import { RIGHTS, type Right } from '../../spec/roles.ts';
import type { TxKindName } from '../../spec/tx.ts';
import type { Book } from '../book.ts';
import type { Options } from '../command.ts';
import { textOption } from '../command.ts';
import { differenceLines, differencesOf } from '../differences.ts';
import { checkRan } from '../failing.ts';
import { gasOption } from '../gas.ts';
import { blockText } from '../labels.ts';
import { eventDocument, sentFacts, showEvents, showLogs } from '../outcome.ts';
import { fields, grouped } from '../print.ts';
import { hasPart, policyFor, type Subject, shortId, stateText, tellProposal, VERBS } from '../proposals.ts';
import { type Session, wholeNumber } from '../session.ts';
import { abiCache } from '../target.ts';
import type { Fresh } from '../trail.ts';

/** What is to be done, and about what. */
export interface Deed<K extends TxKindName> extends Doing {
  readonly kind: K;
  readonly body: BodyOf<K>;
}

/** The same without its body. */
interface Doing {
  readonly kind: TxKindName;
  /** In one line: `freeze coin`. */
  readonly what: string;
  /** What has the policy; absent where none decides. */
  readonly subject?: Subject | undefined;
  /** Code that is put in place, for the traces of failures. */
  readonly fresh?: Fresh;
  /** Its module, where it is only simulated and the chain does not have it. */
  readonly module?: Bytes | undefined;
  /** More rows for people, and fields for programs. */
  more?(sent: Sent, isProposed: boolean): Promise<More>;
}

export interface More {
  readonly rows: readonly (readonly [string, string | undefined])[];
  readonly document: object;
}

/** Where a deed is done. */
export interface Place {
  readonly session: Session;
  readonly connection: Connection;
  readonly book: Book;
  readonly options: Options;
}

/** Does it or proposes it, and prints what came of it. @throws Reject, Usage, Failed */
export async function perform<K extends TxKindName>(place: Place, deed: Deed<K>): Promise<void> {
  const { session, connection, options } = place;
  const { sent, isProposed } = await attempt(place, deed);
  const told = isProposed ? `propose to ${deed.what}` : deed.what;
  const { subject, fresh } = deed;
  const words = { contract: subject?.name ?? '', method: deed.kind, ...(fresh && !isProposed ? { fresh } : {}) };
  await checkRan(session, connection, sent, words);
  const seen = isProposed && options['dryRun'] ? await foresee(place, deed) : sent;
  const parts = await partsOf(place, deed, { sent, seen, isProposed });
  const { colours } = session.output;
  const at = blockText(sent.place, 'en');
  const rows = fields([...parts.rows, ['gas', grouped(sent.receipt.gasUsed)]], colours);
  session.output.result(parts.document, `${colours.green('✓')} ${told}  ${at}\n${rows}`);
  if (isProposed && !options['dryRun']) await hint(place, subject!, sent.receipt.output);
}

/** What something would do if all had approved it and it were done now. @throws Reject, Failed if it would fail */
export async function foresee<K extends TxKindName>(
  { session, connection }: Place,
  { kind, body, subject, module }: Pick<Deed<K>, 'kind' | 'body' | 'subject' | 'module'>,
): Promise<Sent> {
  const seen = await send(connection, session.signer(), { kind, body, approved: true, module });
  await checkRan(session, connection, seen, { contract: subject?.name ?? '', method: kind });
  return seen;
}

async function attempt<K extends TxKindName>(
  place: Place,
  deed: Deed<K>,
): Promise<{ sent: Sent; isProposed: boolean }> {
  const { session, connection, options } = place;
  const { kind, body, module } = deed;
  const order = { gas: gasOption(options), dryRun: options['dryRun'] === true, module };
  const key = session.signer();
  const forced = ['propose', 'notes', 'earliest'].some(
    (name) => options[name] !== undefined && options[name] !== false,
  );
  if (!forced) {
    try {
      return { sent: await send(connection, key, { kind, body, ...order }), isProposed: false };
    } catch (error) {
      if (!(await isForSeveral(place, deed, error))) throw error;
    }
  }
  const proposal = {
    ...encodedBody(kind, body),
    earliest: wholeNumber(textOption(options, 'earliest') ?? '0', '--earliest'),
    notes: textOption(options, 'notes') ?? '',
  };
  return { sent: await send(connection, key, { kind: 'propose', body: proposal, ...order }), isProposed: true };
}

/** Whether the sender has a part in a policy that it does not satisfy alone, or not now. */
async function isForSeveral(
  { session, connection }: Place,
  { kind, subject }: Doing,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof Reject) || subject === undefined) return false;
  if (error.id !== 'NOT_ADMIN' && error.id !== 'BREAKING') return false;
  const { policy: which }: Right = RIGHTS[kind];
  const policy = which && (await policyFor(connection, subject, kind));
  if (!policy) return false;
  const { address } = await accountOf(connection, session.signer());
  // A sender who alone is the policy was refused for another reason.
  if (policy.members.length === 1 && policy.delay === 0 && (await standsAlone(connection, policy.members[0]!, address)))
    return false;
  return hasPart(connection, policy, address);
}

/** Whether a member is the account itself, or an organisation that it speaks for alone. */
async function standsAlone(connection: Connection, member: Bytes, account: Bytes): Promise<boolean> {
  if (toHex(member) === toHex(account)) return true;
  const home = (await topRecord(connection, 'organisation', member))?.policy;
  return home?.threshold === 1 && home.members.some((each) => toHex(each) === toHex(account));
}

/** What was sent or simulated, and what shows what it does: of a simulated proposal that is what it proposes. */
interface Outcome {
  readonly sent: Sent;
  readonly seen: Sent;
  readonly isProposed: boolean;
}

async function partsOf(place: Place, deed: Doing, { sent, seen, isProposed }: Outcome): Promise<More> {
  const { connection, book, options } = place;
  const { subject, kind } = deed;
  const proposal = isProposed ? await proposalOf(place, subject!, sent) : undefined;
  const differences = options['dryRun'] ? await differencesOf(connection, book, seen.changes ?? []) : [];
  const events = await showEvents(book, abiCache(connection), seen.receipt.events);
  const own = events.filter(({ name }) => !name.startsWith('tally.'));
  const logs = showLogs(book, seen.logs);
  const more = await deed.more?.(sent, isProposed);
  const document = {
    ...(subject ? { [subject.kind]: subject.name, address: formatAddress(subject.kind, subject.address) } : {}),
    kind,
    ...sentFacts(sent),
    ...more?.document,
    proposal: proposal?.document ?? null,
    ...(options['dryRun'] ? { changes: differences } : {}),
    events: events.map(eventDocument),
    logs,
  };
  const rows = [
    ...(more?.rows ?? []),
    ...(proposal?.rows ?? []),
    ...differenceLines(differences).map((line) => ['change', line] as const),
    ...own.map((event) => ['event', `${event.contract}: ${event.text}`] as const),
    ...logs.map((log) => ['log', `${log.contract}: ${log.text}`] as const),
  ];
  return { rows, document };
}

/** What was proposed, as it stands now; of a simulation only its id. */
async function proposalOf({ connection, book }: Place, subject: Subject, sent: Sent): Promise<More> {
  const id = sent.receipt.output;
  const record = sent.place && (await topRecord(connection, 'proposal', subject.address, id));
  if (!record)
    return {
      rows: [
        ['proposal', 'it would be proposed: several have to approve it, or later. What it does, as things stand:'],
      ],
      document: { id: toHex(id) },
    };
  const told = await tellProposal(connection, book, subject, { id, record });
  const { height } = await connection.info();
  return {
    rows: [
      ['proposal', shortId(id)],
      ['state', stateText(told, height + 1)],
    ],
    document: told.document,
  };
}

async function hint({ session, connection, book }: Place, subject: Subject, id: Bytes): Promise<void> {
  const record = await topRecord(connection, 'proposal', subject.address, id);
  if (!record) return;
  const { count, needed } = (await tellProposal(connection, book, subject, { id, record })).document;
  const { kind, name } = subject;
  const words = (verb: string) => `tally ${VERBS[kind]} ${verb} ${name} ${shortId(id)}`;
  session.output.note(
    count < needed ? `others approve it: ${words('approve')} --from KEY` : `then: ${words('activate')}`,
  );
}
