// `tally template check` and `verify`: that a template is whole, and that a contract is exactly a template with some values.
import { decodeArguments } from '../../engine/abi/value.ts';
import { equal, toHex } from '../../engine/base/bytes.ts';
import { contractAddress } from '../../engine/base/hash.ts';
import { decode } from '../../engine/base/records.ts';
import { decodeTransaction } from '../../engine/base/transaction.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { contractClient, hookOf } from '../../engine/client/contract.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import { type Checked, checkTemplate } from '../../engine/simulate/check.ts';
import { type BuiltTemplate, buildTemplate } from '../../engine/template/build.ts';
import { argumentDifferences, differences, differenceText } from '../../engine/template/difference.ts';
import { documentOf, type Fill } from '../../engine/template/fill.ts';
import { openTemplate, type Template } from '../../engine/template/folder.ts';
import { initArguments, parameterHash, proseHash, proseOf, resolved } from '../../engine/template/instance.ts';
import { type Language, type Text, Told } from '../../engine/template/text.ts';
import { readKept } from '../../engine/template/values.ts';
import { TX_KINDS } from '../../spec/tx.ts';
import { Book } from '../book.ts';
import { type Act, type Options, textOption } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Session } from '../session.ts';
import { findContract, type Target } from '../target.ts';
import { clockNow, draftOf, textFile, ValueProblems, withSets } from './input.ts';
import { instanceOf, type Link } from './instances.ts';

export const check: Act = async ({ output, language }, [word]) => {
  const template = openTemplate(word!);
  const { colours } = output;
  const done: Checked[] = [];
  for await (const each of checkTemplate(template)) {
    done.push(each);
    const mark = each.problems.length === 0 ? colours.green('✓') : colours.red('✗');
    output.say(`${mark} ${each.what}  ${each.which}`);
    for (const problem of each.problems) output.say(`    ${problem}`);
  }
  const problems = done.flatMap((each) => each.problems);
  const sum = language === 'en' ? `${problems.length} problems` : `${problems.length} 个问题`;
  const { id, version } = template.manifest;
  output.result(
    { template: id, version, checked: done },
    problems.length === 0 ? `${colours.green('✓')} ${id} ${version}` : colours.red(sum),
  );
  return problems.length === 0 ? undefined : EXIT.build;
};

/** One thing that must be so for a contract to be that template with those values. */
interface Proof {
  readonly name: 'template' | 'values' | 'prose' | 'code' | 'invariant' | 'arguments' | 'unchanged' | 'file';
  readonly isTrue: boolean;
  readonly detail: string;
}

const PROOFS = {
  template: { en: 'its record names this template and version', zh: '链上记录指明该模板及版本' },
  values: { en: 'the values hash to what its record says', zh: '参数摘要与链上记录一致' },
  prose: { en: 'the prose of these values hashes to what its record says', zh: '合同正文摘要与链上记录一致' },
  code: {
    en: "its code is built from the template's source with these choices",
    zh: '代码由该模板源码按所作选择编译而成',
  },
  invariant: { en: "the engine runs the template's invariants", zh: '引擎执行该模板的不变量' },
  arguments: { en: 'it was made with exactly these values', zh: '创建时的参数与这些内容完全一致' },
  unchanged: { en: 'nobody can change its code', zh: '任何人都无权更改其代码' },
  file: { en: 'the text that was handed in is the prose of these values', zh: '所提交的文本与合同正文一致' },
} as const;

const NOT_SO = { en: 'not so: ', zh: '不成立：' } as const;

