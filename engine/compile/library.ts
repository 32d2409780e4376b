// The page docs/reference/library.md: everything that contracts import from "tally", by what it is for.
import type { Exported, Member, Named } from './exports.ts';
import { code, pageFrom, table } from './reference.ts';

/** What a contract is written with, and the files of the library that offer it. Whatever stands in another file comes last. */
const GROUPS: readonly (readonly [title: string, files: readonly string[]])[] = [
  ['Values', ['address', 'amount', 'decimal', 'option']],
  ['Storage', ['storage']],
  ['Context', ['context']],
  ['Events', ['event', 'log']],
  ['Refusals', ['require']],
  ['Access', ['access']],
  ['Calls', ['call', 'token', 'proxy']],
  ['Bytes', ['codec']],
  ['Time and rates', ['day', 'rate']],
  ['Cryptography', ['crypto']],
  ['Large numbers', ['numbers']],
];
const REST = 'More';

const HEAD = `Everything that a contract imports from ${code('"tally"')}, with what it reverts with. How it goes together is told in [develop.md](../develop.md).`;
const LEGEND = `A member written with its class (${code('Amount.of')}) belongs to the class, any other to an object. ${code('readonly')} can be read and not assigned. Signs like ${code('+')} behind a method do the same as the method.`;

/** Text of the page. */
export function libraryPage(all: readonly Exported[], marks: readonly Named[]): string {
  const groups = grouped(all);
  const parts = groups.flatMap(([title, of]) => [`## ${title}`, ...of.flatMap(entry)]);
  const contents = [['Decorators', marks] as const, ...groups].map(([title, of]) => contentsOf(title, of));
  const first = [HEAD, contents.join('\n'), LEGEND, ...decoratorPart(marks)];
  return pageFrom('stdlib/index.ts', 'Library', [...first, ...parts]);
}

function grouped(all: readonly Exported[]): (readonly [string, readonly Exported[]])[] {
  const known = GROUPS.flatMap(([, files]) => files);
  const inFiles = (files: readonly string[]) => files.flatMap((file) => all.filter((one) => one.file === file));
  const rest = all.filter(({ file }) => !known.includes(file));
  const groups = GROUPS.map(([title, files]) => [title, inFiles(files)] as const);
  return [...groups, [REST, rest] as const].filter(([, of]) => of.length > 0);
}

const slug = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

function contentsOf(title: string, of: readonly Named[]): string {
  const sign = title === 'Decorators' ? '@' : '';
  return `- [${title}](#${slug(title)}): ${of.map(({ name }) => code(sign + name)).join(' ')}`;
}

function decoratorPart(marks: readonly Named[]): string[] {
  const rows = marks.map(({ signature, doc }) => [code(signature), prose(doc)]);
  return ['## Decorators', 'They need no import.', table(['decorator', 'where it stands and what it does'], rows)];
}

const LISTED: { readonly [kind in Exported['kind']]?: readonly [string, string] } = {
  class: ['member', 'what it does'],
  enum: ['name and number', 'what it means'],
  namespace: ['constant', 'what it means'],
};

function entry({ name, kind, signature, doc, members }: Exported): string[] {
  const isHead = kind !== 'class' && kind !== 'enum' && kind !== 'namespace';
  const shown = isHead ? `\`\`\`ts\n${signature}\n\`\`\`` : undefined;
  const title = kind === 'class' ? signature.replace(/^class /, '') : name;
  const head = LISTED[kind];
  const rows = members.map((member) => [signatureCell(member), prose(member.doc)]);
  const listed = head && rows.length > 0 ? table([...head], rows) : undefined;
  return [`### ${code(title)}`, shown, prose(doc), listed].filter((part) => part !== undefined);
}

function signatureCell({ signature, operator }: Member): string {
  return operator === undefined ? code(signature) : `${code(signature)} · ${code(operator)}`;
}

/** Codes of refusals: words of capitals with `_` between them, and what stands behind "reverts". */
const CODES = /\b[A-Z0-9]+(?:_[A-Z0-9]+)+\b|(?<=[Rr]everts )[A-Z]+\b/g;

/** Words of a comment as Markdown: links and codes become code, and what would read as markup is escaped outside of code. */
function prose(doc = ''): string {
  const linked = doc.replaceAll(/\{@link (\w+)\}/g, '`$1`').split('`');
  const coded = linked.map((part, i) => (i % 2 === 1 ? part : part.replaceAll(CODES, '`$&`'))).join('`');
  const parts = coded.split('`');
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : part.replace(/[<*_[\]]/g, '\\$&'))).join('');
}
