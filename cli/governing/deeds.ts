// What `tally contract` does to a contract, each a transaction of its own kind.
import { type Sent, send } from '../../engine/app/send.ts';
import { equal } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import type { TxKindName } from '../../spec/tx.ts';
import { textOption } from '../command.ts';
import { checkRan } from '../failing.ts';
import { gasOption } from '../gas.ts';
import { sentFacts } from '../outcome.ts';
import { counted, fields, grouped } from '../print.ts';
import { policyText } from '../recorded.ts';
import { policyOf, wordsOf } from './options.ts';
import { type Place, perform } from './perform.ts';
import { contractAt } from './place.ts';

/** Kinds whose body is the contract and nothing else. */
type Bare = Extract<TxKindName, 'unfreeze' | 'destroy' | 'accept' | 'swap' | 'abandon' | 'step'>;

const WORDS: { readonly [kind in Bare]: string } = {
  unfreeze: 'unfreeze',
  destroy: 'destroy',
  accept: 'accept the administration of',
  swap: 'end the migration of',
  abandon: 'give up the migration of',
  step: 'step',
};

/** A transaction whose body is the contract. */
export async function doBare(place: Place, kind: Bare, word: string): Promise<undefined> {
  const { subject } = await contractAt(place, word);
  const body = { contract: subject.address };
  await perform(place, { kind, body, subject, what: `${WORDS[kind]} ${subject.name}` });
  return undefined;
}

/** Stops a contract, or with `--account` one account in it. */
export async function freeze(place: Place, word: string): Promise<undefined> {
  const { subject } = await contractAt(place, word);
  const reason = textOption(place.options, 'reason');
  if (reason === undefined) throw new Usage('USAGE', 'why? --reason TEXT tells those who are stopped');
  const who = textOption(place.options, 'account');
  if (who === undefined) {
    const body = { contract: subject.address, reason };
    await perform(place, { kind: 'freeze', body, subject, what: `freeze ${subject.name}` });
    return undefined;
  }
  const account = await place.book.party(who);
  const body = { contract: subject.address, account, reason };
  await perform(place, { kind: 'hold', body, subject, what: `freeze ${place.book.label(account)} in ${subject.name}` });
  return undefined;
}

/** Lets a contract go on, or with `--account` one account in it. */
export async function unfreeze(place: Place, word: string): Promise<undefined> {
  const who = textOption(place.options, 'account');
  if (who === undefined) return doBare(place, 'unfreeze', word);
  const { subject } = await contractAt(place, word);
  const account = await place.book.party(who);
  const body = { contract: subject.address, account };
  await perform(place, {
    kind: 'release',
    body,
    subject,
    what: `unfreeze ${place.book.label(account)} in ${subject.name}`,
  });
  return undefined;
}

/** Names the next administrators. */
export async function changeAdmin(place: Place, word: string): Promise<undefined> {
  const { book, options, session } = place;
  const { subject, target } = await contractAt(place, word);
  const toNobody = options['nobody'] === true;
  if (toNobody && wordsOf(options, 'member').length > 0)
    throw new Usage('USAGE', '--nobody and --member do not go together');
  if (toNobody && options['yes'] !== true && !options['dryRun'])
    throw new Usage('USAGE', `then nobody can ever upgrade, freeze or end ${subject.name}: say --yes if that is meant`);
  const policy = toNobody ? { members: [], threshold: 0, delay: 0 } : await policyOf(book, options);
  const next = await policyText(book, policy);
  await perform(place, {
    kind: 'admin',
    body: { contract: subject.address, policy },
    subject,
    what: `name ${next} as admin of ${subject.name}`,
  });
  const isSame = target.record.admin.members.every((each, i) => policy.members[i] && equal(each, policy.members[i]));
  if (!toNobody && !isSame && !options['json'])
    session.output.note(`it is theirs when they accept: tally contract accept ${subject.name}`);
  return undefined;
}

/** One step of a migration, or with `--all` as many as it takes. */
export async function step(place: Place, word: string): Promise<undefined> {
  const { session, connection, options } = place;
  if (options['all'] !== true) return doBare(place, 'step', word);
  const { subject } = await contractAt(place, word);
  const sent: Sent[] = [];
  const isWhole = async () => (await connection.contract(subject.address))?.shadow?.whole === true;
  do {
    const order = { kind: 'step', body: { contract: subject.address }, gas: gasOption(options) } as const;
    const one = await send(connection, session.signer(), order);
    await checkRan(session, connection, one, { contract: subject.name, method: 'step' });
    sent.push(one);
    session.output.progress(counted(sent.length, 'step'));
  } while (!(await isWhole()));
  session.output.progress('');
  const gas = sent.reduce((sum, { receipt }) => sum + receipt.gasUsed, 0);
  const { colours } = session.output;
  const document = { contract: subject.name, whole: true, gasUsed: gas, steps: sent.map(sentFacts) };
  const rows = fields([['gas', grouped(gas)]], colours);
  session.output.result(
    document,
    `${colours.green('✓')} ${subject.name} is whole after ${counted(sent.length, 'step')}\n${rows}`,
  );
  session.output.note(`then: tally contract swap ${subject.name}`);
  return undefined;
}
