// The part of XML that a document of data needs: elements, attributes, text. Anything that could make two readers differ is refused first.
import { XMLParser } from 'fast-xml-parser';
import { Usage } from '../base/errors.ts';

/** An element that is read. */
export interface Element {
  readonly namespace: string;
  /** Its name without prefix. */
  readonly name: string;
  /** By name as it is written. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of an element without children: its text, space around it gone and space in it single. */
  readonly text: string;
  readonly children: readonly Element[];
  /** Where it is, for messages: `file: Invoice/InvoiceLine[2]/ID`. */
  readonly path: string;
}

const DEEPEST = 64;
/** Attributes of an element, and prefixes that are known in one; an element is then read in a bounded time. */
const MOST_NAMES = 64;
const NAME = '[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?';
const SPACE = '[ \\t\\r\\n]';
const DECLARATION = new RegExp(
  `^<\\?xml${SPACE}+version=(["'])1\\.0\\1(?:${SPACE}+encoding=(["'])(?:utf-8|utf-16|gb18030|gbk|gb2312)\\2)?` +
    `(?:${SPACE}+standalone=(["'])(?:yes|no)\\3)?${SPACE}*\\?>`,
  'i',
);
const ATTRIBUTE_FORM = `(${NAME})${SPACE}*=${SPACE}*(?:"([^"<>]*)"|'([^'<>]*)')`;
const TAG = new RegExp(
  `<(?:/(?<closed>${NAME})${SPACE}*|(?<opened>${NAME})(?<attributes>(?:${SPACE}+${ATTRIBUTE_FORM})*)${SPACE}*(?<empty>/?))>`,
  'y',
);
const ATTRIBUTE = new RegExp(ATTRIBUTE_FORM, 'g');
const REFERENCE = /&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));/g;
const PREDEFINED: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const STRANGE = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  maxNestedTags: DEEPEST + 1,
  onDangerousProperty: (name) => {
    throw new Error(`${name} is a name that is not read here`);
  },
});

/**
 * The root element of a document. `file` is its name, for messages. No document type, no entities but the five and character
 * references, no CDATA, no processing instructions, no comment inside a value, no text between elements, at most 64 levels.
 * @throws Usage INVOICE_INVALID with line and column, or the path of an element
 */
export function readXml(file: string, text: string): Element {
  scan(file, text);
  const [root] = parse(file, text).filter((node) => tagOf(node) !== '#text');
  return elementOf(root!, new Map([['xml', XML_NAMESPACE]]), `${file}: `, '');
}

/** How far a document was read. */
interface Scan {
  readonly open: string[];
  roots: number;
  /** What stands since the last tag. */
  text: boolean;
  comment: boolean;
}

function scan(file: string, text: string): void {
  const state: Scan = { open: [], roots: 0, text: false, comment: false };
  const strange = STRANGE.exec(text);
  let at = DECLARATION.exec(text)?.[0].length ?? 0;
  const refuse = (reason: string | undefined, where: number) => {
    if (reason !== undefined) throw new Usage('INVOICE_INVALID', `${file}:${placeOf(text, where)}: ${reason}`);
  };
  if (strange) refuse('a character that XML does not allow', strange.index);
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    refuse(chunkProblem(text.slice(at, end), state), at);
    if (next < 0) break;
    const length = markupLength(text, next);
    if (typeof length === 'string') refuse(length, next);
    else refuse(markupProblem(text.slice(next, next + length), state), next);
    at = next + Number(length);
  }
  refuse(endProblem(state), text.length);
}

function endProblem({ open, roots }: Scan): string | undefined {
  if (open.length > 0) return `the element ${open.at(-1)} has no end`;
  return roots === 0 ? 'there is no element' : undefined;
}

// Text up to the next markup.
function chunkProblem(chunk: string, state: Scan): string | undefined {
  if (/^[ \t\r\n]*$/.test(chunk)) return undefined;
  if (state.open.length === 0) return 'text outside of the root element';
  state.text = true;
  if (state.comment) return 'a comment inside a value';
  return chunk.includes(']]>') ? 'a ]]> outside of CDATA' : referenceProblem(chunk);
}

// How long the comment or tag is that begins here, or why it is neither.
function markupLength(text: string, at: number): number | string {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4);
    return text.startsWith('-->', end) && end > 0 ? end + 3 - at : 'a comment without a lawful end';
  }
  if (text.startsWith('<![CDATA[', at)) return 'CDATA, which is not read here';
  if (text.startsWith('<!', at)) return 'a document type or declaration, which is not read here: it can name entities';
  if (text.startsWith('<?', at)) return 'a processing instruction or XML declaration that is not read here';
  TAG.lastIndex = at;
  return TAG.exec(text)?.[0].length ?? 'no lawful tag';
}

