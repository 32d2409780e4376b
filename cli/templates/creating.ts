// `tally template new`: values by questions, files or single words, checked, shown, and made a contract of.

import { keyNames } from '../../engine/app/keys.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import { World } from '../../engine/simulate/world.ts';
import { documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import { type Draft, over } from '../../engine/template/path.ts';
import { type Text, Told } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { Book } from '../book.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { writeWhole } from '../files.ts';
import { toJson } from '../json.ts';
import { addName, checkContractName, freeName } from '../names.ts';
import { ensureChain } from '../network.ts';
import { fields } from '../print.ts';
import type { Session } from '../session.ts';
import { contractText, MAKE } from './agreeing.ts';
import { Dialogue, isAnswered } from './dialogue.ts';
import { checked, clockNow, draftOf } from './input.ts';
import { keepInstances, keptOf } from './instances.ts';
import { invoiceDraft } from './invoice.ts';
import { makeAll, type Outcome, openWorkshop, type Planned, plan } from './making.ts';
import { signing } from './signing.ts';
import { warnOfTwins } from './twins.ts';
import { askValues, GivenUp } from './wizard.ts';
import { WORDS } from './words.ts';

export const create: Act = async (session, [word], options) => {
  const { output, language } = session;
  const template = openTemplate(word!);
  const save = textOption(options, 'save');
  const isAsking = asks(session, template, options);
  const fill = isAsking
    ? await answered(session, template, word!, options)
    : checked(session, template, givenDraft(template, options), save === undefined, clockNow());
  if (save !== undefined) {
    writeWhole(save, toJson(documentOf(fill)));
    output.result(
      { file: save, values: documentOf(fill) },
      `${output.colours.green('✓')} ${WORDS.saved[language]} ${save}`,
    );
    return undefined;
  }
  const key = signing(session);
  await ensureChain(session, false);
  const connection = await session.connect('write');
  const workshop = await openWorkshop(connection, await Book.open(session, connection), key);
  const planned = await plan(workshop, template, fill);
  warnOfTwins(session, workshop.book, template, [planned], keptOf(session, template));
  if (options['dryRun'] === true) {
    // The contract has rules of its own: whether it takes the values shows when it is made, if only in a throw-away chain.
    await World.begin(template, planned.fill, { actors: [], time: clockNow().time });
    output.result(documentFor(planned, undefined), `${output.colours.green('✓')} ${WORDS.lawful[language]}`);
    return undefined;
  }
  // A name that cannot be given is refused before anything is sent.
  const name = nameFor(session, workshop.book, planned, textOption(options, 'as'));
  const [outcome] = await makeAll(workshop, [planned]);
  if (outcome!.kind === 'failed')
    throw new Told(outcome!.isTaken ? 'INSTANCE_TAKEN' : 'INSTANCE_REFUSED', outcome!.text);
  if (outcome!.kind === 'made') keepInstances(session, [planned], word!);
  addName(session.names, workshop.chain, { name, address: planned.address });
  report(session, planned, outcome!, name);
  return undefined;
};

/** Values of the options. */
function givenDraft(template: Template, options: Options): Draft {
  return over(invoiceDraft(template, options), draftOf(template, options, clockNow()));
}

/** Whether questions are asked: on demand, or where something is missing and somebody is there to answer. */
function asks(session: Session, template: Template, options: Options): boolean {
  if (options['ask'] === true) return true;
  if (!isAnswered(session, options)) return false;
  const draft = givenDraft(template, options);
  return readValues(template.manifest, draft, clockNow(), { accounts: true }).problems.length > 0;
}

/** Answers to questions, and to the last one, whether to make it. @throws Told INTERRUPTED */
async function answered(session: Session, template: Template, word: string, options: Options): Promise<Fill> {
  const save = textOption(options, 'save');
  if (save === undefined) await foreseen(session);
  const isConfirmed =
    save !== undefined || options['dryRun'] === true || options['yes'] === true || options['input'] === false;
  const dialogue = new Dialogue(session, process.stdin);
  try {
    let draft = givenDraft(template, options);
    for (;;) {
      draft = await askValues(session, template, draft, dialogue);
      const fill = checked(session, template, draft, save === undefined, clockNow());
      if (isConfirmed) return fill;
      session.output.say(contractText(session, template, fill));
      const answer = await dialogue.confirm(MAKE);
      if (answer === 'yes') return fill;
      if (answer === 'no') throw new GivenUp(draft, MAKE);
    }
  } catch (error) {
    throw error instanceof GivenUp ? givenUp(error, word, save) : error;
  } finally {
    dialogue.close();
  }
}

/** Nobody answers twenty questions for a key that is not there, or a chain that cannot be opened. @throws Usage, Fault */
async function foreseen(session: Session): Promise<void> {
  signing(session);
  const { holdsChain } = await import('../../engine/node/open.ts');
  if (!holdsChain(session.chain)) return;
  await session.connect('write');
  // Others may use it while somebody thinks.
  await session.close();
}

/** Answers are work, so they are kept where a file was named. */
function givenUp({ draft, title }: GivenUp, word: string, save: string | undefined): Told {
  if (save !== undefined) writeWhole(save, toJson(draft));
  return new Told('INTERRUPTED', {
    en:
      save === undefined
        ? `${title.en}: nothing was sent; with --save FILE the answers are kept`
        : `${title.en}: nothing was sent, the answers are in ${save}; \`tally template new ${word} --values ${save} --ask\` goes on`,
    zh:
      save === undefined
        ? `${title.zh}：未发送任何交易；加 --save 文件名可保存已填内容`
        : `${title.zh}：未发送任何交易，已填内容存于 ${save}；用 \`tally template new ${word} --values ${save} --ask\` 继续`,
  });
}

/** The name of an instance: as asked, otherwise its number as far as that can be one. @throws Usage USAGE, NAME_TAKEN */
function nameFor(session: Session, book: Book, { key, address, body }: Planned, asked: string | undefined): string {
  if (asked !== undefined) {
    checkContractName(asked);
    const isAnothers = book.contracts.some((named) => named.name === asked && !equal(named.address, address));
    if (isAnothers) throw new Usage('NAME_TAKEN', asked);
    return asked;
  }
  const known = book.contracts.find((named) => equal(named.address, address));
  if (known) return known.name;
  const usual = (body.template?.id ?? '').split('/').at(-1)!;
  const plain = key.replaceAll(/[^A-Za-z0-9_.-]/g, '-').slice(0, 60);
  const taken = [...book.contracts.map((named) => named.name), ...keyNames(session.keys)];
  const isName = /^[A-Za-z0-9]/.test(plain) && /[A-Za-z0-9]/.test(key);
  // A figure right behind a number would look like another number.
  const name = freeName(isName ? plain : usual, taken, '_');
  if (name !== key) session.output.note(calledText(key, name)[session.language]);
  return name;
}

function calledText(number: string, name: string): Text {
  return {
    en: `${number} is called ${name} here; with --as NAME it is called otherwise`,
    zh: `${number} 在此处名为 ${name}；用 --as 名称 另行命名`,
  };
}

function documentFor(
  { key, address, body, fill }: Planned,
  outcome: Outcome | undefined,
): { readonly [member: string]: unknown } {
  const { id, templateVersion, parameters, prose } = body.template!;
  const ids = { template: id, version: templateVersion, number: key, address: formatAddress('contract', address) };
  return {
    ...ids,
    parameters: toHex(parameters),
    prose: toHex(prose),
    outcome: outcome?.kind ?? 'planned',
    values: documentOf(fill),
  };
}

function report({ output, language }: Session, planned: Planned, outcome: Outcome, name: string): void {
  const { colours } = output;
  const { id, templateVersion } = planned.body.template!;
  const what = outcome.kind === 'there' ? WORDS.there[language] : WORDS.made[language];
  const rows = [
    [WORDS.template[language], `${id} ${templateVersion}`],
    [WORDS.address[language], formatAddress('contract', planned.address)],
  ] as const;
  output.result(
    { name, ...documentFor(planned, outcome) },
    `${colours.green('✓')} ${name}  ${what}\n${fields(rows, colours)}`,
  );
  output.note(
    language === 'en' ? `where it stands: tally contract show ${name}` : `查看状态：tally contract show ${name}`,
  );
}
