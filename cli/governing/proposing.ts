// What is done with a proposal: approving it, doing it when enough have approved it, and taking it back.
import { accountOf, send } from '../../engine/app/send.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { Reject } from '../../engine/base/errors.ts';
import { decode } from '../../engine/base/records.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { topRecord } from '../../engine/client/records.ts';
import type { BodyOf } from '../../engine/client/transaction.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { type Difference, differenceLines, differencesOf } from '../differences.ts';
import { gasOption } from '../gas.ts';
import { blockText } from '../labels.ts';
import { sentFacts } from '../outcome.ts';
import { fields } from '../print.ts';
import { findProposal, type Proposal, type Subject, shortId, stateText, tellProposal, VERBS } from '../proposals.ts';
import { foresee, type Place, perform } from './perform.ts';
import { findingsOfProposal } from './upgrading.ts';

/** Approves, and tells how far it is. */
export async function approve(place: Place, subject: Subject, word: string | undefined): Promise<void> {
  const { session, connection, book, options } = place;
  const proposal = await findProposal(connection, subject, word);
  for (const line of await findingsOfProposal(place, subject, proposal.record)) session.output.warn(line);
  const body = { subject: subject.address, proposal: proposal.id };
  const order = { gas: gasOption(options), dryRun: options['dryRun'] === true };
  const sent = await send(connection, session.signer(), { kind: 'approve', body, ...order });
  const would = order.dryRun ? await whatItWould(place, subject, proposal) : [];
  const now = (await topRecord(connection, 'proposal', subject.address, proposal.id)) ?? proposal.record;
  const told = await tellProposal(connection, book, subject, { id: proposal.id, record: now });
  const { height } = await connection.info();
  const { colours } = session.output;
  const at = blockText(sent.place, 'en');
  const state = stateText(told, height + 1);
  const rows = fields(
    [
      ['proposal', shortId(proposal.id)],
      ['what', told.what],
      ['notes', now.notes || undefined],
      ['state', state],
      ...differenceLines(would).map((line) => ['change', line] as const),
    ],
    colours,
  );
  const about = { [subject.kind]: subject.name, address: formatAddress(subject.kind, subject.address) };
  const document = {
    ...about,
    kind: 'approve',
    ...sentFacts(sent),
    proposal: told.document,
    ...(order.dryRun ? { changes: would } : {}),
  };
  session.output.result(document, `${colours.green('✓')} approved for ${subject.name}  ${at}\n${rows}`);
  if (told.document.count >= told.document.needed)
    session.output.note(`then: tally ${VERBS[subject.kind]} activate ${subject.name} ${shortId(proposal.id)}`);
}

/** What the proposal would change, done now. @throws Reject, Failed if it would fail */
async function whatItWould(place: Place, subject: Subject, { record }: Proposal): Promise<Difference[]> {
  const { name: kind, body } = TX_KINDS[record.kind]!;
  const deed = { kind, body: decode(body, record.body) as BodyOf<typeof kind>, subject };
  const { changes = [] } = await foresee(place, deed);
  return differencesOf(place.connection, place.book, changes);
}

/** Does what was proposed. */
export async function activate(place: Place, subject: Subject, word: string | undefined): Promise<void> {
  const proposal = await findProposal(place.connection, subject, word);
  await finish(place, subject, proposal, 'activate');
}

/** Takes a proposal back. */
export async function cancel(place: Place, subject: Subject, word: string | undefined): Promise<void> {
  const { session, connection } = place;
  const proposal = await findProposal(connection, subject, word);
  const { address } = await accountOf(connection, session.signer());
  try {
    await finish(place, subject, proposal, 'cancel');
  } catch (error) {
    const isOthers = error instanceof Reject && error.id === 'NOT_ADMIN' && !equal(address, proposal.record.proposer);
    throw isOthers ? new Reject('NOT_ADMIN', 'whoever proposed it takes it back, or an operator of the chain') : error;
  }
}

async function finish(place: Place, subject: Subject, { id, record }: Proposal, kind: 'activate' | 'cancel') {
  const { name } = TX_KINDS[record.kind]!;
  const words = {
    activate: `${name} ${subject.name}, as it was proposed`,
    cancel: `take back the proposal to ${name} ${subject.name}`,
  };
  await perform(
    { ...place, options: plain(place.options) },
    {
      kind,
      body: { subject: subject.address, proposal: id },
      what: words[kind],
      subject,
      more: async () => ({
        rows: [['proposal', shortId(id)]],
        document: { did: { id: toHex(id), kind: name } },
      }),
    },
  );
}

/** A proposal is not proposed. */
function plain(options: Place['options']): Place['options'] {
  const { gas, dryRun } = options;
  return { ...(gas === undefined ? {} : { gas }), ...(dryRun === undefined ? {} : { dryRun }) };
}
