// `tally template batch`, `approve` and `send`: many instances from a table, by one person or by a maker and a checker.
import { parse as parseYaml } from 'yaml';
import type { Key } from '../../engine/app/keys.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { Usage } from '../../engine/base/errors.ts';
import { formatAddress } from '../../engine/client/address.ts';
import {
  approve as approved,
  type Batch,
  checkApproved,
  checkSender,
  prepare,
  readBatch,
} from '../../engine/template/batch.ts';
import { documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import { resolved } from '../../engine/template/instance.ts';
import { Told } from '../../engine/template/text.ts';
import { readValues } from '../../engine/template/values.ts';
import { Book } from '../book.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import { writeWhole } from '../files.ts';
import { toJson } from '../json.ts';
import { addNames, isContractName } from '../names.ts';
import { ensureChain } from '../network.ts';
import { counted, grouped } from '../print.ts';
import type { Session } from '../session.ts';
import { APPROVE, batchText, totalsOf } from './agreeing.ts';
import { pathsOf } from './columns.ts';
import { Dialogue, isAnswered } from './dialogue.ts';
import { clockNow, draftOf, textFile, ValueProblems } from './input.ts';
import { keepInstances, keptOf } from './instances.ts';
import { makeAll, type Outcome, openWorkshop, type Planned, planAll, type Workshop } from './making.ts';
import { errorSheet, type ReadRow, readRows, readSheet, type Sheet, whyText } from './rows.ts';
import { checking, signing } from './signing.ts';
import { warnOfTwins } from './twins.ts';

export const batch: Act = async (session, [word, path], options) => {
  const { language } = session;
  const template = openTemplate(word!);
  const sheet = readSheet(textFile(path!, options), path!);
  const rows = readRows(
    template,
    sheet,
    pathsOf(template, sheet.head, mapOf(options)),
    draftOf(template, options, clockNow()),
    clockNow(),
  );
  const bad = rows.filter(({ fill }) => fill === undefined);
  const good = rows.filter((row): row is ReadRow & { fill: Fill } => row.fill !== undefined);
  const told = bad.map(({ row, problems }) => ({ row, why: whyText(problems, language) }));
  if (bad.length > 0) tellBad(session, sheet, told, path!, options);
  if (bad.length > 0 && (options['skipBad'] !== true || good.length === 0)) return EXIT.usage;
  const key = signing(session);
  await ensureChain(session, false);
  const connection = await session.connect('write');
  const book = await Book.open(session, connection);
  const file = textOption(options, 'prepare');
  if (file !== undefined)
    return prepareRows(
      session,
      template,
      good.map(({ fill }) => resolved(fill, book.resolve)),
      key,
      file,
    );
  const workshop = await openWorkshop(connection, book, key);
  const fills = good.map(({ fill }) => fill);
  if (options['dryRun'] === true) return dryRun(session, workshop, template, fills);
  const outcomes = await makeRows(session, workshop, template, fills, word!);
  const failed = outcomes.flatMap((outcome, i) =>
    outcome.kind === 'failed' ? [{ row: good[i]!.row, why: outcome.text[language] }] : [],
  );
  if (failed.length > 0) tellBad(session, sheet, [...told, ...failed], path!, options);
  return sum(session, outcomes, bad.length);
};

/** Rows that are signed by their maker, in a file for somebody else to approve. */
function prepareRows(
  { output, language }: Session,
  template: Template,
  fills: readonly Fill[],
  maker: Key,
  file: string,
): undefined {
  writeWhole(file, toJson(prepare(template, fills.map(documentOf), maker)));
  const text =
    language === 'en'
      ? `${counted(fills.length, 'row')} prepared by ${maker.name}`
      : `${maker.name} 已制单 ${grouped(fills.length)} 行`;
  output.result({ file, rows: fills.length, by: maker.name }, `${output.colours.green('✓')} ${file}  ${text}`);
  output.note(`tally template approve ${file} --from …`);
  return undefined;
}

/** Columns and the paths that they stand for. @throws Usage VALUE_INVALID */
function mapOf(options: Options): { readonly [column: string]: string } {
  const path = textOption(options, 'map');
  if (path === undefined) return {};
  const map: unknown = parseYaml(textFile(path, options), { schema: 'failsafe', maxAliasCount: 0 });
  if (
    typeof map !== 'object' ||
    map === null ||
    Array.isArray(map) ||
    Object.values(map).some((value) => typeof value !== 'string')
  )
    throw new Told('VALUE_INVALID', {
      en: `${path}: expected columns and the paths that they stand for, one to a line`,
      zh: `${path}：应逐行写明列名与对应项`,
    });
  return map as Record<string, string>;
}

const SHOWN = 10;

function tellBad(
  { output, language }: Session,
  sheet: Sheet,
  bad: readonly { row: { line: number; cells: readonly string[] }; why: string }[],
  path: string,
  options: Options,
): void {
  const file = textOption(options, 'errors') ?? `${path.replace(/\.csv$/i, '')}.errors.csv`;
  writeWhole(file, errorSheet(sheet, bad, language));
  const where = (line: number) => (language === 'en' ? `line ${line}` : `第 ${line} 行`);
  for (const { row, why } of bad.slice(0, SHOWN))
    output.complain(`${output.colours.red('✗')} ${where(row.line)}  ${why}`);
  const count =
    language === 'en'
      ? `${counted(bad.length, 'row')} with problems, in ${file}`
      : `${grouped(bad.length)} 行有问题，见 ${file}`;
  output.complain(count);
}

async function dryRun(
  session: Session,
  workshop: Workshop,
  template: Template,
  fills: readonly Fill[],
): Promise<undefined> {
  const { output, language } = session;
  const planned = await planAll(workshop, template, fills);
  warnOfTwins(session, workshop.book, template, planned, keptOf(session, template));
  const document = planned.map(({ key, address }) => ({ number: key, address: formatAddress('contract', address) }));
  const text =
    language === 'en'
      ? `${counted(fills.length, 'row')} ${fills.length === 1 ? 'is' : 'are'} lawful; nothing was sent`
      : `${grouped(fills.length)} 行合规；未发送任何交易`;
  output.result({ planned: document }, `${output.colours.green('✓')} ${text}`);
  return undefined;
}

/** Makes instances, and keeps what they were made of as they come. */
async function makeRows(
  session: Session,
  workshop: Workshop,
  template: Template,
  fills: readonly Fill[],
  word: string,
): Promise<Outcome[]> {
  const planned = await planAll(workshop, template, fills);
  const there = keptOf(session, template);
  warnOfTwins(session, workshop.book, template, planned, there);
  // A run that was killed may have left some on the chain whose values were not kept yet.
  const kept = new Set(there.map(({ address }) => address));
  let count = 0;
  const outcomes = await makeAll(workshop, planned, (done, results) => {
    const made = done.filter((each, i) => isThere(results[i]!) && !kept.has(formatAddress('contract', each.address)));
    keepInstances(session, made, word);
    count += done.length;
    session.output.progress(`${grouped(count)} / ${grouped(planned.length)}`);
  });
  session.output.progress('');
  nameAll(
    session,
    workshop,
    planned.filter((_, i) => isThere(outcomes[i]!)),
  );
  return outcomes;
}

/** Whether it stands on the chain, since now or before. */
function isThere({ kind }: Outcome): boolean {
  return kind !== 'failed';
}

/** Names all of them by their numbers; one whose number is no name keeps its address only. */
function nameAll(session: Session, workshop: Workshop, made: readonly Planned[]): void {
  const { contracts } = workshop.book;
  const taken = new Set(contracts.map(({ name }) => name));
  const known = new Set(contracts.map(({ address }) => toHex(address)));
  const named = made.flatMap((each) => {
    const { key, address } = each;
    if (!isContractName(key) || taken.has(key) || known.has(toHex(address))) return [];
    taken.add(key);
    return [{ name: key, address }];
  });
  addNames(session.names, workshop.chain, named);
}

function sum({ output, language }: Session, outcomes: readonly Outcome[], skipped = 0): number | undefined {
  const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const [made, there, failed] = [count('made'), count('there'), count('failed')];
  const text =
    language === 'en'
      ? `${grouped(made)} made, ${grouped(there)} there already, ${grouped(failed)} failed${skipped > 0 ? `, ${grouped(skipped)} skipped` : ''}`
      : `创建 ${grouped(made)} 个，已存在 ${grouped(there)} 个，失败 ${grouped(failed)} 个${skipped > 0 ? `，略过 ${grouped(skipped)} 行` : ''}`;
  output.result(
    { made, there, failed, skipped, outcomes: outcomes.map(outcomeDocument) },
    `${failed === 0 ? output.colours.green('✓') : output.colours.red('✗')} ${text}`,
  );
  return failed === 0 ? undefined : EXIT.reverted;
}

function outcomeDocument(outcome: Outcome): object {
  return outcome.kind === 'failed' ? { kind: 'failed', why: outcome.text.en } : outcome;
}

/** `tally template approve`: the second person, who did not prepare it, sees what it is and is asked at a terminal. */
export const approve: Act = async (session, [path], options) => {
  const { output, language } = session;
  const { batch: given, template } = openBatch(path!);
  const fills = lawfulRows(session, template, given);
  const key = checking(session);
  const done = approved(given, key);
  output.say(batchText(session, template, fills, options['all'] === true));
  await agreed(session, options);
  writeWhole(path!, toJson(done));
  const text =
    language === 'en'
      ? `${counted(done.rows.length, 'row')} approved by ${key.name}`
      : `${key.name} 已复核 ${grouped(done.rows.length)} 行`;
  output.result(
    {
      file: path,
      template: given.template,
      rows: done.rows.length,
      totals: totalsOf(template.manifest, fills),
      prepared: done.prepared.name,
      approved: key.name,
    },
    `${output.colours.green('✓')} ${path}  ${text}`,
  );
  output.note(`tally template send ${path}`);
  return undefined;
};

/** Asks whoever approves, where somebody can answer; scripts, which name the command, are not asked. @throws Told INTERRUPTED */
async function agreed(session: Session, options: Options): Promise<void> {
  if (options['yes'] === true || (options['ask'] !== true && !isAnswered(session, options))) return;
  const dialogue = new Dialogue(session, process.stdin);
  try {
    if ((await dialogue.confirm(APPROVE)) === 'yes') return;
  } finally {
    dialogue.close();
  }
  throw new Told('INTERRUPTED', { en: 'it was not approved; the file is as it was', zh: '未复核，文件未作改动' });
}

/** `tally template send`: what was prepared by one and approved by another. */
export const sendBatch: Act = async (session, [path], options) => {
  const { batch: given, template } = openBatch(path!);
  checkApproved(given);
  const fills = lawfulRows(session, template, given);
  const key = signing(session);
  checkSender(given, key.publicKey);
  await ensureChain(session, false);
  const connection = await session.connect('write');
  const workshop = await openWorkshop(connection, await Book.open(session, connection), key);
  if (options['dryRun'] === true) return dryRun(session, workshop, template, fills);
  return sum(session, await makeRows(session, workshop, template, fills, given.template));
};

function openBatch(path: string): { readonly batch: Batch; readonly template: Template } {
  let json: unknown;
  try {
    json = JSON.parse(textFile(path, {}));
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Told('BATCH_INVALID', {
      en: `${path}: ${(error as Error).message}`,
      zh: `${path}：不是 JSON 文件，或内容已损坏`,
    });
  }
  const batch = readBatch(json);
  const template = openTemplate(batch.template);
  const { version } = template.manifest;
  if (version !== batch.version)
    throw new Told('BATCH_INVALID', {
      en: `it was prepared with version ${batch.version}, and this is ${version}`,
      zh: `制单所用模板版本为 ${batch.version}，当前为 ${version}`,
    });
  return { batch, template };
}

/** Rows are checked by everybody who touches them. @throws Usage VALUE_INVALID */
function lawfulRows({ language }: Session, template: Template, { rows }: Batch): Fill[] {
  return rows.map((row) => {
    const { fill, problems } = readValues(template.manifest, row, clockNow(), { accounts: true });
    if (fill === undefined) throw new ValueProblems(problems, language);
    return fill;
  });
}
