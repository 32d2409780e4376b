// Contract arguments on the command line: flags and words, matched with the parameters of a method.
import { didYouMean } from '../engine/abi/nearest.ts';
import { parseValue, type ResolveAddress } from '../engine/abi/parse.ts';
import {
  type Abi,
  type AbiMethod,
  type AbiParam,
  innerTypes,
  signatureTypes,
  typeText,
  type ValueType,
} from '../engine/abi/types.ts';
import { toHex } from '../engine/base/bytes.ts';
import { Usage } from '../engine/base/errors.ts';
import type { Arguments } from '../engine/client/contract.ts';
import type { Speech } from '../engine/template/speech.ts';
import { readBytes } from './files.ts';

/**
 * The arguments of a method from the words behind `--`: `--name value`, `--name=value`, `--flag` alone for a bool that is
 * true, or values in the order of the parameters. Bytes may stand in a file: `--data @file`.
 * @param speech how they are written, where people have words of their own for them
 * @throws Usage ARGUMENT_EXTRA, ARGUMENT_MISSING, ARGUMENT_TYPE, ADDRESS_INVALID, NAME_UNKNOWN
 */
export function readArguments(
  params: readonly AbiParam[],
  words: readonly string[],
  resolve: ResolveAddress,
  speech?: Speech,
): Arguments {
  const texts = matchWords(params, words);
  const missing = params.filter(({ name }) => !texts.has(name));
  if (missing.length > 0) throw new Usage('ARGUMENT_MISSING', describeParams(missing));
  return Object.fromEntries(
    params.map(({ name, type }) => {
      const given = type === 'bytes' ? textOfBytes(texts.get(name)!) : texts.get(name)!;
      const text = speech === undefined ? given : speech.word(type, given, name);
      return [name, named(name, () => parseValue(type, text, resolve, name))];
    }),
  );
}

/** Options of the command line that people put among the contract's own. */
const OWN_FLAGS = [
  'gas',
  'raw',
  'dry-run',
  'json',
  'from',
  'chain',
  'as',
  'salt',
  'admin',
  'lang',
  'quiet',
  'no-input',
];

/** Whether the words ask what there is to say. */
export function asksForHelp(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}

// A shell takes no argument of more than 128 KiB; `@file` stands for the bytes of a file.
function textOfBytes(text: string): string {
  return text.startsWith('@') ? `0x${toHex(readBytes(text.slice(1)))}` : text;
}

function matchWords(params: readonly AbiParam[], words: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  const loose: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsWith('--') || word === '--') {
      loose.push(word);
      continue;
    }
    const { name, type } = paramOf(params, word.slice(2).split('=', 1)[0]!);
    if (texts.has(name)) throw new Usage('ARGUMENT_EXTRA', `--${name} stands twice`);
    const { text, taken } = flagValue(word, words[i + 1], name, type);
    texts.set(name, text);
    i += taken;
  }
  fillInOrder(params, loose, texts);
  return texts;
}

function flagValue(
  word: string,
  next: string | undefined,
  name: string,
  type: ValueType,
): { text: string; taken: 0 | 1 } {
  const equals = word.indexOf('=');
  if (equals >= 0) return { text: word.slice(equals + 1), taken: 0 };
  if (type === 'bool' && next !== 'true' && next !== 'false') return { text: 'true', taken: 0 };
  if (next === undefined || next.startsWith('--'))
    throw new Usage('ARGUMENT_MISSING', `--${name} <${typeText(type)}>: its value`);
  return { text: next, taken: 1 };
}

// `--from-account` is how people write fromAccount.
function paramOf(params: readonly AbiParam[], flag: string): AbiParam {
  const plain = (text: string) => text.replaceAll(/[-_]/g, '').toLowerCase();
  const alike = params.filter(({ name }) => plain(name) === plain(flag));
  const param = params.find(({ name }) => name === flag) ?? (alike.length === 1 ? alike[0] : undefined);
  if (param) return param;
  const names = params.map(({ name }) => name);
  const misplaced = OWN_FLAGS.includes(flag) ? ', and options of tally stand before the --' : '';
  throw new Usage(
    'ARGUMENT_EXTRA',
    `--${flag}${didYouMean(flag, names)}; it takes ${describeParams(params)}${misplaced}`,
  );
}

function fillInOrder(params: readonly AbiParam[], words: readonly string[], texts: Map<string, string>): void {
  const open = params.filter(({ name }) => !texts.has(name));
  const extra = words[open.length];
  if (extra !== undefined) {
    throw new Usage('ARGUMENT_EXTRA', `${JSON.stringify(extra)}; it takes ${describeParams(params)}`);
  }
  words.forEach((word, i) => {
    texts.set(open[i]!.name, word);
  });
}

// An address that does not resolve says which argument it was given for.
function named<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Usage) || error.id === 'ARGUMENT_TYPE') throw error;
    throw new Usage(error.id, `--${name} ${error.detail}`);
  }
}

/** `--to <Address> --amount <Amount>`. */
export function describeParams(params: readonly AbiParam[]): string {
  return params.length === 0
    ? 'no arguments'
    : params.map(({ name, type }) => `--${name} <${typeText(type)}>`).join(' ');
}

/** `transfer --to <Address> --amount <Amount>`, with what it returns. */
export function describeMethod({ name, params, returns, only }: AbiMethod): string {
  const takes = params.length === 0 ? '' : ` ${describeParams(params)}`;
  const gives = returns === 'void' ? '' : ` → ${typeText(returns)}`;
  return `${name}${takes}${gives}${only === undefined ? '' : ` (only ${only.join(' or ')})`}`;
}

/** The methods of a contract in words, one paragraph a kind; `kinds` leaves the others out. */
export function describeMethods(abi: Abi, kinds: readonly AbiMethod['kind'][]): string {
  const TITLES = {
    init: 'at deployment',
    mutate: 'calls',
    view: 'queries',
    migrate: 'at upgrade',
    step: 'in steps, at upgrade',
  };
  const parts = kinds
    .map((kind) => ({ title: TITLES[kind], methods: abi.methods.filter((method) => method.kind === kind) }))
    .filter(({ methods }) => methods.length > 0);
  const paragraphs = parts.map(
    ({ title, methods }) =>
      `${title}\n${methods.map((method) => `  ${describeMethod(method)}${note(method)}`).join('\n')}`,
  );
  const types = describeTypes(parts.flatMap(({ methods }) => methods));
  return [...paragraphs, ...(types.length > 0 ? [`types\n${types.map((line) => `  ${line}`).join('\n')}`] : [])].join(
    '\n',
  );
}

/** What the structs and enums of methods are made of, each once: `Order {"id": string, "amount": Amount}`. */
function describeTypes(methods: readonly AbiMethod[]): string[] {
  const lines = new Set<string>();
  const visit = (type: ValueType): void => {
    if (typeof type === 'object' && 'enum' in type)
      lines.add(`${type.enum} one of ${type.values.map(({ name }) => name).join(', ')}`);
    if (typeof type === 'object' && 'struct' in type)
      lines.add(
        `${type.struct} {${type.fields.map(({ name, type: field }) => `"${name}": ${typeText(field)}`).join(', ')}}`,
      );
    innerTypes(type).forEach(visit);
  };
  signatureTypes(methods).forEach(visit);
  return [...lines];
}

function note({ doc }: AbiMethod): string {
  return doc === undefined ? '' : `\n      ${doc.replaceAll('\n', '\n      ')}`;
}