function markupProblem(markup: string, state: Scan): string | undefined {
  if (markup.startsWith('<!--')) {
    state.comment = true;
    return state.text ? 'a comment inside a value' : undefined;
  }
  [state.text, state.comment] = [false, false];
  TAG.lastIndex = 0;
  const { opened, closed, attributes = '', empty } = TAG.exec(markup)!.groups!;
  if (opened === undefined) {
    const expected = state.open.pop();
    return closed === expected ? undefined : `the end of ${closed} where ${expected ?? 'nothing'} is open`;
  }
  if (state.open.length === 0 && state.roots++ > 0) return 'a second root element';
  state.open.push(opened);
  const tooDeep = state.open.length > DEEPEST ? `more than ${DEEPEST} levels of elements` : undefined;
  if (empty) state.open.pop();
  return tooDeep ?? attributesProblem(attributes);
}

function attributesProblem(attributes: string): string | undefined {
  const seen = new Set<string>();
  for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
    if (seen.has(name!)) return `the attribute ${name} twice`;
    if (seen.add(name!).size > MOST_NAMES) return `more than ${MOST_NAMES} attributes`;
    const problem = referenceProblem(double ?? single!);
    if (problem) return problem;
  }
  return undefined;
}

function referenceProblem(text: string): string | undefined {
  const rest = text.replace(REFERENCE, (reference) => (STRANGE.test(decodeReferences(reference)) ? '&' : ''));
  return rest.includes('&')
    ? 'an & that begins none of &lt; &gt; &amp; &quot; &apos; and no reference to a lawful character'
    : undefined;
}

// Each reference once: what they give is not read again. What is beyond Unicode becomes a character that is refused.
function decodeReferences(text: string): string {
  return text.replace(REFERENCE, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return PREDEFINED[name]!;
    const point = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
    return point > 0x10ffff ? '\0' : String.fromCodePoint(point);
  });
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return `${lines.length}:${[...lines.at(-1)!].length + 1}`;
}

// What fast-xml-parser gives: one key for the name, with the children, and ':@' for the attributes.
type Parsed = { readonly [name: string]: unknown };

// It throws at names that mean something to JavaScript, which no document of data has.
function parse(file: string, text: string): Parsed[] {
  try {
    return parser.parse(text);
  } catch (error) {
    throw new Usage('INVOICE_INVALID', `${file}: ${(error as Error).message}`);
  }
}

function tagOf(node: Parsed): string {
  return Object.keys(node).find((key) => key !== ':@')!;
}

type Prefixes = ReadonlyMap<string, string>;

// `number` tells it from its siblings: `[2]`.
function elementOf(node: Parsed, outer: Prefixes, above: string, number: string): Element {
  const tag = tagOf(node);
  const attributes = attributesOf(node);
  const path = above + tag.slice(tag.indexOf(':') + 1) + number;
  const prefixes = prefixesOf(attributes, outer, path);
  const [prefix, name] = tag.includes(':') ? (tag.split(':') as [string, string]) : ['', tag];
  const namespace = prefixes.get(prefix) ?? '';
  if (namespace === '' && prefix !== '') invalid(path, `the prefix ${prefix} stands for no namespace`);
  const inside = node[tag] as Parsed[];
  const nodes = inside.filter((child) => tagOf(child) !== '#text');
  const text = decodeReferences(inside.map((child) => child['#text'] ?? '').join(''));
  if (nodes.length > 0 && /[^ \t\r\n]/.test(text)) invalid(path, 'text between elements');
  const numbers = numbersOf(nodes);
  const children = nodes.map((child, i) => elementOf(child, prefixes, `${path}/`, numbers[i]!));
  return { namespace, name, attributes, text: spaceOf(text), children, path };
}

function prefixesOf(attributes: Element['attributes'], outer: Prefixes, path: string): Prefixes {
  const named = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (named.length === 0) return outer;
  const prefixes = new Map([...outer, ...named.map(([name, value]) => [name.slice(6), value] as const)]);
  return prefixes.size > MOST_NAMES ? invalid(path, `more than ${MOST_NAMES} prefixes`) : prefixes;
}

// `[1]` and so on for those of one name, nothing for an only one.
function numbersOf(nodes: readonly Parsed[]): string[] {
  const tags = nodes.map(tagOf);
  const all = new Map<string, number>();
  const counted = tags.map((tag) => {
    const count = (all.get(tag) ?? 0) + 1;
    all.set(tag, count);
    return count;
  });
  return tags.map((tag, i) => (all.get(tag) === 1 ? '' : `[${counted[i]}]`));
}

function attributesOf(node: Parsed): Map<string, string> {
  const given = Object.entries((node[':@'] ?? {}) as { readonly [name: string]: string });
  return new Map(given.map(([name, value]) => [name, spaceOf(decodeReferences(value))]));
}

function spaceOf(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** @throws Usage INVOICE_INVALID about this place, always */
export function invalid(path: string, reason: string): never {
  throw new Usage('INVOICE_INVALID', `${path}: ${reason}`);
}