export const verify: Act = async (session, [word], options) => {
  const { output, language } = session;
  const connection = await session.connect('read');
  const book = await Book.open(session, connection);
  const target = await findContract(connection, book, word!);
  const link = target.record.template;
  if (link === null)
    throw new Told('VALUE_INVALID', {
      en: `${target.name} was not made from a template`,
      zh: `${target.name} 并非由模板创建`,
    });
  const known = instanceOf(session, target.address, link);
  const template =
    textOption(options, 'template') === undefined ? known?.template : openTemplate(textOption(options, 'template')!);
  if (template === undefined) throw new Told('TEMPLATE_UNKNOWN', folderText(link));
  const fill = valuesFor(session, template, options, book, known?.fill) ?? known?.fill;
  if (fill === undefined)
    throw new Told('VALUE_INVALID', {
      en: `the values of ${target.name} are not known here: name them with --values`,
      zh: `此处没有 ${target.name} 的填写内容：请用 --values 指明`,
    });
  const proofs = await proofsOf(
    { connection, target, template, fill, known: known?.fill, link },
    book,
    options,
    language,
  );
  const isTrue = proofs.every((proof) => proof.isTrue);
  const lines = proofs.map(({ name, isTrue: holds, detail }) =>
    holds
      ? `${output.colours.green('✓')} ${PROOFS[name][language]}`
      : `${output.colours.red(`✗ ${NOT_SO[language]}`)}${PROOFS[name][language]}\n${detail.replace(/^/gm, '    ')}`,
  );
  output.result(
    { contract: target.name, template: link.id, version: link.templateVersion, isTrue, proofs },
    lines.join('\n'),
  );
  return isTrue ? undefined : EXIT.build;
};

/** Values of the options; single ones alone are put over those that are known here. */
function valuesFor(
  { language }: Session,
  template: Template,
  options: Options,
  book: Book,
  known: Fill | undefined,
): Fill | undefined {
  const whole = draftOf(template, { ...options, set: undefined }, clockNow());
  const isAlone = Object.keys(whole).length === 0 && known !== undefined;
  const draft = withSets(template, isAlone ? structuredClone({ ...documentOf(known) }) : whole, options);
  if (Object.keys(draft).length === 0) return undefined;
  const { fill, problems } = readKept(template.manifest, draft);
  if (fill === undefined) throw new ValueProblems(problems, language);
  return resolved(fill, book.resolve);
}

function folderText({ id, templateVersion }: Link): Text {
  return {
    en: `${id} ${templateVersion}: name its folder with --template`,
    zh: `${id} ${templateVersion}：请用 --template 指明其文件夹`,
  };
}

interface Subject {
  readonly connection: Connection;
  readonly target: Target;
  readonly template: Template;
  readonly fill: Fill;
  /** Values that hash to what the chain has, if they are known here. */
  readonly known: Fill | undefined;
  readonly link: Link;
}

async function proofsOf(
  { connection, target, template, fill, known, link }: Subject,
  book: Book,
  options: Options,
  language: Language,
): Promise<Proof[]> {
  const { manifest } = template;
  const { record } = target;
  const same = comparing(language);
  const built = await buildTemplate(template, fill.options);
  const made = await creationOf(connection, target);
  const input = contractClient(built.abi).init(initArguments(template, built.abi, fill, book.resolve));
  const isNamed = link.id === manifest.id && link.templateVersion === manifest.version;
  return [
    {
      name: 'template',
      isTrue: isNamed,
      detail: `${link.id} ${link.templateVersion} ≠ ${manifest.id} ${manifest.version}`,
    },
    same('values', parameterHash(template, fill), link.parameters, known && fillText(template, fill, known, language)),
    same('prose', proseHash(template, fill), link.prose),
    same('code', built.codeId, record.codeId),
    { name: 'invariant', isTrue: record.invariant === manifest.invariants.view, detail: record.invariant || '–' },
    made === undefined
      ? { name: 'arguments', isTrue: false, detail: NOT_FOUND[language] }
      : same('arguments', input, made, argumentText(template, built.abi, fill, [input, made], language)),
    {
      name: 'unchanged',
      isTrue: record.revision === 0 && record.admin.members.length === 0,
      detail: `revision ${record.revision}`,
    },
    ...fileProof(template, fill, options, language),
  ];
}

/** A proof that two byte strings are the same; without a detail their digests tell that they are not. */
function comparing(language: Language) {
  return (name: Proof['name'], ours: Uint8Array, theirs: Uint8Array, detail?: string): Proof => ({
    name,
    isTrue: equal(ours, theirs),
    detail: detail ?? digests(ours, theirs, language),
  });
}

const NOT_FOUND = { en: 'its transaction was not found', zh: '未找到创建该合约的交易' } as const;

/** Two digests that are not the same. */
function digests(ours: Uint8Array, theirs: Uint8Array, language: Language): string {
  if (language === 'en') return `digest of what was given ${toHex(ours)}\ndigest on the chain      ${toHex(theirs)}`;
  return `所给内容的摘要  ${toHex(ours)}\n链上的摘要      ${toHex(theirs)}`;
}

/** What of the values is not the same as in those that were made. */
function fillText({ manifest }: Template, ours: Fill, theirs: Fill, language: Language): string | undefined {
  const lines = differences(manifest, ours, theirs).map((each) => differenceText(each, language));
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** What of the arguments is not the same, read by the ABI; no bytes, which nobody can compare. */
function argumentText(
  { manifest }: Template,
  abi: BuiltTemplate['abi'],
  fill: Fill,
  inputs: readonly [ours: Uint8Array, theirs: Uint8Array],
  language: Language,
): string {
  const params = hookOf(abi, 'init')?.params ?? [];
  try {
    const [ours, theirs] = inputs.map((bytes) => decodeArguments(params, bytes));
    return argumentDifferences(manifest, fill, params, ours!, theirs!)
      .map((each) => differenceText(each, language))
      .join('\n');
  } catch {
    return language === 'en' ? 'it was made with other choices' : '创建时所作的选择不同';
  }
}

/** Whether a file, such as one that was signed on paper, is the prose of these values. */
function fileProof(template: Template, fill: Fill, options: Options, language: Language): Proof[] {
  const path = textOption(options, 'prose');
  if (path === undefined) return [];
  // How a system ends its lines is no difference that anybody could read.
  const text = textFile(path, options).replaceAll(/\r\n?/g, '\n').trim();
  const prose = proseOf(template, fill);
  const isTrue = text === prose.en.trim() || text === prose.zh.trim();
  return [{ name: 'file', isTrue, detail: isTrue ? '' : firstDifference(text, prose, language) }];
}

/** A line around the place where it begins to differ from another one. */
function excerpt(line = '', other = ''): string {
  const at = [...line].findIndex((char, i) => char !== [...other][i]);
  const from = Math.max(0, (at < 0 ? [...line].length : at) - 20);
  const part = [...line].slice(from, from + 60).join('');
  return JSON.stringify(`${from > 0 ? '…' : ''}${part}${[...line].length > from + 60 ? '…' : ''}`);
}

function firstDifference(text: string, { en, zh }: Text, language: Language): string {
  const theirs = text.split('\n');
  const [english, chinese] = [en.trim().split('\n'), zh.trim().split('\n')];
  const shared = (lines: readonly string[]) => theirs.filter((line) => line !== '' && lines.includes(line)).length;
  const isChinese = (shared(chinese) - shared(english) || Number(/\p{Script=Han}{4}/u.test(text)) - 0.5) > 0;
  const ours = isChinese ? chinese : english;
  const at = Math.max(
    0,
    theirs.findIndex((line, i) => line !== ours[i]),
  );
  return language === 'en'
    ? `line ${at + 1} of it  ${excerpt(theirs[at], ours[at])}\nin the prose  ${excerpt(ours[at], theirs[at])}`
    : `所提交文本第 ${at + 1} 行  ${excerpt(theirs[at], ours[at])}\n合同正文此处      ${excerpt(ours[at], theirs[at])}`;
}

const INSTANTIATE = TX_KINDS.find(({ name }) => name === 'instantiate')!.id;

/** The input with which a contract was made. Of one that was never changed the record tells the block. */
async function creationOf(connection: Connection, { record, address }: Target): Promise<Uint8Array | undefined> {
  const { chain } = await connection.info();
  const block = record.revision === 0 ? await connection.block(record.since) : undefined;
  for (const bytes of block?.transactions ?? []) {
    const { request } = decodeTransaction(bytes);
    if (request.kind !== INSTANTIATE || !equal(request.sender, record.creator)) continue;
    const body = decode('InstantiateBody', request.body);
    if (equal(contractAddress(nodeNatives, chain, request.sender, body.salt), address)) return body.input;
  }
  return undefined;
}
